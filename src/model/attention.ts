/** The attention of a model, by its score function; without attention the encoder's last state is the context. */
import { expandDims, reshape, tile, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { attend, concatScores, dotScores } from '../nn/attention.js';
import type { Attended } from '../nn/attention.js';
import { product } from '../nn/product.js';
import type { Transposition } from '../nn/operations.js';
import type { ModelConfig } from './model-config.js';
import { matrix } from './parameters.js';
import type { Parameters } from './parameters.js';
import type { Encoding } from './step-model.js';

/** States `[B, U, H]` through a matrix `[H, H]`. */
function through(states: Tensor3D, weights: Tensor2D, transposition: Transposition = {}): Tensor3D {
  const [batch, time, size] = states.shape;
  const flat = reshape<Rank.R2>(states, [batch * time, size]);
  return reshape<Rank.R3>(product(flat, weights, transposition), [batch, time, size]);
}

/**
 * What the scores are computed from, made once for a batch of sentences; null where that is the memory itself.
 * @param memory encoder states `[B, T, H]`
 */
export function attentionKeys(
  memory: Tensor3D,
  { attention }: ModelConfig,
  parameters: Parameters,
): Tensor3D | null {
  if (attention === 'concat') return through(memory, matrix(parameters, 'decoder.attention.key'));
  if (attention !== 'general') return null;
  // h_t · W_a h_s (Luong et al. 2015, eq. 8): W_a is for each state of the encoder the same.
  return through(memory, matrix(parameters, 'decoder.attention.kernel'), { transposeB: true });
}

/** The same context for every step; there are neither scores nor weights. */
function withoutAttention(states: Tensor3D, { memory, summary }: Encoding): Attended {
  if (summary === undefined)
    throw new Error('attention: expected an encoding of the same model, got another');
  const [batch, steps] = states.shape;
  const nothing = zeros<Rank.R3>([batch, steps, memory.shape[1]]);
  return {
    context: tile(expandDims<Tensor3D>(summary, 1), [1, steps, 1]),
    weights: nothing,
    scores: nothing,
  };
}

/** Attention of decoder states `[B, U, H]` over an encoding of B sentences. */
export function attentionOver(
  states: Tensor3D,
  encoding: Encoding,
  { attention }: ModelConfig,
  parameters: Parameters,
): Attended {
  if (attention === 'none') return withoutAttention(states, encoding);
  const { memory, mask, keys = memory } = encoding;
  if (attention !== 'concat') return attend(dotScores(states, keys), memory, mask);
  const queries = through(states, matrix(parameters, 'decoder.attention.query'));
  return attend(concatScores(queries, keys, matrix(parameters, 'decoder.attention.energy')), memory, mask);
}
