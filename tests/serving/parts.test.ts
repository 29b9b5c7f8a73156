import { describe, expect, it } from 'vitest';
import { batchByLength } from '../../src/serving/batches.js';
import { cutSource, joinParts } from '../../src/serving/parts.js';
import type { PartTranslation } from '../../src/serving/parts.js';

describe('cutSource', () => {
  it('ends a short source with </s> and leaves it whole', () => {
    expect(cutSource([5, 6], ['▁a', 'b'], 4)).toEqual([[5, 6, 3]]);
    expect(cutSource([5, 6, 7, 8], ['▁a', 'b', '▁c', 'd'], 4)).toEqual([[5, 6, 7, 8, 3]]);
  });

  it('cuts before a word', () => {
    const pieces = ['▁a', 'b', '▁c', 'd', '▁e', 'f', '▁g'];
    expect(cutSource([10, 11, 12, 13, 14, 15, 16], pieces, 3)).toEqual([
      [10, 11, 3],
      [12, 13, 3],
      [14, 15, 16, 3],
    ]);
  });

  it('cuts a text without spaces anywhere and loses nothing', () => {
    const ids = Array.from({ length: 11 }, (_, i) => i + 10);
    const parts = cutSource(ids, ['▁a', ...new Array<string>(10).fill('b')], 4);
    expect(parts.every((part) => part.length <= 5 && part.at(-1) === 3)).toBe(true);
    expect(parts.flatMap((part) => part.slice(0, -1))).toEqual(ids);
  });
});

describe('joinParts', () => {
  const part = (name: string, size: number): PartTranslation => ({
    sourcePieces: new Array<string>(size).fill(name),
    hypotheses: [
      {
        text: name.toUpperCase(),
        pieces: [name.toUpperCase()],
        score: -1,
        logProbability: -2,
        stepProbabilities: [0.5],
        attention: [new Array<number>(size).fill(1 / size)],
      },
    ],
  });

  it('sets the attention of the parts along the diagonal', () => {
    const joined = joinParts('a b', [part('a', 2), part('b', 1)]);
    expect(joined.source).toBe('a b');
    expect(joined.sourcePieces).toEqual(['a', 'a', 'b']);
    expect(joined.hypotheses).toEqual([
      {
        text: 'A B',
        pieces: ['A', 'B'],
        score: -1,
        logProbability: -4,
        stepProbabilities: [0.5, 0.5],
        attention: [
          [0.5, 0.5, 0],
          [0, 0, 1],
        ],
      },
    ]);
  });
});

describe('batchByLength', () => {
  it('puts sources of similar length together, longest first, each once', () => {
    const batches = batchByLength([3, 9, 4, 8, 3], 1, { rows: 2, tokens: 100 });
    expect(batches).toEqual([[1, 3], [2, 0], [4]]);
  });

  it('keeps padded positions and rows within the limits', () => {
    expect(batchByLength([10, 10, 10, 5, 5], 1, { rows: 100, tokens: 20 })).toEqual([[0, 1], [2, 3], [4]]);
    expect(batchByLength([2, 2, 2], 5, { rows: 10, tokens: 100 })).toEqual([[0, 1], [2]]);
  });

  it('gives one that is over the limits a batch of its own', () => {
    expect(batchByLength([50, 2], 8, { rows: 4, tokens: 10 })).toEqual([[0], [1]]);
  });
});
