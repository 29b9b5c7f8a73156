/** What tests of hand-written gradients share: inputs, and the two ways to hold a gradient against another. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { cells } from '../../src/nn/cells.js';
import type { CellKind } from '../../src/nn/cells.js';
import type { Operations, Precision } from '../../src/nn/operations.js';
import { portableOperations } from '../../src/nn/operations-portable.js';
import { withPrecision } from '../../src/nn/precision.js';
import { computed } from '../../src/nn/recorded.js';
import { numericalGradients, relativeDistance } from './finite-differences.js';

/** Σ tensor ⊙ weight: a scalar that depends on every element. */
export const weighted = (tensor: tf.Tensor, weight: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tensor, weight));

export const random = (shape: number[], seed: number): tf.Tensor =>
  tf.randomNormal(shape, 0, 0.7, 'float32', seed);

/** The matrix of each layer of `[D, H, W]`; the library's `unstack` has no gradient for a single one. */
export const matricesOf = (layers: tf.Tensor): tf.Tensor2D[] =>
  Array.from({ length: layers.shape[0] }, (_, d) =>
    tf.squeeze<tf.Tensor2D>(tf.slice(layers, [d, 0, 0], [1, -1, -1]), [0]),
  );

/** Three steps, two sentences, three units where no more are wanted. */
export function recurrenceInputs(
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

export function expectTrueGradients(f: (...inputs: tf.Tensor[]) => tf.Scalar, inputs: tf.Tensor[]): void {
  const analytical = tf
    .grads(f)(inputs)
    .map((gradient) => gradient.dataSync());
  const numerical = numericalGradients(f, inputs);
  analytical.forEach((gradient, k) => {
    expect(relativeDistance(gradient, numerical[k]), `gradient of input ${k}`).toBeLessThan(5e-3);
  });
}

export function expectClose(actual: tf.Tensor[], expected: tf.Tensor[], tolerance: number): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach((tensor, k) => {
    expect(relativeDistance(tensor.dataSync(), expected[k].dataSync()), `result ${k}`).toBeLessThan(
      tolerance,
    );
  });
}

/** How far the engine may be from the plain operations: float32 sums in another order, or rounded factors. */
export const TOLERANCES = [
  ['float32', 1e-5],
  ['bfloat16', 3e-2],
] as const;

/** What `run` gives in the running engine's operations, and in plain ones. */
export function bothWays(
  precision: Precision,
  inputs: tf.Tensor[],
  run: <X>(ops: Operations<X>, handles: X[]) => X[],
): { actual: tf.Tensor[]; expected: tf.Tensor[] } {
  const actual = withPrecision(precision, () => computed(inputs, run));
  return { actual, expected: run(portableOperations, inputs) };
}
