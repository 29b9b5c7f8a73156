/** The operations in plain tfjs ones: for every engine without faster ways of its own. Products are float32. */
import {
  add,
  clone,
  concat,
  dispose,
  gatherND,
  keep,
  logSoftmax,
  matMul,
  max,
  mean,
  mul,
  reshape,
  rsqrt,
  scatterND,
  sigmoid,
  softmax,
  split,
  stack,
  sub,
  sum,
  tanh,
  topk,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Operations, Transposition } from './operations.js';
import { scoped } from './scope.js';

function product(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposition = {}): Tensor {
  return matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB);
}

export const portableOperations: Operations<Tensor> = {
  handle: (tensor) => tensor,
  tensor: (x) => x,
  scope: (compute) => scoped(compute),
  hold: (x) => {
    keep(x);
  },
  release: (held) => {
    dispose(held);
  },
  adopt: (held) => {
    const tensor = clone(held);
    held.dispose();
    return tensor;
  },
  shape: (x) => x.shape,

  factor: (x) => x,
  transposedFactor: (x) => transpose(x, x.rank === 2 ? [1, 0] : [0, 2, 1]),
  product,
  // WebAssembly multiplies batches of matrices by a plain loop.
  fewRows: Infinity,
  exactProduct: product,

  add,
  subtract: sub,
  multiply: mul,
  sigmoid,
  tanh,
  sigmoidGradient: (y, dy) => mul(dy, mul(y, sub(1, y))),
  tanhGradient: (y, dy) => mul(dy, sub(1, mul(y, y))),
  lstmGradient: null,
  softmax: (x) => softmax(x),
  logSoftmax: (x) => logSoftmax(x),
  sum: (x, axis, keep) => sum(x, axis, keep),
  mean: (x) => mean(x, -1, true),
  inverseRoot: (x, epsilon) => rsqrt(add(x, epsilon)),
  maximum: (x) => max(x, -1),
  top: (x, count) => {
    const { values, indices } = topk(x, count, true);
    return [values, indices];
  },
  pick: (x, places) => gatherND(x, places),
  lower: (x, places, amounts) => sub(x, scatterND(places, amounts, x.shape)),

  reshape,
  split: (x, count) => split(x, count, x.rank - 1),
  join: (parts) => (parts.length === 1 ? parts[0] : concat(parts, parts[0].rank - 1)),
  unstack: (x, axis) => unstack(x, axis),
  stack: (slices, axis) => stack(slices, axis),
};
