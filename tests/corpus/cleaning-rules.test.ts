import { describe, expect, it } from 'vitest';
import { faultOf } from '../../src/corpus/cleaning-rules.js';
import type { SentencePair } from '../../src/corpus/pairs.js';
import { KO_EN } from './sources.js';

const pair = (source: string, target: string): SentencePair => ({ source, target });

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
