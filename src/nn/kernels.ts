/** The operations that tfjs lacks, which each engine provides in its own way, and how they are called. */
import { engine } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

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

/** Calls an operation that has one result; the tensor library records it for the gradient. */
export function callKernel(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor {
  return engine().runKernel<Tensor>(name, inputs, attributes);
}

/** Calls an operation that has several results. */
export function callKernels(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor[] {
  return engine().runKernel<Tensor[]>(name, inputs, attributes);
}
