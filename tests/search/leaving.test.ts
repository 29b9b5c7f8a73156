import { describe, expect, it } from 'vitest';
import { remaining } from '../../src/search/leaving.js';

const done = (count: number, size: number): boolean[] => Array.from({ length: size }, (_, k) => k < count);

describe('remaining', () => {
  it('lets finished sentences leave once they are an eighth of the batch', () => {
    expect(remaining(done(0, 16))).toHaveLength(16);
    expect(remaining(done(1, 16))).toHaveLength(16);
    expect(remaining(done(2, 16))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(remaining(done(3, 3))).toEqual([]);
  });
});
