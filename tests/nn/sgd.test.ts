/** Gradient descent against its definition: plain, with momentum, with Nesterov's, and resumed. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { Sgd } from '../../src/nn/sgd.js';
import type { SgdOptions } from '../../src/nn/sgd.js';
import { relativeDistance } from './finite-differences.js';

beforeAll(() => initialiseEngine());

const rate = 0.1;
const scale = 0.5;
const gradient = (step: number): tf.Tensor => tf.tensor1d(numbers(step));
const numbers = (step: number): number[] => [1 / step, -2, 0.5];

function definition(
  values: number[],
  steps: number,
  { momentum = 0, nesterov = false }: SgdOptions,
): number[] {
  const velocity = values.map(() => 0);
  const moved = [...values];
  for (let t = 1; t <= steps; t++) {
    numbers(t).forEach((raw, k) => {
      const g = raw * scale;
      velocity[k] = momentum * velocity[k] + g;
      moved[k] -= rate * (nesterov ? g + momentum * velocity[k] : velocity[k]);
    });
  }
  return moved;
}

describe('gradient descent', () => {
  it.each([{}, { momentum: 0.9 }, { momentum: 0.9, nesterov: true }])(
    'with %j moves parameters as defined, also when it was resumed',
    (options) => {
      const parameter = tf.variable(tf.tensor1d([1, 2, 3]));
      const parameters = new Map([['p', parameter]]);
      const first = new Sgd(parameters, options);
      for (let t = 1; t <= 2; t++) first.step(new Map([['p', gradient(t)]]), rate, scale);
      const state = first.state();
      const second = new Sgd(parameters, options);
      second.restore(first.steps, (name) => state.get(name) as Float32Array);
      for (let t = 3; t <= 4; t++) second.step(new Map([['p', gradient(t)]]), rate, scale);
      expect(relativeDistance(parameter.dataSync(), definition([1, 2, 3], 4, options))).toBeLessThan(1e-6);
      expect(second.steps).toBe(4);
    },
  );

  it('remembers a velocity only with momentum', () => {
    const parameters = new Map([['p', tf.variable(tf.tensor1d([1, 2, 3]))]]);
    expect([...new Sgd(parameters).state().keys()]).toEqual([]);
    expect([...new Sgd(parameters, { momentum: 0.9 }).state().keys()]).toEqual(['sgd.velocity.p']);
  });
});
