/** Adam and AdamW against their definitions, and what every optimiser shares. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Adam } from '../../src/nn/adam.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { globalNorm } from '../../src/nn/optimiser.js';
import { relativeDistance } from './finite-differences.js';

beforeAll(() => initialiseEngine());

const [beta1, beta2, epsilon, rate] = [0.9, 0.98, 1e-8, 0.1];
const gradient = (step: number): tf.Tensor => tf.tensor1d(numbers(step));
const numbers = (step: number): number[] => [1 / step, -2, 0];

/** The algorithms as their papers write them, without any rearrangement. */
function definition(values: number[], steps: number, weightDecay = 0): number[] {
  const [m, v] = [values.map(() => 0), values.map(() => 0)];
  const moved = [...values];
  for (let t = 1; t <= steps; t++) {
    numbers(t).forEach((g, k) => {
      m[k] = beta1 * m[k] + (1 - beta1) * g;
      v[k] = beta2 * v[k] + (1 - beta2) * g * g;
      const step = m[k] / (1 - beta1 ** t) / (Math.sqrt(v[k] / (1 - beta2 ** t)) + epsilon);
      moved[k] -= rate * (step + weightDecay * moved[k]);
    });
  }
  return moved;
}

describe('Adam', () => {
  it('moves parameters as defined, also after its state was saved and restored', () => {
    const parameter = tf.variable(tf.tensor1d([1, 2, 3]));
    const parameters = new Map([['p', parameter]]);
    let optimiser = new Adam(parameters);
    for (let t = 1; t <= 3; t++) optimiser.step(new Map([['p', gradient(t)]]), rate);
    const { steps } = optimiser;
    const state = optimiser.state();
    optimiser = new Adam(parameters);
    optimiser.restore(steps, (name) => state.get(name) as Float32Array);
    for (let t = 4; t <= 6; t++) optimiser.step(new Map([['p', gradient(t)]]), rate);
    expect(relativeDistance(parameter.dataSync(), definition([1, 2, 3], 6))).toBeLessThan(1e-6);
  });

  it('with a decay shrinks matrices apart from their gradient, and leaves vectors alone', () => {
    const matrix = tf.variable(tf.tensor2d([1, 2, 3], [1, 3]));
    const vector = tf.variable(tf.tensor1d([1, 2, 3]));
    const parameters = new Map<string, tf.Variable>([
      ['matrix', matrix],
      ['vector', vector],
    ]);
    const optimiser = new Adam(parameters, { weightDecay: 0.5 });
    for (let t = 1; t <= 3; t++) {
      const gradients = new Map([
        ['matrix', tf.reshape(gradient(t), [1, 3])],
        ['vector', gradient(t)],
      ]);
      optimiser.step(gradients, rate);
    }
    expect(relativeDistance(matrix.dataSync(), definition([1, 2, 3], 3, 0.5))).toBeLessThan(1e-6);
    expect(relativeDistance(vector.dataSync(), definition([1, 2, 3], 3))).toBeLessThan(1e-6);
  });

  it('takes gradients times the scale', () => {
    const [a, b] = [tf.variable(tf.tensor1d([1, 2, 3])), tf.variable(tf.tensor1d([1, 2, 3]))];
    const halved = tf.div(gradient(1), 2);
    const options = { epsilon: 0.1 };
    new Adam(new Map([['p', a]]), options).step(new Map([['p', gradient(1)]]), rate, 0.5);
    new Adam(new Map([['p', b]]), options).step(new Map([['p', halved]]), rate);
    expect(a.dataSync()).toEqual(b.dataSync());
  });

  it('leaves no tensor behind', () => {
    const parameters = new Map([['p', tf.variable(tf.tensor1d([1, 2, 3]))]]);
    const optimiser = new Adam(parameters);
    const gradients = new Map([['p', gradient(1)]]);
    const before = tf.memory().numTensors;
    optimiser.step(gradients, rate, 0.5);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('shows its own values again after others stood in the parameters', () => {
    const parameter = tf.variable(tf.tensor1d([1, 2, 3]));
    const optimiser = new Adam(new Map([['p', parameter]]));
    parameter.assign(tf.tensor1d([7, 7, 7]));
    optimiser.show();
    expect([...parameter.dataSync()]).toEqual([1, 2, 3]);
    expect(optimiser.bytes).toBe(4 * 3 * 3);
  });
});

it('the global norm is that of all gradients as one vector', () => {
  expect(globalNorm([tf.tensor1d([1, 2, 3, 4, 5]), tf.tensor1d([3])])).toBeCloseTo(8, 5);
  expect(globalNorm([tf.tensor1d([NaN])])).toBeNaN();
});
