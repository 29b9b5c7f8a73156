/** What people type, and what must hold of its translation whatever the model. */
import type { Language } from '../../src/text/language.js';

export interface Probe {
  text: string;
  /** Stands in the translation, each once. */
  holds?: string[];
  /** The whole translation. */
  is?: string;
  /** What its end looks like. */
  ends?: RegExp;
}

const LONG_KOREAN =
  '어제 친구랑 같이 영화를 보고 나서 밥을 먹고 집에 돌아와서 숙제를 하려고 했는데 너무 피곤해서 그냥 잠들어 버렸고 ' +
  '아침에 일어나 보니까 벌써 열 시가 넘었길래 급하게 준비하고 학교에 갔지만 이미 수업이 끝나서 선생님께 죄송하다고 ' +
  '말씀드리고 다시 집에 왔는데 엄마가 왜 이렇게 일찍 왔냐고 물어보셔서 사실대로 말했더니 엄마가 화를 내시면서 앞으로는 ' +
  '일찍 자라고 하셨고 나는 알겠다고 대답한 다음에 방에 들어가서 친구에게 전화를 걸었다';

const LONG_ENGLISH =
  'Yesterday I watched a movie with my friend and then we ate dinner and I came home and tried to do my homework but ' +
  'I was so tired that I just fell asleep and when I woke up in the morning it was already past ten so I got ready in ' +
  'a hurry and went to school but the class was already over and I told the teacher I was sorry and came back home and ' +
  'my mother asked me why I had come home so early';

const NO_STOP = /[^.]$/;

