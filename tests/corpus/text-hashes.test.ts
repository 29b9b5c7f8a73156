import { describe, expect, it } from 'vitest';
import { hashText, TextMap, TextSet } from '../../src/corpus/text-hashes.js';

const COUNT = 200_000;
const text = (i: number): string => `문장 ${i}`;

function onesIn(word: number): number {
  let ones = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) ones += 1;
  return ones;
}

describe('hashText', () => {
  it('changes half of the bits with one letter', () => {
    const bits = Array.from({ length: 64 }, () => 0);
    for (let i = 0; i < 2000; i++) {
      const [a, b] = hashText(`${i}가`);
      const [c, d] = hashText(`${i}각`);
      for (let bit = 0; bit < 32; bit++) {
        bits[bit] += ((a ^ c) >>> bit) & 1;
        bits[32 + bit] += ((b ^ d) >>> bit) & 1;
      }
    }
    for (const changed of bits) expect(Math.abs(changed / 2000 - 0.5)).toBeLessThan(0.06);
  });

  it('gives two words that do not follow from each other', () => {
    const same = new Set<number>();
    let ones = 0;
    for (let i = 0; i < 1000; i++) {
      const [high, low] = hashText(text(i));
      same.add(high - low);
      ones += onesIn(high ^ low);
    }
    expect(same.size).toBe(1000);
    expect(Math.abs(ones / 1000 - 16)).toBeLessThan(0.6);
  });
});

describe('TextSet', () => {
  it('knows what was added, through growth, in 11 to 16 bytes a text', () => {
    const set = new TextSet();
    for (let i = 0; i < COUNT; i++) set.add(text(i));
    expect(set.size).toBe(COUNT);
    for (let i = 0; i < COUNT; i += 997)
      expect([set.has(text(i)), set.add(text(i)), set.has(text(i + COUNT))]).toEqual([true, false, false]);
    expect(set.bytes / COUNT).toBeGreaterThanOrEqual(10);
    expect(set.bytes / COUNT).toBeLessThan(17);
    expect(set.add('')).toBe(true);
    expect(set.has('')).toBe(true);
  });
});

describe('TextMap', () => {
  it('keeps the first value of a text', () => {
    const map = new TextMap();
    for (let i = 0; i < 20_000; i++) map.getOrPut(text(i), i);
    for (let i = 0; i < 20_000; i += 77) expect(map.getOrPut(text(i), -1)).toBe(i);
    expect(map.get('not there')).toBeUndefined();
    expect(map.size).toBe(20_000);
  });
});
