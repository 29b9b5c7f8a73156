/** Rows of a matrix in another order, by indices that are their own inverse. */
import { customGrad, gather } from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Reorders the rows of `[N, D]`. The order must be an involution (applied twice, it is the identity), so that
 * the gradient is the same reordering: a gather instead of a scatter.
 */
export function reorderRows(x: Tensor2D, involution: Tensor1D): Tensor2D {
  const operation = customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [Tensor2D, GradSaveFunc];
    save([involution]);
    return {
      value: gather(input, involution),
      gradFunc: (dy: Tensor, [order]: Tensor[]) => gather(dy, order as Tensor1D),
    };
  });
  return operation(x);
}

/**
 * For padded sentences time-major in a flat `[T · B]`: the index that reverses each sentence within its own
 * length and leaves its padding in place.
 */
export function reversal(lengths: number[], time: number): Int32Array {
  const size = lengths.length;
  const order = new Int32Array(time * size);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < size; b++) {
      order[t * size + b] = (t < lengths[b] ? lengths[b] - 1 - t : t) * size + b;
    }
  }
  return order;
}
