/** Luong's global attention: its score functions, the softmax over the source, and the context (Luong et al. 2015). */
import { add, matMul, reshape, softmax } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { recorded } from './recorded.js';

/** Added to the scores of padding, so that the softmax leaves it nothing. */
export const MASKED_SCORE = -1e9;

export interface Attended {
  /** Weighted means of the encoder states, `[B, U, H]`. */
  context: Tensor3D;
  /** Softmax of the scores over the source, `[B, U, T]`. */
  weights: Tensor3D;
  /** Without the mask, `[B, U, T]`. */
  scores: Tensor3D;
}

/**
 * Weights and context out of scores (Luong et al. 2015, eq. 7).
 * @param scores `[B, U, T]` @param memory encoder states `[B, T, H]`
 * @param mask `[B, 1, T]`: 0 at words, MASKED_SCORE at padding
 */
export function attend(scores: Tensor3D, memory: Tensor3D, mask: Tensor3D): Attended {
  const weights = softmax(add(scores, mask)) as Tensor3D;
  return { context: matMul(weights, memory), weights, scores };
}

/**
 * Dot scores (eq. 8, `dot`), also those of `general` where the keys are the encoder states through its matrix.
 * @param states decoder states `[B, U, H]` @param keys `[B, T, H]` @returns `[B, U, T]`
 */
export function dotScores(states: Tensor3D, keys: Tensor3D): Tensor3D {
  return matMul(states, keys, false, true);
}

/**
 * Concat scores, v · tanh(W_a [h_t; h_s]) (eq. 8, `concat`), for states that went through their half of W_a.
 * @param queries decoder states, `[B, U, H]` @param keys encoder states, `[B, T, H]` @param energy v, `[H, 1]`
 * @returns `[B, U, T]`
 */
export function concatScores(queries: Tensor3D, keys: Tensor3D, energy: Tensor2D): Tensor3D {
  const [batch, steps, size] = queries.shape;
  const time = keys.shape[1];
  const [scores] = recorded([queries, keys, energy], [], (ops, inputs) => {
    const rows = [batch * steps * time, size];
    const sums = ops.add(
      ops.reshape(inputs[0], [batch, steps, 1, size]),
      ops.reshape(inputs[1], [batch, 1, time, size]),
    );
    const squashed = ops.tanh(sums);
    return {
      value: ops.exactProduct(ops.reshape(squashed, rows), inputs[2]),
      held: [squashed],
      backward: ([, , v], _constants, dScores) => {
        // The product of a column and a row, by broadcasting.
        const dSquashed = ops.multiply(dScores, ops.reshape(v, [1, size]));
        const dSums = ops.tanhGradient(squashed, ops.reshape(dSquashed, [batch, steps, time, size]));
        const dEnergy = ops.exactProduct(ops.reshape(squashed, rows), dScores, { transposeA: true });
        return [ops.sum(dSums, 2), ops.sum(dSums, 1), dEnergy];
      },
    };
  });
  return reshape<Rank.R3>(scores, [batch, steps, time]);
}
