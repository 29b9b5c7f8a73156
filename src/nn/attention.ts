/** Luong's global attention with dot scores (Luong et al. 2015, eq. 7 and 8). */
import { add, matMul, softmax } from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';

/** Added to the scores of padding, so that the softmax leaves it nothing. */
export const MASKED_SCORE = -1e9;

/**
 * Scores are dot products of decoder and encoder states, weights their softmax over the source, the context
 * the weighted mean of the encoder states.
 * @param states decoder states `[B, U, H]` @param memory encoder states `[B, T, H]`
 * @param mask `[B, 1, T]`: 0 at words, MASKED_SCORE at padding
 * @returns context `[B, U, H]`, weights `[B, U, T]`, and scores without the mask `[B, U, T]`
 */
export function dotAttention(
  states: Tensor3D,
  memory: Tensor3D,
  mask: Tensor3D,
): { context: Tensor3D; weights: Tensor3D; scores: Tensor3D } {
  const scores: Tensor3D = matMul(states, memory, false, true);
  const weights = softmax(add(scores, mask)) as Tensor3D;
  return { context: matMul(weights, memory), weights, scores };
}
