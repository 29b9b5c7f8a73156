import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/text/language.js';
import { placeholdersOf } from '../../src/text/placeholders.js';
import { protectedSpans } from '../../src/text/protected-spans.js';

/** Knows every word in small letters, and these in capitals. */
const KNOWN = new Set('Have See The I Tom Samsung London Yesterday We Saturday'.split(' '));
const UNKNOWN = new Set('michael jennifer lopez parasite unfortunately pro yep saturdays'.split(' '));
const count = (word: string): number =>
  KNOWN.has(word) ? 1 : UNKNOWN.has(word.toLowerCase()) ? 4 : word === word.toLowerCase() ? 1 : 3;

/** The spans as they stand, and what is written for them where that is something else. */
function spans(text: string, language: Language): string[] {
  return protectedSpans(text, { language, count }).map(({ start, end, written }) => {
    const own = text.slice(start, end);
    return own === written ? own : `${own} → ${written}`;
  });
}

describe('protectedSpans', () => {
  it.each([
    ['자세한 것은 https://a.kr/b?c=1&d=2를 보세요.', ['https://a.kr/b?c=1&d=2']],
    ['(https://ko.wikipedia.org/wiki/한국)', ['https://ko.wikipedia.org/wiki/한국']],
    ['문의는 help.me+1@my-test.co.kr로 보내 주세요.', ['help.me+1@my-test.co.kr']],
    ['naver.com에서 찾았어.', ['naver.com']],
    ['/etc/nginx/nginx.conf와 report_v2.pdf를 열어.', ['/etc/nginx/nginx.conf', 'report_v2.pdf']],
    ['`npm run dev`로 시작하고 --force는 쓰지 마.', ['`npm run dev`', '--force']],
    ['get_name()과 {count}와 %s는 그대로 둔다.', ['get_name()', '{count}', '%s']],
    ['#여행 사진을 @minsu에게', ['#여행', '@minsu']],
    ['010-1234-5678로 전화해.', ['010-1234-5678']],
    ['KE123편과 v2.3.1을 확인했다.', ['KE123', 'v2.3.1']],
    ['Michael은 New York에서 iPhone 15 Pro를 샀다.', ['Michael', 'New York', 'iPhone 15 Pro']],
    ['漢字를 배운다.', ['漢字']],
    ['나는 🍎를 먹었다.', ['🍎']],
    ['2024년 5월 3일과 5월 3일에', ['2024년 5월 3일 → May 3, 2024', '5월 3일 → May 3']],
    ['2024-05-03까지', ['2024-05-03']],
    ['14:30에 보고 오후 3시 5분에 가요.', ['14:30', '오후 3시 5분 → 3:05 p.m.']],
    ['15%나 30퍼센트', ['15%', '30퍼센트 → 30%']],
    ['12,900원과 3만 5천 원과 $49.99', ['12,900원 → 12,900 won', '3만 5천 원 → 35,000 won', '$49.99']],
    ['인구는 5천만 명, 키는 180cm', ['5천만 → 50 million', '180cm']],
    ['3시에 사과 2개', []],
    ['1204호', ['1204']],
  ])('in Korean finds in %s', (text, expected) => {
    expect(spans(text, 'ko')).toEqual(expected);
  });

  it.each([
    ['See https://a.kr/b?c=1, then write to me@a.org.', ['https://a.kr/b?c=1', 'me@a.org']],
    ['Have you seen Parasite with Tom in London?', ['Parasite']],
    ['Jennifer Lopez met Michael’s mother.', ['Jennifer Lopez', 'Michael']],
    ['Unfortunately we lost. I’m sorry.', []],
    ['Jennifer Parasite Settings', []],
    ['Michael', []],
    ['Michael, we lost to Jennifer.', ['Michael', 'Jennifer']],
    ['Parasite eats wood.', []],
    ['Yep, we lost on Saturdays.', []],
    ['I bought an iPhone 15 Pro.', ['iPhone 15 Pro']],
    ['On May 3, 2024 or Jan. 5', ['May 3, 2024 → 2024년 5월 3일', 'Jan. 5 → 1월 5일']],
    ['at 3:30 PM, 10am or 14:30', ['3:30 PM → 오후 3:30', '10am → 오전 10시', '14:30']],
    ['1.5 million people paid 12,900 won', ['1.5 million → 150만', '12,900 won → 12,900원']],
    ['15 percent of 3 on the 21st', ['15 percent → 15%']],
    ['and/or 1/2', []],
    ['from 10:00-11:00 pm, 16:9, 1:09.02', ['10:00', '11:00 pm → 오후 11:00', '16:9', '1:09.02']],
    ['10–60 minutes, his 1,000th stamp, 802.11n', ['10–60', '802.11n']],
  ])('in English finds in %s', (text, expected) => {
    expect(spans(text, 'en')).toEqual(expected);
  });
});

describe('placeholdersOf', () => {
  it.each(['name', 'number', 'percent', 'dollars', 'won', 'date', 'year', 'time'] as const)(
    'has several of the kind %s, none of which can be taken for another',
    (kind) => {
      for (const [source, target] of [
        ['ko', 'en'],
        ['en', 'ko'],
      ] as const) {
        const all = placeholdersOf(kind, source, target);
        expect(all.length).toBeGreaterThan(2);
        expect(new Set(all.map(({ read }) => read)).size).toBe(all.length);
        expect(new Set(all.flatMap(({ forms }) => forms)).size).toBe(
          all.flatMap(({ forms }) => forms).length,
        );
      }
    },
  );
});
