import { describe, expect, it } from 'vitest';
import { englishDate, koreanDate } from '../../src/text/dates.js';
import { shortenDrawnOut } from '../../src/text/drawn-out.js';
import { markSentence, restoreMarks } from '../../src/text/final-marks.js';
import type { Language } from '../../src/text/language.js';
import { settleCase } from '../../src/text/letter-case.js';
import { takeMoods, translateMoods } from '../../src/text/moods.js';
import { englishOfKorean, koreanOfEnglish } from '../../src/text/numerals.js';
import { plainNumbers } from '../../src/text/number-words.js';
import { particleAfter } from '../../src/text/particles.js';
import { englishTime, koreanTime } from '../../src/text/times.js';

describe('takeMoods', () => {
  it.each<[Language, string, string[]]>([
    ['ko', '진짜 웃기다 ㅋㅋㅋ', ['', '진짜 웃기다', ' ㅋㅋㅋ']],
    ['ko', '너무 슬퍼요ㅠㅠㅠ.', ['', '너무 슬퍼요', 'ㅠㅠㅠ.']],
    ['ko', '❤️ 사랑해요 😭😭', ['❤️ ', '사랑해요', ' 😭😭']],
    ['ko', 'ㅋㅋㅋ그렇구나', ['ㅋㅋㅋ', '그렇구나', '']],
    ['ko', '합격이래!!!! 👩‍💻', ['', '합격이래!!!!', ' 👩‍💻']],
    ['ko', 'ㅠㅠ', ['', '', 'ㅠㅠ']],
    ['ko', '나는 🍎를 먹었다.', ['', '나는 🍎를 먹었다.', '']],
    ['en', "lol that's so funny", ['lol ', "that's so funny", '']],
    ['en', 'I missed the bus :(', ['', 'I missed the bus', ' :(']],
    ['en', 'The lollipop is here.', ['', 'The lollipop is here.', '']],
    ['en', 'I have 3', ['', 'I have 3', '']],
  ])('%s: %s', (language, text, [before, sentence, after]) => {
    expect(takeMoods(text, language)).toEqual({ before, sentence, after });
  });

  it('says them in the other language', () => {
    expect(translateMoods(' ㅋㅋㅋ 😭', 'en')).toBe(' lol 😭');
    expect(translateMoods('ㅠㅠ', 'en')).toBe(' :(');
    expect(translateMoods(' haha', 'ko')).toBe(' ㅎㅎ');
  });
});

describe('final marks', () => {
  it.each<[Language, string, string]>([
    ['ko', '오늘은 날씨가 좋네요', '오늘은 날씨가 좋네요.'],
    ['ko', '너 지금 어디야', '너 지금 어디야?'],
    ['ko', '같이 갈까', '같이 갈까?'],
    ['ko', '고마워요!!!!', '고마워요!'],
    ['ko', '뭐라고?!?!', '뭐라고?'],
    ['ko', '글쎄요...', '글쎄요...'],
    ['ko', '안녕하세요~', '안녕하세요'],
    ['ko', '학교', '학교'],
    ['ko', '학생 할인 안내', '학생 할인 안내'],
    ['en', 'The weather is nice today', 'The weather is nice today.'],
    ['en', 'what time is it', 'what time is it?'],
    ['en', 'When I was young I read', 'When I was young I read.'],
    ['en', 'Geometric Shapes Extended Edition', 'Geometric Shapes Extended Edition'],
    ['en', 'Save file', 'Save file'],
    ['en', 'It is here.', 'It is here.'],
  ])('%s: %s is read as %s', (language, text, read) => {
    expect(markSentence(text, language).read).toBe(read);
  });

  it.each<[string, string, string]>([
    ['오늘은 날씨가 좋네요', 'It is nice.', 'It is nice'],
    ['고마워요!!!!', 'Thank you!', 'Thank you!!!!'],
    ['안녕하세요~', 'Hello.', 'Hello~'],
    ['너 지금 어디야', 'Where are you?', 'Where are you'],
    ['학교', 'School.', 'School'],
    ['학교', 'School?', 'School?'],
    ['좋네요.', 'Nice!', 'Nice!'],
  ])('of %s gives %s the marks of its source', (source, translation, expected) => {
    expect(restoreMarks(translation, markSentence(source, 'ko'))).toBe(expected);
  });
});

