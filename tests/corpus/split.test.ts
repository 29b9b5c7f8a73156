import { describe, expect, it } from 'vitest';
import type { Pair } from '../../src/corpus/pairs.js';
import { sentenceKey } from '../../src/corpus/sentence-key.js';
import { splitPairs } from '../../src/corpus/split.js';

const pair = (source: string, target: string, line = 1): Pair => ({ source, target, line });

describe('sentenceKey', () => {
  it('sets case, punctuation and white space aside', () => {
    expect(sentenceKey('“Hello,  WORLD!”')).toBe(sentenceKey('hello world'));
    expect(sentenceKey('안녕 하세요~')).toBe(sentenceKey('안녕하세요.'));
    expect(sentenceKey('안녕'.normalize('NFD'))).toBe('안녕');
  });

  it('tells sentences without letters apart', () => {
    expect(sentenceKey('!')).not.toBe(sentenceKey('?'));
  });
});

/** 300 pairs in which every third shares a side with another. */
function sharingPairs(): Pair[] {
  return Array.from({ length: 300 }, (_, i) => {
    const source = i % 3 === 0 ? `문장 ${i - (i % 9)}.` : `문장 ${i}.`;
    const target = i % 7 === 0 ? `Sentence ${i - (i % 14)}!` : `sentence, ${i}`;
    return pair(source, target, i + 1);
  });
}

describe('splitPairs', () => {
  it('gives each pair to one part, dev and test of the size asked for', () => {
    const pairs = sharingPairs();
    const { train, dev, test } = splitPairs(pairs, { dev: 40, test: 30, seed: 3 });
    expect([train.length, dev.length, test.length]).toEqual([230, 40, 30]);
    const lines = [...train, ...dev, ...test].map(({ line }) => line).sort((a, b) => a - b);
    expect(lines).toEqual(pairs.map(({ line }) => line));
  });

  it('has no sentence of either side in two parts', () => {
    const { train, dev, test } = splitPairs(sharingPairs(), { dev: 40, test: 30, seed: 5 });
    const keys = [train, dev, test].map(
      (part) => new Set(part.flatMap(({ source, target }) => [sentenceKey(source), sentenceKey(target)])),
    );
    expect([...keys[1]].every((key) => !keys[0].has(key))).toBe(true);
    expect([...keys[2]].every((key) => !keys[0].has(key) && !keys[1].has(key))).toBe(true);
  });

  it('keeps a chain of shared sides together', () => {
    const chain = [pair('가', 'A'), pair('가', 'B'), pair('나', 'B'), pair('나', 'C'), pair('다', 'D')];
    expect(splitPairs(chain, { dev: 1, test: 0 }).dev).toEqual([chain[4]]);
    expect(() => splitPairs(chain, { dev: 2, test: 0 })).toThrow('expected 2 pairs that share no sentence');
  });

  it('is the same for the same seed and another for another', () => {
    const pairs = sharingPairs();
    const options = { dev: 40, test: 30, seed: 3 };
    expect(splitPairs(pairs, options)).toEqual(splitPairs(pairs, options));
    expect(splitPairs(pairs, { ...options, seed: 4 }).dev).not.toEqual(splitPairs(pairs, options).dev);
  });

  it('keeps the order of the pairs within a part', () => {
    const { train, dev } = splitPairs(sharingPairs(), { dev: 40, test: 30 });
    for (const part of [train, dev]) {
      const lines = part.map(({ line }) => line);
      expect(lines).toEqual([...lines].sort((a, b) => a - b));
    }
  });
});
