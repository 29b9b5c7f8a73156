/** Dropout (Srivastava et al. 2014), inverted, from the project's own generator so that a run can be resumed. */
import { mul, tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';

/** Elements share the four bytes of one draw, so a rate is kept to the nearest 1/256. */
const LEVELS = 256;

/** Zeros with probability `rate`, else 1 / (1 − rate), in the given shape. */
export function dropoutMask(shape: number[], rate: number, random: Random): Tensor {
  // A rate next to one still leaves something.
  const threshold = Math.min(Math.round(rate * LEVELS), LEVELS - 1);
  const kept = LEVELS / (LEVELS - threshold);
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let k = 0; k < values.length; k += 4) {
    const bits = random.bits();
    // Stores behind the end of a typed array are ignored.
    values[k] = (bits & 255) >= threshold ? kept : 0;
    values[k + 1] = ((bits >>> 8) & 255) >= threshold ? kept : 0;
    values[k + 2] = ((bits >>> 16) & 255) >= threshold ? kept : 0;
    values[k + 3] = bits >>> 24 >= threshold ? kept : 0;
  }
  return tensor(values, shape);
}

/** Drops elements of `x` where there is a generator, that is in training; else gives `x` itself. */
export function dropout<T extends Tensor>(x: T, rate: number, random: Random | null): T {
  if (random === null || rate === 0) return x;
  return mul(x, dropoutMask(x.shape, rate, random));
}

/** Drops whole rows of `[N, E]`, the embeddings of words (Sennrich et al. 2016), in training alone. */
export function wordDropout(x: Tensor2D, rate: number, random: Random | null): Tensor2D {
  if (random === null || rate === 0) return x;
  return mul(x, dropoutMask([x.shape[0], 1], rate, random));
}

/**
 * A mask for the hidden state of a recurrence, the same at every step (Gal & Ghahramani 2016), `[D, B, H]`; null
 * where nothing is dropped.
 */
export function recurrentMask(
  shape: [number, number, number],
  rate: number,
  random: Random | null,
): Tensor3D | null {
  return random === null || rate === 0 ? null : (dropoutMask(shape, rate, random) as Tensor3D);
}