describe('settleCase', () => {
  const KNOWN = new Set(['the', 'weather', 'is', 'nice', 'Tom', 'in', 'London', 'really', 'NASA']);
  const count = (word: string): number => (KNOWN.has(word) ? 1 : 4);

  it.each([
    ['THE WEATHER IS NICE IN LONDON.', 'The weather is nice in London.'],
    ["I'M HERE", "I'm here"],
    ['the weather is nice and i am here', 'The weather is nice and I am here'],
    ['The weather is REALLY nice at NASA.', 'The weather is really nice at NASA.'],
    ['NASA', 'NASA'],
    ['apple', 'apple'],
  ])('%s becomes %s', (text, expected) => {
    expect(settleCase(text, count)).toBe(expected);
  });
});

describe('shortenDrawnOut', () => {
  const count = (word: string): number => (['so', 'good', 'So'].includes(word) ? 1 : 3);

  it.each([
    ['아아아아 너무 좋아', '아 너무 좋아'],
    ['진짜진짜진짜 맛있다', '진짜 맛있다'],
    ['하하하하', '하하'],
    ['Soooo goooood', 'So good'],
    ['www and iii', 'www and iii'],
    ['네네 알겠어요', '네네 알겠어요'],
  ])('%s becomes %s', (text, expected) => {
    expect(shortenDrawnOut(text, count)).toBe(expected);
  });
});

describe('numbers, dates and times', () => {
  it('reads Korean numerals', () => {
    expect(['3만 5천', '5천만', '1억 2,000만', '2천5백', '1.5억', '10만'].map(englishOfKorean)).toEqual([
      '35,000',
      '50 million',
      '120 million',
      '2,500',
      '150 million',
      '100,000',
    ]);
  });

  it('writes Korean numerals', () => {
    expect(['1.5 million', '2 billion', '30 thousand', '12 trillion'].map(koreanOfEnglish)).toEqual([
      '150만',
      '20억',
      '3만',
      '12조',
    ]);
  });

  it('writes dates and times in both languages', () => {
    expect(englishDate('2024년 5월 3일')).toBe('May 3, 2024');
    expect(englishDate('13월 3일')).toBe('13월 3일');
    expect(koreanDate('Sept. 21st, 1999')).toBe('1999년 9월 21일');
    expect(englishTime('오전 9시 5분')).toBe('9:05 a.m.');
    expect(englishTime('14:30')).toBe('14:30');
    expect(koreanTime('3 p.m.')).toBe('오후 3시');
  });

  it('knows a small number in digits and in words', () => {
    const [three] = plainNumbers('사과 3개', [], { target: 'en' });
    expect(['3 apples', 'three apples', 'third apple'].map(three.isIn)).toEqual([true, true, true]);
    expect(['13 apples', '3.5 apples', 'threefold'].map(three.isIn)).toEqual([false, false, false]);
    const [month] = plainNumbers('3월', [], { target: 'en' });
    expect([month.isIn('in March'), month.isIn('three')]).toEqual([true, false]);
    expect(plainNumbers('3시 5분', [{ start: 0, end: 6 }], { target: 'en' })).toEqual([]);
  });
});

describe('particleAfter', () => {
  it.each([
    ['Michael', '는 친구', '은'],
    ['Jennifer', '은 친구', '는'],
    ['Google', '으로 가', '로'],
    ['Python', '로 짜', '으로'],
    ['2013', '를', '을'],
    ['15', '을', '를'],
    ['서울', '으로', '로'],
    ['톰', '는요', ''],
    ['톰', '에게', ''],
  ])('%s before %s takes %j', (word, following, form) => {
    expect(particleAfter(word, following).form).toBe(form);
  });
});
