/** The moving average of weights against its definition, shown and taken back, saved and restored. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { Sgd } from '../../src/nn/sgd.js';
import { WeightAverage } from '../../src/nn/weight-average.js';

beforeAll(() => initialiseEngine());

const one = (): Map<string, tf.Tensor> => new Map([['p', tf.tensor1d([1])]]);

/** A parameter that falls by one a step from 0, and its average after each. */
function averagesOf(steps: number, decay: number): number[] {
  let average = 0;
  return Array.from({ length: steps }, (_, index) => {
    const t = index + 1;
    const left = Math.min(decay, (1 + t) / (10 + t));
    return (average = left * average + (1 - left) * -t);
  });
}

describe('the average of weights', () => {
  it.each([0.1, 0.99])('with decay %d follows the definition, also when it was restored', (decay) => {
    const parameter = tf.variable(tf.tensor1d([0]));
    const optimiser = new Sgd(new Map([['p', parameter]]));
    let average = new WeightAverage(optimiser, decay);
    for (let t = 1; t <= 6; t++) {
      optimiser.step(one(), 1);
      average.add();
      average.show();
      expect(parameter.dataSync()[0]).toBeCloseTo(averagesOf(t, decay)[t - 1], 5);
      if (t === 3) {
        const saved = parameter.dataSync<'float32'>().slice();
        const { updates } = average;
        average = new WeightAverage(optimiser, decay);
        average.restore(updates, () => saved);
      }
      optimiser.show();
      expect(parameter.dataSync()[0]).toBe(-t);
    }
  });
});
