/** Hand-written gradients against finite differences, and each engine's operations against the plain ones. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { CELLS, cells } from '../../src/nn/cells.js';
import type { CellKind } from '../../src/nn/cells.js';
import type { Operations, Precision } from '../../src/nn/operations.js';
import { portableOperations } from '../../src/nn/operations-portable.js';
import { attend, concatScores, dotAttention, MASKED_SCORE } from '../../src/nn/attention.js';
import { layerNorm } from '../../src/nn/layer-norm.js';
import { normalisedCells } from '../../src/nn/normalised-cells.js';
import { product } from '../../src/nn/product.js';
import { negativeLogLikelihood, projectionLoss } from '../../src/nn/projection-loss.js';
import { withPrecision } from '../../src/nn/precision.js';
import { computed } from '../../src/nn/recorded.js';
import { recur } from '../../src/nn/recurrence.js';
import { recurrenceBackward, recurrenceForward, stateSequence } from '../../src/nn/recurrence-passes.js';
import { permuteRows } from '../../src/nn/rows.js';
import { numericalGradients, relativeDistance } from './finite-differences.js';

beforeAll(() => initialiseEngine());

/** Σ tensor ⊙ weight: a scalar that depends on every element. */
const weighted = (tensor: tf.Tensor, weight: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tensor, weight));

const random = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 0.7, 'float32', seed);

/** Three steps, two sentences, three units where no more are wanted. */
function recurrenceInputs(
  kind: CellKind,
  directions: number,
  units = 3,
): { fromInput: tf.Tensor4D; recurrent: tf.Tensor3D; first: tf.Tensor3D[]; mask: tf.Tensor3D } {
  const { gates, states } = cells[kind];
  return {
    fromInput: random([directions, 3, 2, units * gates], 1) as tf.Tensor4D,
    recurrent: random([directions, units, units * gates], 2) as tf.Tensor3D,
    first: Array.from({ length: states }, (_, k) => random([directions, 2, units], 3 + k) as tf.Tensor3D),
    mask: tf.tensor3d(
      Array.from({ length: directions * 2 * units }, (_, k) => (k % 3 === 0 ? 0 : 1.5)),
      [directions, 2, units],
    ),
  };
}

/** A row of few units changes too fast under normalisation for finite differences. */
const NORMALISED_UNITS = 8;

/** Gains and biases of normalised cells. */
function ownParameters(kind: CellKind, directions: number): tf.Tensor3D[] {
  const { gates, parameters } = normalisedCells[kind];
  return parameters.map(({ of }, k) => {
    const values = random([directions, 1, (of === 'width' ? gates : 1) * NORMALISED_UNITS], 30 + k);
    return tf.add(values, 0.5);
  });
}

