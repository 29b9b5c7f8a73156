/** What a decoder step does without a gradient, each as one chain of the engine's operations, in float32. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { cells } from './cells.js';
import { computed } from './recorded.js';

/** What one step's attention reads; made once for a batch of B sentences. */
export interface AttentionMemory {
  /** Encoder states, or what general scores make of them, `[B, T, H]`. */
  keys: Tensor3D;
  /** Encoder states through the context's half of the attentional layer, `[B, T, A]`. */
  values: Tensor3D;
  /** `[B, 1, T]`: 0 at words, a large negative number at padding. */
  mask: Tensor3D;
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
  const [hidden, next] = computed([x, kernel, addend, cell], (ops, [read, weights, added, before]) => {
    const sums = ops.exactProduct(read, weights);
    return cells.lstm.forward(ops, sums, added, [read, before]).state;
  }) as Tensor2D[];
  return { hidden, cell: next };
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
  const [batch, time, size] = keys.shape;
  const [rows] = hidden.shape;
  const inputs = [hidden, kernel, keys, values, mask];
  const [attentional, weights] = computed(inputs, (ops, [states, ofStates, ofScores, ofContext, padding]) => {
    const queries = ops.reshape(states, [batch, rows / batch, size]);
    const scores = ops.exactProduct(queries, ofScores, { transposeB: true });
    const shares = ops.softmax(ops.add(scores, padding)); // [B, K, T]
    const context = ops.reshape(ops.exactProduct(shares, ofContext), [rows, values.shape[2]]);
    const combined = ops.tanh(ops.add(context, ops.exactProduct(states, ofStates)));
    return [combined, ops.reshape(shares, [rows, time])];
  }) as Tensor2D[];
  return { attentional, weights };
}

/** `[N, I]` times `[I, O]` plus a bias `[O]`, `[N, O]`. */
export function affine(x: Tensor2D, kernel: Tensor2D, bias: Tensor1D): Tensor2D {
  const [sums] = computed([x, kernel, bias], (ops, [rows, weights, added]) => [
    ops.add(ops.exactProduct(rows, weights), added),
  ]);
  return sums as Tensor2D;
}

/** log softmax of each row, `[N, V]`. */
export function logProbabilities(logits: Tensor2D): Tensor2D {
  return computed([logits], (ops, [scores]) => [ops.logSoftmax(scores)])[0] as Tensor2D;
}
