/** How fast the running engine multiplies matrices. */
import * as tf from '@tensorflow/tfjs-core';
import type { Precision } from './precision.js';
import { withPrecision } from './precision.js';
import { product } from './product.js';

/** The fastest of repeated products counts, since other programs can only slow one down. */
const budget = 400;

/**
 * Measures the product of two square matrices for less than half a second.
 * @param size rows and columns of each
 * @returns billions of multiplications and additions a second
 */
export function productSpeed(precision: Precision, size: number): number {
  const [a, b] = [tf.randomUniform<tf.Rank.R2>([size, size]), tf.randomUniform<tf.Rank.R2>([size, size])];
  const once = (): number => {
    const begin = performance.now();
    const result = withPrecision(precision, () => product(a, b));
    // WebAssembly and TensorFlow compute before they return; reading a value makes sure of it.
    tf.tidy(() => tf.slice(result, [0, 0], [1, 1]).dataSync());
    result.dispose();
    return performance.now() - begin;
  };
  once();
  let fastest = Infinity;
  const end = performance.now() + budget;
  do fastest = Math.min(fastest, once());
  while (performance.now() < end);
  tf.dispose([a, b]);
  return (2 * size ** 3) / fastest / 1e6;
}
