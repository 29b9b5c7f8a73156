/** The decoder: recurrent layers, attention over the encoder states, and the attentional state before the softmax. */
import {
  add,
  concat,
  expandDims,
  gather,
  reshape,
  stack,
  tanh,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { dropout, recurrentMask, wordDropout } from '../nn/dropout.js';
import { normalisedRows } from '../nn/layer-norm.js';
import { product } from '../nn/product.js';
import { attentionOver } from './attention.js';
import { canDecodeFed, decodeFedAtOnce } from './fed-decoder.js';
import { attentionalSize } from './model-config.js';
import { embeddingName, matrix, vector } from './parameters.js';
import { recurrentLayer } from './recurrent-layer.js';
import type { DecoderContext, DecoderOutput } from './decoder-context.js';
import type { DecoderState, Encoding } from './step-model.js';

/** The recurrent layers over a sequence `[U, N, E]`; gives the top layer's states `[U, N, H]` and the last state. */
function recurrentLayers(
  x: Tensor3D,
  state: DecoderState,
  { config, parameters, rates, random, masks }: DecoderContext,
): { states: Tensor3D; hidden: Tensor2D[]; cell: Tensor2D[] } {
  const [time, rows] = x.shape;
  const hidden: Tensor2D[] = [];
  const cell: Tensor2D[] = [];
  let states = x;
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    const below = layer === 0 ? states : dropout(states, rates.layer, random);
    const first = [state.hidden[layer], ...state.cell.slice(layer, layer + 1)];
    const output = recurrentLayer([reshape<Rank.R2>(below, [time * rows, below.shape[2]])], {
      ...{ config, parameters, names: [`decoder.${layer}`], time },
      first: first.map((part) => expandDims<Tensor3D>(part, 0)),
      mask: masks?.[layer] ?? null,
      // A step alone hands its last state on.
      hiddenOnly: time > 1,
    });
    states = reshape(output[0], [time, rows, config.hidden]);
    if (time === 1) {
      hidden.push(reshape(output[0], [rows, config.hidden]));
      if (output.length > 1) cell.push(reshape(output[1], [rows, config.hidden]));
    }
  }
  return { states, hidden, cell };
}

/**
 * tanh(W [c; h]) (Luong et al. 2015, eq. 5), with layer normalisation tanh(g ⊙ LN(W [c; h]) + b), for context and
 * state `[B, U, H]` each: `[B, U, A]`.
 */
function attentionalState(context: Tensor3D, states: Tensor3D, decoder: DecoderContext): Tensor3D {
  const { config, parameters, rates, random } = decoder;
  const [batch, time, size] = states.shape;
  const joined = reshape<Rank.R2>(concat([context, states], 2), [batch * time, 2 * size]);
  const name = 'decoder.attentional';
  let sums = product(joined, matrix(parameters, `${name}.kernel`));
  if (config.layerNorm) {
    const normalised = normalisedRows(sums, vector(parameters, `${name}.gain`));
    sums = add(normalised, vector(parameters, `${name}.bias`));
  }
  const combined = dropout(tanh(sums), rates.attentional, random);
  return reshape(combined, [batch, time, attentionalSize(config)]);
}

/** What a step computes, N = B · K rows. */
export interface StepOutput {
  /** Attention scores before mask and softmax, and their softmax, `[N, T]`. */
  scores: Tensor2D;
  weights: Tensor2D;
  /** Weighted mean of the encoder states, `[N, H]`. */
  context: Tensor2D;
  /** `[N, A]` */
  attentional: Tensor2D;
  state: DecoderState;
}

/** One step for N = B · K hypotheses, K rows a sentence; `embedded` is `[N, E]`. */
export function decoderStep(
  embedded: Tensor2D,
  state: DecoderState,
  encoding: Encoding,
  decoder: DecoderContext,
): StepOutput {
  const rows = embedded.shape[0];
  const [batch, time, size] = encoding.memory.shape;
  const fed = state.attentional === null ? embedded : concat([embedded, state.attentional], 1);
  const x = reshape<Rank.R3>(fed, [1, rows, fed.shape[1]]);
  const { states, hidden, cell } = recurrentLayers(x, state, decoder);
  const beams = reshape<Rank.R3>(states, [batch, rows / batch, size]); // [B, K, H]
  const { config, parameters } = decoder;
  const { scores, context, weights } = attentionOver(beams, encoding, config, parameters);
  const combined = attentionalState(context, beams, decoder);
  const attentional = reshape<Rank.R2>(combined, [rows, combined.shape[2]]);
  return {
    scores: reshape(scores, [rows, time]),
    weights: reshape(weights, [rows, time]),
    context: reshape(context, [rows, size]),
    attentional,
    state: { hidden, cell, attentional: config.inputFeeding ? attentional : null },
  };
}

/** Without input feeding all steps are known beforehand: one pass a layer, and attention for all at once. */
function decodeAtOnce(embedded: Tensor3D, encoding: Encoding, decoder: DecoderContext): DecoderOutput {
  const { states } = recurrentLayers(embedded, encoding.state, decoder);
  const queries = transpose<Tensor3D>(states, [1, 0, 2]); // [B, U, H]
  const { context, weights } = attentionOver(queries, encoding, decoder.config, decoder.parameters);
  return { attentional: attentionalState(context, queries, decoder), weights };
}

/** With input feeding each step waits for the attentional state of the one before. */
export function decodeStepwise(
  embedded: Tensor3D,
  encoding: Encoding,
  decoder: DecoderContext,
): DecoderOutput {
  const attentional: Tensor2D[] = [];
  const weights: Tensor2D[] = [];
  let state = encoding.state;
  for (const step of unstack(embedded) as Tensor2D[]) {
    const output = decoderStep(step, state, encoding, decoder);
    attentional.push(output.attentional);
    weights.push(output.weights);
    state = output.state;
  }
  return { attentional: stack(attentional, 1) as Tensor3D, weights: stack(weights, 1) as Tensor3D };
}

/** The units of each layer that are dropped all through a sequence. */
function recurrentMasks(batch: number, { config, rates, random }: DecoderContext): (Tensor3D | null)[] {
  return Array.from({ length: config.decoderLayers }, () =>
    recurrentMask([1, batch, config.hidden], rates.recurrent, random),
  );
}

/**
 * Teacher forcing: each step reads the reference's word before it.
 * @param previous ids of the words before, time-major, int32 `[U · B]`
 */
export function decodeForced(previous: Tensor1D, encoding: Encoding, context: DecoderContext): DecoderOutput {
  const batch = encoding.memory.shape[0];
  const { config, parameters, rates, random } = context;
  const rows: Tensor2D = gather(matrix(parameters, embeddingName(config, 'decoder')), previous); // [U·B, E]
  const words = dropout(wordDropout(rows, rates.targetWords, random), rates.embedding, random);
  const time = previous.shape[0] / batch;
  const embedded = reshape<Rank.R3>(words, [time, batch, config.embedding]);
  const decoder = { ...context, masks: recurrentMasks(batch, context) };
  if (!config.inputFeeding) return decodeAtOnce(embedded, encoding, decoder);
  return canDecodeFed(config)
    ? decodeFedAtOnce(embedded, encoding, decoder)
    : decodeStepwise(embedded, encoding, decoder);
}
