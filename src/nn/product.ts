/** The matrix product of two matrices in the running precision, with its gradient. */
import { registerGradient } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { callKernel } from './kernels.js';
import { currentPrecision } from './precision.js';

export interface ProductOptions {
  transposeA?: boolean;
  transposeB?: boolean;
}

/** `[N, K]` times `[K, M]` gives `[N, M]`; either operand may be given transposed. */
export function product(
  a: Tensor2D,
  b: Tensor2D,
  { transposeA = false, transposeB = false }: ProductOptions = {},
): Tensor2D {
  const attributes = { transposeA, transposeB, precision: currentPrecision() };
  return callKernel('MatrixProduct', { a, b }, attributes) as Tensor2D;
}

registerGradient({
  kernelName: 'MatrixProduct',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b], { transposeA, transposeB }) => {
    const [left, right, gradient] = [a, b, dy] as Tensor2D[];
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
