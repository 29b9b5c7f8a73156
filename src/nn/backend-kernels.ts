/** The operations that tfjs lacks, which each engine provides in its own way, and how they are called. */
import { engine as tensorEngine, registerKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { portableKernels } from './backend-kernels-portable.js';
import { tensorFlowKernels } from './backend-kernels-tensorflow.js';

export type Precision = 'float32' | 'bfloat16';

/** Gates of an LSTM over a whole sequence, each `[T, B, H]`; `candidate` is tanh before the input gate. */
export interface LstmGates {
  input: Tensor;
  forget: Tensor;
  output: Tensor;
  candidate: Tensor;
  /** tanh of the cell state. */
  squashed: Tensor;
}

/** One engine's own way of each operation. All tensors that a function makes and does not return are its to free. */
export interface Kernels {
  /** Matrix product of `[N, K]` and `[K, M]`, either transposed. */
  product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean, precision: Precision): Tensor;
  /**
   * An LSTM over a sequence (Hochreiter & Schmidhuber 1997, with forget gate).
   * @param x `[T, B, I]` @param kernel `[I + H, 4H]`, gates in the order input, candidate, forget, output
   * @param bias `[4H]` @param hidden first state `[B, H]` @param cell first cell state `[B, H]`
   * @returns hidden `[T, B, H]`, cell `[T, B, H]`, then the gates in the order of LstmGates
   */
  lstmForward(x: Tensor, kernel: Tensor, bias: Tensor, hidden: Tensor, cell: Tensor): Tensor[];
  /**
   * Backward in time through lstmForward.
   * @param dHidden gradient of every hidden state `[T, B, H]` @param dCell of every cell state `[T, B, H]`
   * @returns gradient of the gates before their squashing `[T, B, 4H]`, of the first hidden and cell state `[B, H]`
   */
  lstmBackward(inputs: LstmBackwardInputs, dHidden: Tensor, dCell: Tensor): Tensor[];
  /**
   * Cross entropy of softmax(logits) against one label a row, and its gradient.
   * @param logits `[N, V]` @param labels int32 `[N]`
   * @returns losses `[N]` in nats, and softmax(logits) − onehot(labels) `[N, V]`
   */
  crossEntropy(logits: Tensor, labels: Tensor): Tensor[];
}

export interface LstmBackwardInputs {
  x: Tensor;
  kernel: Tensor;
  bias: Tensor;
  firstCell: Tensor;
  firstHidden: Tensor;
  hidden: Tensor;
  cell: Tensor;
  gates: LstmGates;
}

const LSTM_BACKWARD_INPUTS = ['x', 'kernel', 'bias', 'firstCell', 'firstHidden', 'hidden', 'cell'] as const;

/** Makes the operations known to the tensor library under the engine that is about to run. */
export function registerKernels(backendName: string): void {
  const kernels = backendName === 'tensorflow' ? tensorFlowKernels() : portableKernels();
  const register = (
    kernelName: string,
    run: (inputs: NamedTensorMap, attributes: NamedAttrMap) => Tensor | Tensor[],
  ): void => {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => run(inputs as NamedTensorMap, attrs ?? {}),
    });
  };
  register('MatrixProduct', ({ a, b }, { transposeA, transposeB, precision }) =>
    kernels.product(a, b, transposeA as boolean, transposeB as boolean, precision as Precision),
  );
  register('LstmSequence', ({ x, kernel, bias, firstHidden, firstCell }) =>
    kernels.lstmForward(x, kernel, bias, firstHidden, firstCell),
  );
  register('LstmSequenceBackward', (inputs) => {
    const { input, forget, output, candidate, squashed, dHidden, dCell } = inputs;
    const rest = Object.fromEntries(LSTM_BACKWARD_INPUTS.map((name) => [name, inputs[name]]));
    const gates = { input, forget, output, candidate, squashed };
    return kernels.lstmBackward({ ...rest, gates } as LstmBackwardInputs, dHidden, dCell);
  });
  register('SparseCrossEntropy', ({ logits, labels }) => kernels.crossEntropy(logits, labels));
}

/** Calls one of the registered operations; the tensor library records it for the gradient. */
export function callKernel<T extends Tensor | Tensor[]>(
  name: string,
  inputs: NamedTensorMap,
  attributes: NamedAttrMap = {},
): T {
  return tensorEngine().runKernel<T>(name, inputs, attributes);
}