export const PROBES: Record<Language, Probe[]> = {
  ko: [
    { text: '오늘은 날씨가 정말 좋네요', ends: NO_STOP },
    { text: '오늘은날씨가정말좋네요' },
    { text: '저는내일친구하고영화를보러갈거예요' },
    { text: '나 지금 밥 먹고 있어' },
    { text: '저는 지금 밥을 먹고 있습니다.' },
    { text: '뭐해ㅋㅋㅋㅋㅋ', ends: / lol$/ },
    { text: 'ㅋㅋㅋㅋㅋㅋ', is: 'lol' },
    { text: 'ㅠㅠ', is: ':(' },
    { text: '너무 슬퍼요ㅠㅠㅠㅠ', ends: / :\($/ },
    { text: '오늘 너무 힘들었어 😭😭', ends: / 😭😭$/u },
    { text: '❤️ 사랑해요', holds: ['❤️'] },
    { text: '생일 축하해! 🎉🎂', ends: / 🎉🎂$/u },
    { text: '나는 🍎를 먹었다.', holds: ['🍎'] },
    { text: '고마워요!!!!!!!', ends: /[^!]!{7}$/ },
    { text: '아아아아아 너무 좋아' },
    { text: '진짜진짜진짜진짜 맛있다' },
    { text: '안녕하세요～ 반갑습니다！' },
    { text: '2024년 5월 3일에 만나요.', holds: ['May 3, 2024'] },
    { text: '2024-05-03까지 제출해 주세요.', holds: ['2024-05-03'] },
    { text: '회의는 14:30에 시작합니다.', holds: ['14:30'] },
    { text: '오후 3시 30분에 오세요.', holds: ['3:30 p.m.'] },
    { text: '가격은 12,900원입니다.', holds: ['12,900'] },
    { text: '이 가방은 $49.99예요.', holds: ['$49.99'] },
    { text: '3만 5천 원이에요.', holds: ['35,000'] },
    { text: '제 전화번호는 010-1234-5678입니다.', holds: ['010-1234-5678'] },
    { text: '할인율은 15%입니다.', holds: ['15%'] },
    { text: '몸무게가 62.5kg이에요.', holds: ['62.5kg'] },
    { text: '인구는 51,740,000명이다.', holds: ['51,740,000'] },
    { text: '방 번호는 1204호입니다.', holds: ['1204'] },
    {
      text: '자세한 내용은 https://example.com/docs?id=42&lang=ko 를 참고해 주세요.',
      holds: ['https://example.com/docs?id=42&lang=ko'],
    },
    { text: '문의는 support@ieum-test.co.kr로 보내 주세요.', holds: ['support@ieum-test.co.kr'] },
    { text: '/etc/nginx/nginx.conf 파일을 수정하세요.', holds: ['/etc/nginx/nginx.conf'] },
    { text: '`npm install` 명령을 실행하세요.', holds: ['`npm install`'] },
    { text: '버전 2.3.1에서 고쳤습니다.', holds: ['2.3.1'] },
    {
      text: '저는 Samsung에서 일하고 Jennifer는 Google에서 일해요.',
      holds: ['Samsung', 'Jennifer', 'Google'],
    },
    { text: 'iPhone 15 Pro를 샀어요.', holds: ['iPhone 15 Pro'] },
    { text: 'Tom과 Mary는 결혼했다.', holds: ['Tom', 'Mary'] },
    { text: '영화 Parasite 봤어?', holds: ['Parasite'] },
    { text: '#여행 @minsu 같이 가자', holds: ['#여행', '@minsu'] },
    { text: '비행기 KE123편은 몇 번 게이트예요?', holds: ['KE123'] },
    {
      text: '내 메일은 a@b.kr이고 네 메일은 c@d.kr이고 그의 메일은 e@f.kr이다.',
      holds: ['a@b.kr', 'c@d.kr', 'e@f.kr'],
    },
    { text: 'https://example.com', is: 'https://example.com' },
    { text: '사과' },
    { text: '학교' },
    { text: '안녕' },
    { text: LONG_KOREAN, ends: NO_STOP },
    { text: LONG_KOREAN.replaceAll(' ', '') },
  ],
  en: [
    { text: 'The weather is really nice today', ends: NO_STOP },
    { text: 'THE WEATHER IS REALLY NICE TODAY.', ends: /[가-힣][.!]$/ },
    { text: 'I AM A STUDENT', ends: NO_STOP },
    { text: 'WHERE ARE YOU GOING?' },
    { text: 'i am going to school now' },
    { text: 'where are you going' },
    { text: "lol that's so funny", holds: ['ㅋㅋㅋ'] },
    { text: "I'm so tired 😭😭", ends: / 😭😭$/u },
    { text: '❤️ I love you', holds: ['❤️'] },
    { text: 'Hello!!!!!!', ends: /[^!]!{6}$/ },
    { text: 'Sooooooo good' },
    { text: 'See you on May 3, 2024.', holds: ['2024년 5월 3일'] },
    { text: 'Please submit it by 2024-05-03.', holds: ['2024-05-03'] },
    { text: 'The meeting starts at 14:30.', holds: ['14:30'] },
    { text: 'Come at 3:30 PM.', holds: ['오후 3:30'] },
    { text: 'It costs 12,900 won.', holds: ['12,900원'] },
    { text: 'This bag is $49.99.', holds: ['$49.99'] },
    { text: 'My phone number is 010-1234-5678.', holds: ['010-1234-5678'] },
    { text: 'The discount is 15%.', holds: ['15%'] },
    { text: 'I weigh 62.5kg.', holds: ['62.5kg'] },
    { text: 'The population is 51,740,000.', holds: ['51,740,000'] },
    { text: 'My room number is 1204.', holds: ['1204'] },
    {
      text: 'See https://example.com/docs?id=42&lang=en for details.',
      holds: ['https://example.com/docs?id=42&lang=en'],
    },
    { text: 'Please write to support@ieum-test.co.kr.', holds: ['support@ieum-test.co.kr'] },
    { text: 'Edit the file /etc/nginx/nginx.conf.', holds: ['/etc/nginx/nginx.conf'] },
    { text: 'Run `npm install` first.', holds: ['`npm install`'] },
    { text: 'Fixed in version 2.3.1.', holds: ['2.3.1'] },
    { text: 'I bought an iPhone 15 Pro.', holds: ['iPhone 15 Pro'] },
    { text: 'Flight KE123 leaves from gate 12.', holds: ['KE123'] },
    { text: "#travel @minsu let's go together", holds: ['#travel', '@minsu'] },
    { text: 'me@example.com', is: 'me@example.com' },
    { text: 'apple' },
    { text: 'school' },
    { text: LONG_ENGLISH, ends: NO_STOP },
    { text: LONG_ENGLISH.toUpperCase() },
  ],
};
