/** Attention and its score functions: what they compute, and their gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attend, concatScores, dotScores, MASKED_SCORE } from '../../src/nn/attention.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { expectTrueGradients, random, weighted } from './gradient-checks.js';

beforeAll(() => initialiseEngine());

describe('gradients against finite differences', () => {
  it('of dot attention with padding', () => {
    const mask = tf.tensor3d([0, 0, 0, 0, 0, MASKED_SCORE], [2, 1, 3]);
    const weight = random([2, 2, 4], 3);
    expectTrueGradients(
      (states, memory) => {
        const scores = dotScores(states as tf.Tensor3D, memory as tf.Tensor3D);
        return weighted(attend(scores, memory as tf.Tensor3D, mask).context, weight);
      },
      [random([2, 2, 4], 1), random([2, 3, 4], 2)],
    );
  });

  it('of concat attention with padding', () => {
    const mask = tf.tensor3d([0, 0, 0, 0, 0, MASKED_SCORE], [2, 1, 3]);
    const weight = random([2, 2, 4], 5);
    expectTrueGradients(
      (queries, keys, energy, memory) => {
        const scores = concatScores(queries as tf.Tensor3D, keys as tf.Tensor3D, energy as tf.Tensor2D);
        return weighted(attend(scores, memory as tf.Tensor3D, mask).context, weight);
      },
      [random([2, 2, 4], 1), random([2, 3, 4], 2), random([4, 1], 3), random([2, 3, 4], 4)],
    );
  });
});

describe('concat scores', () => {
  it('are v · tanh(q + k) by their definition', () => {
    const queries = tf.tensor3d([0.5, -1, 2, 0], [1, 2, 2]);
    const keys = tf.tensor3d([1, 1, 0, -2, 0.3, 0.1], [1, 3, 2]);
    const energy = tf.tensor2d([2, -1], [2, 1]);
    const scores = concatScores(queries, keys, energy).arraySync()[0];
    const [q, k] = [queries.arraySync()[0], keys.arraySync()[0]];
    scores.forEach((row, u) => {
      row.forEach((score, t) => {
        const expected = 2 * Math.tanh(q[u][0] + k[t][0]) - Math.tanh(q[u][1] + k[t][1]);
        expect(score).toBeCloseTo(expected, 5);
      });
    });
  });
});
