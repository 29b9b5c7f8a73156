/** The matrix product in the running precision, with its gradient. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Operations, Transposition } from './operations.js';
import { recorded } from './recorded.js';

/**
 * `[N, K]` times `[K, M]` gives `[N, M]`; either operand may be given transposed. So do D such pairs at once,
 * `[D, N, K]` times `[D, K, M]`.
 */
export function product<T extends Tensor = Tensor2D>(a: T, b: T, transposition: Transposition = {}): T {
  const [value] = recorded<T>([a, b], [], (ops, [left, right]) => ({
    value: ops.product(ops.factor(left), ops.factor(right), transposition),
    held: [],
    backward: (inputs, _constants, dValue) => gradients(ops, inputs, dValue, transposition),
  }));
  return value;
}

function gradients<X>(
  ops: Operations<X>,
  inputs: X[],
  dValue: X,
  { transposeA = false, transposeB = false }: Transposition,
): X[] {
  const [left, right, gradient] = [...inputs, dValue].map((x) => ops.factor(x));
  return [
    transposeA
      ? ops.product(right, gradient, { transposeA: transposeB, transposeB: true })
      : ops.product(gradient, right, { transposeB: !transposeB }),
    transposeB
      ? ops.product(gradient, left, { transposeA: true, transposeB: transposeA })
      : ops.product(left, gradient, { transposeA: !transposeA }),
  ];
}
