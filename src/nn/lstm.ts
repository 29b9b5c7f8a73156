/** The long short-term memory over a whole sequence (Hochreiter & Schmidhuber 1997), with its gradient. */
import { concat, registerGradient, reshape, slice, sum, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { callKernels } from './kernels.js';
import { product } from './product.js';

export interface LstmWeights {
  /** `[I + H, 4H]`: input rows, then recurrent rows; columns input gate, candidate, forget gate, output gate. */
  kernel: Tensor2D;
  /** `[4H]` */
  bias: Tensor1D;
}

export interface LstmState {
  /** `[B, H]` */
  hidden: Tensor2D;
  /** `[B, H]` */
  cell: Tensor2D;
}

/**
 * Runs an LSTM over a sequence. With i, f, o the logistic gates and g the candidate of step t:
 *
 *     c_t = f ⊙ c_{t−1} + i ⊙ g        h_t = o ⊙ tanh(c_t)
 *
 * @param x `[T, B, I]` @returns every hidden and cell state, `[T, B, H]`
 */
export function lstm(
  x: Tensor3D,
  { kernel, bias }: LstmWeights,
  { hidden, cell }: LstmState,
): { hidden: Tensor3D; cell: Tensor3D } {
  const inputs = { x, kernel, bias, firstHidden: hidden, firstCell: cell };
  const [hiddens, cells] = callKernels('LstmSequence', inputs) as Tensor3D[];
  return { hidden: hiddens, cell: cells };
}

/**
 * The gradient goes back in time only for the gates; that of the weights and of the input is then one matrix
 * product over all steps.
 */
registerGradient({
  kernelName: 'LstmSequence',
  inputsToSave: ['x', 'kernel', 'bias', 'firstHidden', 'firstCell'],
  outputsToSave: [true, true, true, true, true, true, true],
  gradFunc: (dy, saved) => {
    const [x, kernel, bias, firstHidden, firstCell, hidden, cell, ...gates] = saved;
    const [dHidden, dCell] = dy as Tensor[];
    const [input, forget, output, candidate, squashed] = gates;
    const states = { x, kernel, bias, firstHidden, firstCell, hidden, cell, dHidden, dCell };
    const [dGates, dFirstHidden, dFirstCell] = callKernels('LstmSequenceBackward', {
      ...states,
      ...{ input, forget, output, candidate, squashed },
    });
    const [time, batch, inputSize] = x.shape as [number, number, number];
    const size = firstHidden.shape[1] as number;
    const flatGates = reshape<Rank.R2>(dGates, [time * batch, 4 * size]);
    return {
      x: () => {
        const fromInput = slice(kernel as Tensor2D, [0, 0], [inputSize, -1]);
        return reshape(product(flatGates, fromInput, { transposeB: true }), x.shape);
      },
      kernel: () =>
        tidy(() => {
          const first = reshape(firstHidden, [1, batch, size]);
          const before = time > 1 ? concat([first, slice(hidden, [0, 0, 0], [time - 1, -1, -1])], 0) : first;
          const joined = reshape<Rank.R2>(concat([x, before], 2), [time * batch, inputSize + size]);
          return product(joined, flatGates, { transposeA: true });
        }),
      bias: () => sum(flatGates, 0),
      firstHidden: () => dFirstHidden,
      firstCell: () => dFirstCell,
    };
  },
});
