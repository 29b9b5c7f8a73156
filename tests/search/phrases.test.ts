import { describe, expect, it } from 'vitest';
import { allocateBanks } from '../../src/search/banks.js';
import { PhraseProgress } from '../../src/search/phrases.js';

const after = (phrases: number[][], ids: number[]): PhraseProgress =>
  ids.reduce((progress, id) => progress.advance(id), PhraseProgress.start(phrases));

describe('PhraseProgress', () => {
  it('counts the ids that stand there, in any order of the phrases', () => {
    const phrases = [[4, 5], [6]];
    expect(after(phrases, []).next()).toEqual([4, 6]);
    expect(after(phrases, [6]).count).toBe(1);
    expect(after(phrases, [6, 9, 4]).count).toBe(2);
    expect(after(phrases, [6, 9, 4]).next()).toEqual([5]);
    expect(after(phrases, [6, 9, 4, 5]).isComplete).toBe(true);
    expect(after(phrases, [6, 9, 4, 5]).next()).toEqual([]);
  });

  it('forgets a phrase that is broken off', () => {
    expect(after([[4, 5]], [4, 9]).count).toBe(0);
    expect(after([[4, 5]], [4, 9, 5]).isComplete).toBe(false);
  });

  it('finds a phrase that begins inside a broken one, and one that begins alike', () => {
    expect(after([[4, 4, 5]], [4, 4, 4, 5]).isComplete).toBe(true);
    expect(
      after(
        [
          [4, 5],
          [4, 6],
        ],
        [4, 6],
      ).count,
    ).toBe(2);
  });

  it('wants a phrase twice where it is given twice', () => {
    expect(after([[4], [4]], [4]).isComplete).toBe(false);
    expect(after([[4], [4]], [4, 4]).isComplete).toBe(true);
  });
});

describe('allocateBanks', () => {
  it.each([
    // banks that are all full enough: evenly, the rest to the last
    [[9, 9], 5, [2, 3]],
    [[9, 9, 9], 6, [2, 2, 2]],
    // places that a bank cannot fill go to the others, the fullest first
    [[9, 1], 5, [4, 1]],
    [[9, 9, 0], 6, [3, 3, 0]],
    // more banks than places
    [[9, 9, 9, 0, 0, 0, 0], 4, [1, 1, 2, 0, 0, 0, 0]],
    [[9, 0, 0, 0], 3, [3, 0, 0, 0]],
    // fewer candidates than places
    [[1, 1], 5, [1, 1]],
  ])('shares %j among %d places', (sizes, places, expected) => {
    expect(allocateBanks(sizes, places)).toEqual(expected);
  });
});
