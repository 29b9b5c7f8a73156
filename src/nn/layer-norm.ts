/** Layer normalisation (Ba et al. 2016): mean 0 and variance 1 over the units of each row, then a gain a unit. */
import { reshape } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Operations } from './operations.js';
import { recorded } from './recorded.js';

/** Added to the variance. */
const EPSILON = 1e-5;

/** What a normalisation gives, and all that its gradient needs. */
export interface Normalised<X> {
  /** As wide as what was normalised. */
  normal: X;
  /** 1 / σ of each block. */
  scale: X;
}

/** The last axis as `blocks` of equal width. */
function cut<X>(ops: Operations<X>, x: X, blocks: number): X {
  if (blocks === 1) return x;
  const shape = ops.shape(x);
  return ops.reshape(x, [...shape.slice(0, -1), blocks, shape[shape.length - 1] / blocks]);
}

/** Normalises each of `blocks` equal parts of the last axis: (x − μ) / σ (eq. 3). */
export function normalise<X>(ops: Operations<X>, x: X, blocks: number): Normalised<X> {
  const parts = cut(ops, x, blocks);
  const centred = ops.subtract(parts, ops.mean(parts));
  const scale = ops.inverseRoot(ops.mean(ops.multiply(centred, centred)), EPSILON);
  return { normal: ops.reshape(ops.multiply(centred, scale), ops.shape(x)), scale };
}

/** The gradient through y = (x − μ) / σ: (dy − mean(dy) − y ⊙ mean(dy ⊙ y)) / σ. */
export function normaliseGradient<X>(
  ops: Operations<X>,
  { normal, scale }: Normalised<X>,
  dNormal: X,
  blocks: number,
): X {
  const [y, dy] = [cut(ops, normal, blocks), cut(ops, dNormal, blocks)];
  const along = ops.multiply(y, ops.mean(ops.multiply(dy, y)));
  const centred = ops.subtract(ops.subtract(dy, ops.mean(dy)), along);
  return ops.reshape(ops.multiply(centred, scale), ops.shape(normal));
}

/**
 * Normalises rows and multiplies each unit by its gain; a bias is the caller's to add.
 * @param x `[D, N, W]` @param gain `[D, 1, W]` @param blocks equal parts of a row, each normalised on its own
 */
export function layerNorm<T extends Tensor>(x: T, gain: Tensor, blocks = 1): T {
  const [value] = recorded<T>([x, gain], [], (ops, inputs) => {
    const normalised = normalise(ops, inputs[0], blocks);
    return {
      value: ops.multiply(normalised.normal, inputs[1]),
      held: [normalised.normal, normalised.scale],
      backward: ([, factor], _constants, dValue) => [
        normaliseGradient(ops, normalised, ops.multiply(dValue, factor), blocks),
        ops.sum(ops.multiply(dValue, normalised.normal), 1, true),
      ],
    };
  });
  return value;
}

/** The same for the rows of a matrix `[N, W]`, with gains `[W]`. */
export function normalisedRows(x: Tensor2D, gain: Tensor1D): Tensor2D {
  const [rows, width] = x.shape;
  const normalised = layerNorm(reshape(x, [1, rows, width]), reshape(gain, [1, 1, width]));
  return reshape<Rank.R2>(normalised, [rows, width]);
}
