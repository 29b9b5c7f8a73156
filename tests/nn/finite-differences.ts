/** Gradients by central finite differences, to hold hand-written ones against. */
import * as tf from '@tensorflow/tfjs-core';

/** The gradient of `f` at each of `inputs`, by moving one number at a time by ±`step`. */
export function numericalGradients(
  f: (...inputs: tf.Tensor[]) => tf.Scalar,
  inputs: tf.Tensor[],
  step = 1e-2,
): Float32Array[] {
  return inputs.map((input, position) => {
    const values = input.dataSync();
    const gradient = new Float32Array(values.length);
    for (let k = 0; k < values.length; k++) {
      const at = (delta: number): number =>
        tf.tidy(() => {
          const moved = Float32Array.from(values);
          moved[k] += delta;
          const replaced = inputs.map((other, j) => (j === position ? tf.tensor(moved, input.shape) : other));
          return f(...replaced).dataSync()[0];
        });
      gradient[k] = (at(step) - at(-step)) / (2 * step);
    }
    return gradient;
  });
}

/** The largest distance between two arrays of numbers, relative to the largest number of either (at least 1). */
export function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let distance = 0;
  let scale = 1;
  for (let k = 0; k < a.length; k++) {
    distance = Math.max(distance, Math.abs(a[k] - b[k]));
    scale = Math.max(scale, Math.abs(a[k]), Math.abs(b[k]));
  }
  return distance / scale;
}
