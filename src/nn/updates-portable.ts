/** Updates in arrays of JavaScript: for every engine without operations of its own for them. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Updates } from './updates.js';

/** Four sums side by side, since each addition has to wait for the one before it. */
function sumOfSquares(x: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < x.length; k += 4) {
    a += x[k] * x[k];
    b += x[k + 1] * x[k + 1];
    c += x[k + 2] * x[k + 2];
    d += x[k + 3] * x[k + 3];
  }
  for (; k < x.length; k++) a += x[k] * x[k];
  return a + b + c + d;
}

export const portableUpdates: Updates<Float32Array> = {
  hold: (values) => values.slice(),
  read: (numbers) => numbers.slice(),
  write: (numbers, values) => {
    numbers.set(values);
  },
  show: (numbers, variable) => {
    tidy(() => variable.assign(tensor(numbers.slice(), variable.shape)));
  },
  withdraw: () => undefined,
  free: () => undefined,

  squaredNorm: (gradient) => sumOfSquares(gradient.dataSync<'float32'>()),

  adam(values, { first, second }, gradient, { rate, beta1, beta2, epsilon, kept, scale }) {
    const gradients = gradient.dataSync<'float32'>();
    for (let k = 0; k < values.length; k++) {
      const g = gradients[k] * scale;
      const m = beta1 * first[k] + (1 - beta1) * g;
      const v = beta2 * second[k] + (1 - beta2) * g * g;
      first[k] = m;
      second[k] = v;
      values[k] = kept * values[k] - (rate * m) / (Math.sqrt(v) + epsilon);
    }
  },

  momentum(values, velocity, gradient, { rate, momentum, nesterov, scale }) {
    const gradients = gradient.dataSync<'float32'>();
    const ofVelocity = nesterov ? momentum : 1;
    const ofGradient = nesterov ? scale : 0;
    for (let k = 0; k < values.length; k++) {
      const v = momentum * velocity[k] + scale * gradients[k];
      velocity[k] = v;
      values[k] -= rate * (ofVelocity * v + ofGradient * gradients[k]);
    }
  },

  descend(values, gradient, rate) {
    const gradients = gradient.dataSync<'float32'>();
    for (let k = 0; k < values.length; k++) values[k] -= rate * gradients[k];
  },

  approach(average, values, share) {
    for (let k = 0; k < average.length; k++) average[k] += share * (values[k] - average[k]);
  },
};
