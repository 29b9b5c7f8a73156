/** Rows of a matrix in another order, each exactly once. */
import { customGrad, gather, tensor1d } from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Row n of the result is row `order[n]` of `[N, D]`. The order must be a permutation, so that the gradient is a
 * gather by the inverse of it instead of a scatter.
 */
export function permuteRows(x: Tensor2D, order: Int32Array): Tensor2D {
  const inverse = new Int32Array(order.length);
  order.forEach((row, n) => (inverse[row] = n));
  const operation = customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
    save([tensor1d(inverse, 'int32')]);
    return {
      value: gather(input, tensor1d(order, 'int32')),
      gradFunc: (dy: Tensor, [back]: Tensor[]) => gather(dy, back as Tensor1D),
    };
  });
  return operation(x);
}
