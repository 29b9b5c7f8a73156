/** The operations of a decoder step without a gradient, each one call of the engine, and how they are called. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { callKernel, callKernels } from './kernels.js';

/** What one step's attention reads; made once for a batch of B sentences. */
export interface AttentionMemory {
  /** Encoder states, or what general scores make of them, `[B, T, H]`. */
  keys: Tensor3D;
  /** Encoder states through the context's half of the attentional layer, `[B, T, A]`. */
  values: Tensor3D;
  /** `[B, 1, T]`: 0 at words, a large negative number at padding. */
  mask: Tensor3D;
}

/** One engine's own way of each operation. All tensors that a function makes and does not return are its to free. */
export interface InferenceKernels {
  /** @see lstmCell */
  lstmCell(x: Tensor, kernel: Tensor, addend: Tensor, cell: Tensor): Tensor[];
  /** @see lstmSequence */
  lstmSequence(fromInput: Tensor, recurrent: Tensor[]): Tensor[];
  /** @see attentionalStep */
  attentionalStep(hidden: Tensor, kernel: Tensor, keys: Tensor, values: Tensor, mask: Tensor): Tensor[];
  /** @see affine */
  affine(x: Tensor, kernel: Tensor, bias: Tensor): Tensor;
  /** @see logProbabilities */
  logSoftmax(logits: Tensor): Tensor;
  /** @see topCandidates */
  topCandidates(scores: Tensor, count: number): Tensor[];
}

/**
 * One step of an LSTM (Hochreiter & Schmidhuber 1997, with forget gate).
 * @param x input and hidden state side by side, `[N, I]`
 * @param kernel `[I, 4H]`, gates in the order input, candidate, forget, output
 * @param addend added to the product: a bias `[4H]`, or a row for each hypothesis `[N, 4H]`
 * @param cell cell state of the step before, `[N, H]`
 */
export function lstmCell(
  x: Tensor2D,
  kernel: Tensor2D,
  addend: Tensor1D | Tensor2D,
  cell: Tensor2D,
): { hidden: Tensor2D; cell: Tensor2D } {
  const [hidden, next] = callKernels('LstmCell', { x, kernel, addend, cell }) as Tensor2D[];
  return { hidden, cell: next };
}

/**
 * Whole sequences of such steps from a state of zeros, D layers side by side, such as an encoder's two directions.
 * @param fromInput what the input adds to the gates, bias included, `[T, D · B, 4H]`
 * @param recurrent weights of the hidden state, `[H, 4H]` for each of the D
 * @returns hidden and cell states after each step, `[T, D · B, H]`
 */
export function lstmSequence(
  fromInput: Tensor3D,
  recurrent: readonly Tensor2D[],
): { hidden: Tensor3D; cell: Tensor3D } {
  const named = Object.fromEntries(recurrent.map((matrix, d) => [`recurrent${d}`, matrix]));
  const [hidden, cell] = callKernels('LstmSequence', { fromInput, ...named }) as Tensor3D[];
  return { hidden, cell };
}

/**
 * Attention with dot scores (Luong et al. 2015, eq. 7 and 8) and the attentional state tanh(W [c; h]) (eq. 5).
 * The context's half of W stands in the values already: W_c Σ a_t m_t = Σ a_t W_c m_t.
 * @param hidden `[N, H]`, N = B · K @param kernel the hidden state's half of W, `[H, A]`
 * @returns attentional state `[N, A]`, weights `[N, T]`
 */
export function attentionalStep(
  hidden: Tensor2D,
  kernel: Tensor2D,
  { keys, values, mask }: AttentionMemory,
): { attentional: Tensor2D; weights: Tensor2D } {
  const inputs = { hidden, kernel, keys, values, mask };
  const [attentional, weights] = callKernels('AttentionalStep', inputs) as Tensor2D[];
  return { attentional, weights };
}

/** `[N, I]` times `[I, O]` plus a bias `[O]`, `[N, O]`. */
export function affine(x: Tensor2D, kernel: Tensor2D, bias: Tensor1D): Tensor2D {
  return callKernel('Affine', { x, kernel, bias }) as Tensor2D;
}

/** log softmax of each row, `[N, V]`. */
export function logProbabilities(logits: Tensor2D): Tensor2D {
  return callKernel('LogProbabilities', { logits }) as Tensor2D;
}
