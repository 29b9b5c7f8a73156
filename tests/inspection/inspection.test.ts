/** Norms, neighbours and pieces on numbers worked out by hand. */
import { describe, expect, it } from 'vitest';
import { nearestNeighbours, rowNorms } from '../../src/inspection/neighbours.js';
import { summarise, summariseModel } from '../../src/inspection/parameter-summary.js';
import { findPiece } from '../../src/inspection/piece-lookup.js';

const tensor = (shape: number[], values: number[]) => ({ shape, values: Float32Array.from(values) });

describe('a summary of parameters', () => {
  it('has norms, extremes and counts', () => {
    expect(summarise('w', tensor([2, 2], [3, -4, 0, 0]))).toEqual({
      ...{ name: 'w', shape: [2, 2], count: 4, norm: 5, rootMeanSquare: 2.5 },
      ...{ least: -4, greatest: 3, broken: 0 },
    });
    const { count, norm } = summariseModel(
      new Map([
        ['a', tensor([2], [3, 0])],
        ['b', tensor([1], [4])],
      ]),
    );
    expect([count, norm]).toEqual([3, 5]);
  });

  it('counts broken numbers and leaves them out', () => {
    expect(summarise('w', tensor([3], [NaN, 2, Infinity]))).toMatchObject({
      ...{ broken: 2, norm: 2, rootMeanSquare: 2, least: 2, greatest: 2 },
    });
  });
});

describe('neighbours', () => {
  const embedding = tensor([5, 2], [1, 0, 2, 2, 0, 0, -3, 0, 5, 0.5]);

  it('are those with the greatest cosine, whatever their length', () => {
    expect([...rowNorms(embedding)].map((norm) => norm.toFixed(3))).toEqual([
      '1.000',
      '2.828',
      '0.000',
      '3.000',
      '5.025',
    ]);
    const found = nearestNeighbours(embedding, 0, { count: 9 });
    expect(found.map(({ id }) => id)).toEqual([4, 1, 3]);
    expect(found[1].cosine).toBeCloseTo(Math.SQRT1_2, 12);
    expect(found[2].cosine).toBe(-1);
  });

  it('are as many as wanted, without those left out, and none of a row of zeros', () => {
    expect(nearestNeighbours(embedding, 0, { count: 1, leaveOut: [4] })).toMatchObject([{ id: 1 }]);
    expect(nearestNeighbours(embedding, 2, { count: 3 })).toEqual([]);
  });
});

describe('a piece', () => {
  const names = ['<pad>', 'school', '▁school', '▁학교', 'ing'];

  it('is found as a word first, then as it stands, or by number', () => {
    expect(findPiece(names, 'school')).toBe(2);
    expect(findPiece(names, '▁학교')).toBe(3);
    expect(findPiece(names, '학교')).toBe(3);
    expect(findPiece(names, 'ing')).toBe(4);
    expect(findPiece(names, '#1')).toBe(1);
  });

  it('that is none is answered with the nearest', () => {
    expect(() => findPiece(names, 'schol')).toThrow("got 'schol'; the nearest is '▁school'");
    expect(() => findPiece(names, '#5')).toThrow('#0 to #4');
  });
});
