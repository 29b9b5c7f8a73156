import { describe, expect, it } from 'vitest';
import { cleanPairs, faultOf } from '../../src/corpus/cleaning.js';
import type { Pair } from '../../src/corpus/pairs.js';

const KO_EN = { source: 'ko', target: 'en' } as const;
const pair = (source: string, target: string, line = 1): Pair => ({ source, target, line });

describe('faultOf', () => {
  it.each([
    ['', 'Hello.', 'empty'],
    ['안녕하세요.', '', 'empty'],
    ['안녕\uFFFD하세요.', 'Hello.', 'characters'],
    ['안녕하세요.', 'Hello \uE123.', 'characters'],
    ['…', '...', 'wordless'],
    ['Hello there.', '안녕하세요.', 'swapped'],
    ['Hello there.', 'Hello there.', 'language'],
    ['안녕하세요.', '안녕하세요.', 'language'],
    ['가'.repeat(401), 'word '.repeat(70), 'long'],
    ['오늘은 날씨가 정말 좋아서 친구들과 함께 공원에 가서 점심을 먹었다.', 'Hi.', 'ratio'],
    ['네.', 'Yes, of course I would be very happy to do that for you tomorrow.', 'ratio'],
  ])('%s | %s: %s', (source, target, reason) => {
    expect(faultOf(pair(source, target), KO_EN)).toBe(reason);
  });

  it.each([
    ['네.', 'Yes, I do.'],
    ['여기로 오면 돼 https://example.com/map', 'Just come here https://example.com/map'],
    ['제 이름은 박지영이에요.', 'My name is 박지영 (Park Jiyoung).'],
    ['2, 4, 6 등은 짝수이다.', '2, 4, 6 etc. are even numbers.'],
    ['3 + 5 = 8', '3 + 5 = 8'],
    ['진짜? 😀', 'Really? 😀'],
  ])('keeps %s | %s', (source, target) => {
    expect(faultOf(pair(source, target), KO_EN)).toBeUndefined();
  });

  it('takes its limits from the options', () => {
    const long = pair('오늘은 날씨가 정말 좋아요.', 'The weather is really nice today.');
    expect(faultOf(long, { ...KO_EN, maxCharacters: 20 })).toBe('long');
    expect(faultOf(pair('네.', 'Yes, I do.'), { ...KO_EN, maxRatio: 1.1 })).toBe('ratio');
  });

  it('reads the other direction alike', () => {
    expect(faultOf(pair('Hello there.', '안녕하세요.'), { source: 'en', target: 'ko' })).toBeUndefined();
  });
});

describe('cleanPairs', () => {
  it('normalises, keeps the order and the line numbers, and counts what it drops by reason', () => {
    const decomposed = '안녕하세요.'.normalize('NFD');
    const result = cleanPairs(
      [
        pair(` ${decomposed} `, 'Hello \u200B  there.', 1),
        pair('', 'Nothing.', 2),
        pair('안녕하세요.', 'Hello there.', 3),
        pair('안녕하세요.', 'Hello.', 4),
        pair('   ', '\u200B', 5),
      ],
      KO_EN,
    );
    expect(result.kept).toEqual([pair('안녕하세요.', 'Hello there.', 1), pair('안녕하세요.', 'Hello.', 4)]);
    expect(result.dropped.map(({ pair: { line }, reason }) => [line, reason])).toEqual([
      [2, 'empty'],
      [3, 'duplicate'],
      [5, 'empty'],
    ]);
    expect(result.counts).toMatchObject({ empty: 2, duplicate: 1, long: 0 });
  });

  it('keeps labels', () => {
    const { kept } = cleanPairs([{ ...pair('네.', 'Yes.'), tier: 'gen' }], KO_EN);
    expect(kept[0].tier).toBe('gen');
  });
});
