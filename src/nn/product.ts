/** The matrix product in the running precision, with its gradient. */
import { registerGradient } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { callKernel } from './kernels.js';
import type { Kernel } from './kernels.js';
import type { Transposition } from './operations.js';
import { currentPrecision } from './precision.js';

/**
 * `[N, K]` times `[K, M]` gives `[N, M]`; either operand may be given transposed. So do D such pairs at once,
 * `[D, N, K]` times `[D, K, M]`.
 */
export function product<T extends Tensor = Tensor2D>(
  a: T,
  b: T,
  { transposeA = false, transposeB = false }: Transposition = {},
): T {
  const attributes = { transposeA, transposeB, precision: currentPrecision() };
  return callKernel(matrixProduct.name, { a, b }, attributes) as T;
}

export const matrixProduct: Kernel = {
  name: 'MatrixProduct',
  run: (ops, { a, b }, { transposeA, transposeB }) => [
    ops.product(ops.factor(a), ops.factor(b), {
      transposeA: Boolean(transposeA),
      transposeB: Boolean(transposeB),
    }),
  ],
};

registerGradient({
  kernelName: matrixProduct.name,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [left, right], { transposeA, transposeB }) => {
    // A kernel gives a list, whose gradients come as one where there is but one.
    const gradient = (Array.isArray(dy) ? (dy[0] as Tensor) : dy) as Tensor;
    return {
      a: () =>
        transposeA
          ? product(right, gradient, { transposeA: Boolean(transposeB), transposeB: true })
          : product(gradient, right, { transposeB: !transposeB }),
      b: () =>
        transposeB
          ? product(gradient, left, { transposeA: true, transposeB: Boolean(transposeA) })
          : product(left, gradient, { transposeA: !transposeA }),
    };
  },
});
