/** Hand-written gradients against finite differences, and each engine's operations against the plain ones. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { CELLS, cells } from '../../src/nn/cells.js';
import type { CellKind } from '../../src/nn/cells.js';
import { product } from '../../src/nn/product.js';
import { negativeLogLikelihood, projectionLoss } from '../../src/nn/projection-loss.js';
import { withPrecision } from '../../src/nn/precision.js';
import { recur } from '../../src/nn/recurrence.js';
import { recurrenceBackward, recurrenceForward, stateSequence } from '../../src/nn/recurrence-passes.js';
import { permuteRows } from '../../src/nn/rows.js';
import { relativeDistance } from './finite-differences.js';
import {
  bothWays,
  expectClose,
  expectTrueGradients,
  matricesOf,
  random,
  recurrenceInputs,
  TOLERANCES,
  weighted,
} from './gradient-checks.js';

beforeAll(() => initialiseEngine());

describe('gradients against finite differences', () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('of the matrix product, transposed: %s, %s', (transposeA, transposeB) => {
    const a = random(transposeA ? [3, 2] : [2, 3], 1);
    const b = random(transposeB ? [4, 3] : [3, 4], 2);
    const weight = random([2, 4], 3);
    expectTrueGradients(
      (x, y) => weighted(product(x as tf.Tensor2D, y as tf.Tensor2D, { transposeA, transposeB }), weight),
      [a, b],
    );
  });

  it.each(
    CELLS.flatMap((cell) =>
      [1, 2].flatMap((directions) => [true, false].map((masked) => [cell, directions, masked])),
    ),
  )('of a recurrence of %s cells, directions %s, masked: %s', (kind, directions, masked) => {
    const cell = kind as CellKind;
    const { fromInput, recurrent, first, mask } = recurrenceInputs(cell, directions as number);
    const weights = first.map((_, k) => random([directions as number, 3, 2, 3], 10 + k));
    expectTrueGradients(
      (x, w, ...start) => {
        const states = recur(x as tf.Tensor4D, matricesOf(w), start as tf.Tensor3D[], {
          cell,
          mask: masked ? mask : null,
        });
        return tf.addN(states.map((state, k) => weighted(state, weights[k])));
      },
      [fromInput, recurrent, ...first],
    );
  });

  it('of a recurrence of which only the hidden states are used', () => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', 1);
    const weight = random([1, 3, 2, 3], 10);
    expectTrueGradients(
      (x, w, h, c) => {
        const options = { cell: 'lstm', hiddenOnly: true } as const;
        const [hidden] = recur(x as tf.Tensor4D, matricesOf(w), [h, c] as tf.Tensor3D[], options);
        return weighted(hidden, weight);
      },
      [fromInput, recurrent, ...first],
    );
  });

  it('of rows in another order', () => {
    const weight = random([3, 2], 1);
    const order = Int32Array.of(2, 0, 1);
    expectTrueGradients((x) => weighted(permuteRows(x as tf.Tensor2D, order), weight), [random([3, 2], 2)]);
  });

  it.each([0, 0.1])('of the output loss, label smoothing %s', (smoothing) => {
    const labels = Int32Array.of(2, 0, 4, 4);
    expectTrueGradients(
      (states, weights, bias) =>
        projectionLoss(
          states as tf.Tensor2D,
          { weights: weights as tf.Tensor2D, bias: bias as tf.Tensor1D },
          labels,
          smoothing,
        ),
      [random([4, 3], 1), random([5, 3], 2), random([5], 3)],
    );
  });
});

describe('the output loss', () => {
  it('is the smoothed cross entropy by its definition', () => {
    const [states, weights, bias] = [random([3, 4], 1), random([6, 4], 2), random([6], 3)];
    const labels = [5, 1, 1];
    const logProbabilities = tf
      .logSoftmax(tf.add(tf.matMul(states, weights, false, true), bias))
      .arraySync() as number[][];
    const expected = logProbabilities.reduce(
      (total, row, n) => total - 0.8 * row[labels[n]] - (0.2 / 6) * row.reduce((a, b) => a + b, 0),
      0,
    );
    const output = { weights: weights as tf.Tensor2D, bias: bias as tf.Tensor1D };
    const loss = projectionLoss(states as tf.Tensor2D, output, Int32Array.from(labels), 0.2);
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 4);
  });
});

describe.each(TOLERANCES)(
  'the running engine against plain operations, products in %s',
  (precision, tolerance) => {
    it.each(CELLS.flatMap((cell) => [1, 2].map((directions) => [cell, directions] as const)))(
      'a recurrence of %s cells and its gradient, directions %s',
      (kind, directions) => {
        const { fromInput, recurrent, first, mask } = recurrenceInputs(kind, directions);
        const dStates = first.map((_, k) => random([directions, 3, 2, 3], 20 + k));
        const inputs = [fromInput, recurrent, mask, ...first, ...dStates];
        const { actual, expected } = bothWays(precision, inputs, (ops, handles) => {
          const [x, w, factors, ...rest] = handles;
          const given = {
            fromInput: x,
            recurrent: ops.unstack(w, 0),
            mask: factors,
            first: rest.slice(0, first.length),
          };
          const steps = recurrenceForward(ops, cells[kind], given);
          const states = first.map((_, k) => stateSequence(ops, given, steps, k));
          const gradients = recurrenceBackward(ops, cells[kind], given, steps, rest.slice(first.length));
          return [...states, gradients.fromInput, ops.stack(gradients.recurrent, 0), ...gradients.first];
        });
        expectClose(actual, expected, tolerance);
      },
    );

    it('the output loss and its gradient', () => {
      const loss = (states: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Scalar =>
        projectionLoss(
          states as tf.Tensor2D,
          { weights: weights as tf.Tensor2D, bias: bias as tf.Tensor1D },
          Int32Array.of(0, 6, 3, 3),
          0.1,
        );
      const plain = (states: tf.Tensor, weights: tf.Tensor, bias: tf.Tensor): tf.Scalar => {
        const scores = tf.add(tf.matMul(states as tf.Tensor2D, weights as tf.Tensor2D, false, true), bias);
        const smoothed = tf.add(tf.mul(tf.oneHot([0, 6, 3, 3], 7), 0.9), 0.1 / 7);
        return tf.neg(tf.sum(tf.mul(smoothed, tf.logSoftmax(scores)))).asScalar();
      };
      const inputs = [random([4, 5], 1), random([7, 5], 2), random([7], 3)];
      const actual = withPrecision(precision, () => tf.valueAndGrads(loss)(inputs));
      const expected = tf.valueAndGrads(plain)(inputs);
      expectClose([actual.value, ...actual.grads], [expected.value, ...expected.grads], tolerance);
    });
  },
);

describe('products and probabilities', () => {
  it('negative log-likelihoods are those of a softmax, even where its share is too small for a float', () => {
    const output = { weights: tf.tensor2d([1, 0, -200], [3, 1]), bias: tf.tensor1d([0, 0, 0]) };
    const losses = negativeLogLikelihood(tf.tensor2d([1, 1], [2, 1]), output, Int32Array.of(0, 2)).dataSync();
    expect(losses[0]).toBeCloseTo(Math.log(1 + Math.exp(-1)), 5);
    expect(losses[1]).toBeCloseTo(201 + Math.log(1 + Math.exp(-1)), 3);
  });

  it('a bfloat16 product is the float32 product rounded', () => {
    const [a, b] = [random([8, 64], 1) as tf.Tensor2D, random([64, 16], 2) as tf.Tensor2D];
    const exact = product(a, b).dataSync();
    const rounded = withPrecision('bfloat16', () => product(a, b)).dataSync();
    expect(relativeDistance(rounded, exact)).toBeLessThan(1e-2);
  });

  it.each([1, 2])('a recurrence reads many sentences as it reads few, directions %s', (directions) => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', directions);
    const weight = random([directions, 3, 2, 3], 5);
    const run = (copies: number): { states: tf.Tensor; gradients: tf.Tensor[] } => {
      const several = <T extends tf.Tensor>(x: T, axis: number): T =>
        tf.concat(new Array<T>(copies).fill(x), axis);
      const start = first.map((part) => several(part, 1));
      const hidden = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        recur(x as tf.Tensor4D, matricesOf(w), start, { cell: 'lstm' })[0];
      const inputs = [several(fromInput, 2), recurrent];
      return {
        states: hidden(inputs[0], inputs[1]),
        gradients: tf.grads((x, w) => weighted(hidden(x, w), several(weight, 2)))(inputs),
      };
    };
    const [few, many] = [run(1), run(2)];
    const twice = (x: tf.Tensor): tf.Tensor => tf.concat([x, x], 2);
    expectClose(
      [many.states, ...many.gradients],
      [twice(few.states), twice(few.gradients[0]), tf.mul(few.gradients[1], 2)],
      1e-5,
    );
  });

  it('a recurrence and its gradient leave no tensor behind', () => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', 2);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.grads((x, w) => tf.sum(recur(x as tf.Tensor4D, matricesOf(w), first, { cell: 'lstm' })[0]))([
        fromInput,
        recurrent,
      ]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
