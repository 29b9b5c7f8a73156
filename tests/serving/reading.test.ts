import { describe, expect, it } from 'vitest';
import { plainReading, readingOf } from '../../src/serving/reading.js';
import type { Reading } from '../../src/serving/reading.js';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.js';

/** One piece for each word but Parasite. */
const tokenizer: Tokenizer = {
  size: 10,
  hash: '',
  encode: (text) => text.split(' ').flatMap((word) => (/^parasite/i.test(word) ? [4, 5, 6] : [4])),
  pieces: (ids) => ids.map(String),
  decode: (ids) => ids.join(' '),
  restoreSpaces: (text) => text.replace('날씨가좋네요', '날씨가 좋네요'),
};

const tokenizers = { source: tokenizer, target: tokenizer };

const korean = (text: string): Reading =>
  readingOf(text, { direction: { source: 'ko', target: 'en' }, tokenizers });
const english = (text: string): Reading =>
  readingOf(text, { direction: { source: 'en', target: 'ko' }, tokenizers });

describe('readingOf', () => {
  it.each([
    ['저는 학생입니다.', '저는 학생입니다.'],
    ['저는 학생입니다', '저는 학생입니다.'],
    ['안녕하세요～ 반갑습니다！！', '안녕하세요~ 반갑습니다!'],
    ['진짜진짜진짜 좋아ㅋㅋㅋㅋ', '진짜 좋아'],
    ['오늘 날씨가좋네요', '오늘 날씨가 좋네요.'],
    ['Jennifer는 Google에서 일해요.', '톰은 서울에서 일해요.'],
    ['https://a.kr/b 를 보세요.', '톰 를 보세요.'],
    ['가격은 12,900원입니다.', '가격은 300원입니다.'],
    ['15%와 30%', '300퍼센트와 150퍼센트'],
    ['1776년에 80명이', '1960년에 300명이'],
    ['톰은 Michael을 만났다.', '톰은 서울을 만났다.'],
  ])('%s is read as %s', (text, expected) => {
    expect(korean(text).text).toBe(expected);
  });

  it.each([
    ['THE WEATHER IS NICE', 'The weather is nice.'],
    ['SEE https://A.kr/B NOW', 'See Tom now'],
    ['we saw Parasite with Tom.', 'we saw Seoul with Tom.'],
    ['It costs 12,900 won.', 'It costs 300 won.'],
    ['lol see you on May 3, 2024', 'See you on Monday.'],
  ])('%s is read as %s', (text, expected) => {
    expect(english(text).text).toBe(expected);
  });

  it.each([
    ['ㅋㅋㅋㅋ', 'lol'],
    ['ㅠㅠ 😭', ':( 😭'],
    ['5월 3일', 'May 3'],
    ['3만 5천 원!', '35,000 won!'],
  ])('translates %s without a model', (text, expected) => {
    expect(korean(text).translation).toBe(expected);
  });

  it.each(['https://example.com/a', 'me@example.com'])('lets %s through', (text) => {
    expect(english(text).translation).toBe(text);
  });

  it('holds more spans than it has placeholders for as far as they go', () => {
    const text = Array.from({ length: 14 }, (_, k) => `a${k}@b.kr에게`).join(' ');
    const { spans, text: read } = korean(text);
    expect(spans).toHaveLength(10);
    expect(read).toContain('a13@b.kr에게');
  });

  it('never throws and leaves plain sentences alone', () => {
    for (const text of ['', ' ', '\uE000 다', '🏴', '$', '{}', '`', 'ㅋ', '((((', '1'.repeat(500)]) {
      expect(() => [korean(text), english(text)]).not.toThrow();
    }
    const source = '저는 학생입니다.';
    expect(korean(source)).toEqual({
      ...plainReading(source),
      marks: { read: source, written: '.', mark: '.' },
    });
  });
});
