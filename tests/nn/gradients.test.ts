/** Hand-written gradients against finite differences, and each engine's operations against the plain ones. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { portableKernels } from '../../src/nn/backend-kernels-portable.js';
import { callKernels } from '../../src/nn/kernels.js';
import { dotAttention, MASKED_SCORE } from '../../src/nn/attention.js';
import { lstm } from '../../src/nn/lstm.js';
import { product } from '../../src/nn/product.js';
import { projectionLoss } from '../../src/nn/projection-loss.js';
import { withPrecision } from '../../src/nn/precision.js';
import { numericalGradients, relativeDistance } from './finite-differences.js';

beforeAll(() => initialiseEngine());

/** Σ tensor ⊙ weight: a scalar that depends on every element. */
const weighted = (tensor: tf.Tensor, weight: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tensor, weight));

const random = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 0.7, 'float32', seed);

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

  it('of the LSTM, through hidden and cell states', () => {
    const inputs = [
      random([3, 2, 2], 1),
      random([5, 12], 2),
      random([12], 3),
      random([2, 3], 4),
      random([2, 3], 5),
    ];
    const hiddenWeight = random([3, 2, 3], 6);
    const cellWeight = random([3, 2, 3], 7);
    expectTrueGradients((x, kernel, bias, first, firstCell) => {
      const weights = { kernel: kernel as tf.Tensor2D, bias: bias as tf.Tensor1D };
      const state = { hidden: first as tf.Tensor2D, cell: firstCell as tf.Tensor2D };
      const { hidden, cell } = lstm(x as tf.Tensor3D, weights, state);
      return tf.add(weighted(hidden, hiddenWeight), weighted(cell, cellWeight));
    }, inputs);
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

  it.each([0, 0.1])('of the output loss, label smoothing %s', (smoothing) => {
    const labels = tf.tensor1d([2, 0, 4, 4], 'int32');
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
    const loss = projectionLoss(states as tf.Tensor2D, output, tf.tensor1d(labels, 'int32'), 0.2);
    expect(loss.dataSync()[0]).toBeCloseTo(expected, 4);
  });
});

describe('the running engine against the plain operations', () => {
  const x = (): tf.Tensor => random([4, 3, 5], 1);
  const lstmInputs = (): Record<'x' | 'kernel' | 'bias' | 'firstHidden' | 'firstCell', tf.Tensor> => ({
    x: x(),
    kernel: random([9, 16], 2),
    bias: random([16], 3),
    firstHidden: random([3, 4], 4),
    firstCell: random([3, 4], 5),
  });

  it('LSTM forward and backward', () => {
    const plain = portableKernels();
    const { x, kernel, bias, firstHidden, firstCell } = lstmInputs();
    const expected = plain.lstmForward(x, kernel, bias, firstHidden, firstCell);
    const actual = callKernels('LstmSequence', { x, kernel, bias, firstHidden, firstCell });
    actual.forEach((tensor, k) => {
      expect(relativeDistance(tensor.dataSync(), expected[k].dataSync()), `output ${k}`).toBeLessThan(1e-5);
    });
    const [hidden, cell, input, forget, output, candidate, squashed] = expected;
    const gates = { input, forget, output, candidate, squashed };
    const [dHidden, dCell] = [random([4, 3, 4], 6), random([4, 3, 4], 7)];
    const states = { x, kernel, bias, firstHidden, firstCell, hidden, cell };
    const expectedBack = plain.lstmBackward({ ...states, gates }, dHidden, dCell);
    const actualBack = callKernels('LstmSequenceBackward', {
      ...states,
      ...gates,
      dHidden,
      dCell,
    });
    actualBack.forEach((tensor, k) => {
      expect(relativeDistance(tensor.dataSync(), expectedBack[k].dataSync()), `gradient ${k}`).toBeLessThan(
        1e-5,
      );
    });
  });

  it('cross entropy and its gradient', () => {
    const scores = random([4, 7], 1);
    const labels = tf.tensor1d([0, 6, 3, 3], 'int32');
    const expected = portableKernels().crossEntropy(scores, labels);
    const actual = callKernels('SparseCrossEntropy', { logits: scores, labels });
    actual.forEach((tensor, k) => {
      expect(relativeDistance(tensor.dataSync(), expected[k].dataSync())).toBeLessThan(1e-5);
    });
  });

  it('a bfloat16 product is the float32 product rounded', () => {
    const [a, b] = [random([8, 64], 1) as tf.Tensor2D, random([64, 16], 2) as tf.Tensor2D];
    const exact = product(a, b).dataSync();
    const rounded = withPrecision('bfloat16', () => product(a, b)).dataSync();
    expect(relativeDistance(rounded, exact)).toBeLessThan(1e-2);
  });

  it('leaves no tensor behind', () => {
    const { x, kernel, bias, firstHidden, firstCell } = lstmInputs();
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const weights = { kernel: kernel as tf.Tensor2D, bias: bias as tf.Tensor1D };
      const state = { hidden: firstHidden as tf.Tensor2D, cell: firstCell as tf.Tensor2D };
      tf.grads((input, w) =>
        tf.sum(lstm(input as tf.Tensor3D, { ...weights, kernel: w as tf.Tensor2D }, state).hidden),
      )([x, kernel]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