function expectTrueGradients(f: (...inputs: tf.Tensor[]) => tf.Scalar, inputs: tf.Tensor[]): void {
  const analytical = tf
    .grads(f)(inputs)
    .map((gradient) => gradient.dataSync());
  const numerical = numericalGradients(f, inputs);
  analytical.forEach((gradient, k) => {
    expect(relativeDistance(gradient, numerical[k]), `gradient of input ${k}`).toBeLessThan(5e-3);
  });
}

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
        const states = recur(x as tf.Tensor4D, w as tf.Tensor3D, start as tf.Tensor3D[], {
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
        const [hidden] = recur(x as tf.Tensor4D, w as tf.Tensor3D, [h, c] as tf.Tensor3D[], options);
        return weighted(hidden, weight);
      },
      [fromInput, recurrent, ...first],
    );
  });

  it.each(CELLS.flatMap((cell) => [[cell, 1, true] as const, [cell, 2, false] as const]))(
    'of a recurrence of normalised %s cells, directions %s, masked: %s',
    (cell, directions, masked) => {
      const { fromInput, recurrent, first, mask } = recurrenceInputs(cell, directions, NORMALISED_UNITS);
      const weights = first.map((_, k) => random([directions, 3, 2, NORMALISED_UNITS], 10 + k));
      expectTrueGradients(
        (x, w, ...rest) => {
          const start = rest.slice(0, first.length) as tf.Tensor3D[];
          const states = recur(x as tf.Tensor4D, w as tf.Tensor3D, start, {
            cell,
            mask: masked ? mask : null,
            norm: rest.slice(first.length) as tf.Tensor3D[],
          });
          return tf.addN(states.map((state, k) => weighted(state, weights[k])));
        },
        [fromInput, recurrent, ...first, ...ownParameters(cell, directions)],
      );
    },
  );

  it.each([1, 3])('of layer normalisation in %s blocks', (blocks) => {
    const weight = random([2, 2, 24], 1);
    expectTrueGradients(
      (x, gain) => weighted(layerNorm(x, gain, blocks), weight),
      [random([2, 2, 24], 2), random([2, 1, 24], 3)],
    );
  });

  it('of rows in another order', () => {
    const weight = random([3, 2], 1);
    const order = Int32Array.of(2, 0, 1);
    expectTrueGradients((x) => weighted(permuteRows(x as tf.Tensor2D, order), weight), [random([3, 2], 2)]);
  });

  it('of dot attention with padding', () => {
    const mask = tf.tensor3d([0, 0, 0, 0, 0, MASKED_SCORE], [2, 1, 3]);
    const weight = random([2, 2, 4], 3);
    expectTrueGradients(
      (states, memory) =>
        weighted(dotAttention(states as tf.Tensor3D, memory as tf.Tensor3D, mask).context, weight),
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

describe('layer normalisation', () => {
  it('gives each block mean 0 and variance 1, times its gain', () => {
    const x = tf.tensor3d([1, 2, 3, 10, 30, 20], [1, 1, 6]);
    const gain = tf.tensor3d([1, 1, 1, 2, 2, 2], [1, 1, 6]);
    const unit = Math.sqrt(3 / 2);
    const expected = [-unit, 0, unit, -2 * unit, 2 * unit, 0];
    layerNorm(x, gain, 2)
      .dataSync()
      .forEach((value, k) => expect(value).toBeCloseTo(expected[k], 3));
  });

  it('of a cell does not see how large the weights of its state are', () => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', 1, NORMALISED_UNITS);
    const norm = ownParameters('lstm', 1);
    const hidden = (factor: number): Float32Array =>
      recur(fromInput, tf.mul(recurrent, factor), first, { cell: 'lstm', norm })[0].dataSync<'float32'>();
    expect(relativeDistance(hidden(1), hidden(20))).toBeLessThan(1e-3);
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

function expectClose(actual: tf.Tensor[], expected: tf.Tensor[], tolerance: number): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach((tensor, k) => {
    expect(relativeDistance(tensor.dataSync(), expected[k].dataSync()), `result ${k}`).toBeLessThan(
      tolerance,
    );
  });
}

/** How far the engine may be from the plain operations: float32 sums in another order, or rounded factors. */
const TOLERANCES = [
  ['float32', 1e-5],
  ['bfloat16', 3e-2],
] as const;

/** What `run` gives in the running engine's operations, and in plain ones. */
function bothWays(
  precision: Precision,
  inputs: tf.Tensor[],
  run: <X>(ops: Operations<X>, handles: X[]) => X[],
): { actual: tf.Tensor[]; expected: tf.Tensor[] } {
  const actual = withPrecision(precision, () => computed(inputs, run));
  return { actual, expected: run(portableOperations, inputs) };
}

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
          const given = { fromInput: x, recurrent: w, mask: factors, first: rest.slice(0, first.length) };
          const steps = recurrenceForward(ops, cells[kind], given);
          const states = first.map((_, k) => stateSequence(ops, given, steps, k));
          const gradients = recurrenceBackward(ops, cells[kind], given, steps, rest.slice(first.length));
          return [...states, gradients.fromInput, gradients.recurrent, ...gradients.first];
        });
        expectClose(actual, expected, tolerance);
      },
    );

    it.each(CELLS)('a recurrence of normalised %s cells and its gradient', (kind) => {
      const { fromInput, recurrent, first, mask } = recurrenceInputs(kind, 2, NORMALISED_UNITS);
      const dStates = first.map((_, k) => random([2, 3, 2, NORMALISED_UNITS], 20 + k));
      const inputs = [fromInput, recurrent, mask, ...first, ...dStates, ...ownParameters(kind, 2)];
      const states = first.length;
      const { actual, expected } = bothWays(precision, inputs, (ops, handles) => {
        const [x, w, factors, ...rest] = handles;
        const parameters = rest.slice(2 * states);
        const given = { fromInput: x, recurrent: w, mask: factors, first: rest.slice(0, states), parameters };
        const cell = normalisedCells[kind];
        const steps = recurrenceForward(ops, cell, given);
        const gradients = recurrenceBackward(ops, cell, given, steps, rest.slice(states, 2 * states));
        return [
          stateSequence(ops, given, steps, 0),
          ...[gradients.fromInput, gradients.recurrent, ...gradients.first, ...gradients.parameters],
        ];
      });
      expectClose(actual, expected, tolerance);
    });

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

  it('a recurrence and its gradient leave no tensor behind', () => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', 2);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.grads((x, w) => tf.sum(recur(x as tf.Tensor4D, w as tf.Tensor3D, first, { cell: 'lstm' })[0]))([
        fromInput,
        recurrent,
      ]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
