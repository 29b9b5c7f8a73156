/** What is dropped: elements, whole words, and the same units of a state at every step. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { dropout, dropoutMask, recurrentMask, wordDropout } from '../../src/nn/dropout.js';
import { recur } from '../../src/nn/recurrence.js';

beforeAll(() => initialiseEngine());

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('dropout', () => {
  it.each([0.25, 0.5, 0.999])('at rate %s keeps the mean', (rate) => {
    const values = dropoutMask([400, 500], rate, new Random(1)).dataSync();
    expect(mean(values)).toBeGreaterThan(0.9);
    expect(mean(values)).toBeLessThan(1.1);
    expect(new Set(values).size).toBe(2);
  });

  it('leaves everything where there is no generator, that is outside training', () => {
    const x = tf.ones<tf.Rank.R2>([3, 4]);
    for (const same of [dropout(x, 0.5, null), wordDropout(x, 0.5, null), dropout(x, 0, new Random(1))])
      expect(same).toBe(x);
    expect(recurrentMask([1, 2, 3], 0.5, null)).toBeNull();
    expect(recurrentMask([1, 2, 3], 0, new Random(1))).toBeNull();
  });

  it('of words drops whole rows', () => {
    const dropped = wordDropout(tf.ones([1000, 3]), 0.25, new Random(2)).arraySync();
    for (const [first, ...others] of dropped) for (const other of others) expect(other).toBe(first);
    const share = dropped.filter(([first]) => first === 0).length / dropped.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
    expect(Math.max(...dropped.flat())).toBeCloseTo(1 / 0.75, 5);
  });
});

describe('the mask of a recurrence', () => {
  it('drops the same units at every step, where the next step reads them', () => {
    const units = 8;
    const mask = recurrentMask([1, 1, units], 0.5, new Random(3))!;
    // h_t = tanh(h_{t-1} ⊙ mask) but for the first step, which reads the first state.
    const [states] = recur(tf.zeros([1, 4, 1, units]), [tf.eye(units)], [tf.ones([1, 1, units])], {
      cell: 'rnn',
      mask,
    });
    const factors = mask.dataSync();
    expect(new Set(factors)).toEqual(new Set([0, 2]));
    const expected = new Array<number>(units).fill(1);
    for (const step of tf.reshape(states, [4, units]).arraySync() as number[][]) {
      step.forEach((value, unit) => {
        expected[unit] = Math.tanh(expected[unit] * factors[unit]);
        expect(value).toBeCloseTo(expected[unit], 5);
      });
    }
  });
});
