/** The encoder: source embeddings and (bidirectional) recurrent layers over them, and the bridge to the decoder. */
import { add, gather, reshape, tanh, tensor1d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { MASKED_SCORE } from '../nn/attention.js';
import { cells } from '../nn/cells.js';
import { dropout, recurrentMask, wordDropout } from '../nn/dropout.js';
import { normalisedRows } from '../nn/layer-norm.js';
import { product } from '../nn/product.js';
import { permuteRows } from '../nn/rows.js';
import { attentionKeys } from './attention.js';
import { backwardOrder, batchMajorOrder, lastRows, timeMajorOrder } from './directions.js';
import { attentionalSize } from './model-config.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import { embeddingName, encoderDirections, matrix, vector } from './parameters.js';
import type { Parameters } from './parameters.js';
import { recurrentLayer } from './recurrent-layer.js';
import type { DecoderState, Encoding, SourceBatch } from './step-model.js';

/** `[B, T]` ids as a flat time-major `[T · B]` tensor. */
export function timeMajorIds(ids: Int32Array, size: number, time: number): Tensor1D {
  const flat = new Int32Array(ids.length);
  for (let b = 0; b < size; b++) {
    for (let t = 0; t < time; t++) flat[t * size + b] = ids[b * time + t];
  }
  return tensor1d(flat, 'int32');
}

/** 0 at words and MASKED_SCORE at padding, `[B, 1, T]`. */
function attentionMask({ lengths, size, time }: SourceBatch): Tensor3D {
  const mask = new Float32Array(size * time);
  lengths.forEach((length, b) => mask.fill(MASKED_SCORE, b * time + length, (b + 1) * time));
  return tensor3d(mask, [size, 1, time]);
}

/** What the encoder's functions share. */
export interface EncoderContext {
  config: ModelConfig;
  parameters: Parameters;
  rates: DropoutRates;
  /** Drops units where it is given, that is in training. */
  random: Random | null;
}

/**
 * One layer, all directions at once.
 * @param x `[T · B, I]` @returns the states after each word as each direction reads them, `[D, T, B, H / D]`
 */
function encoderLayer(
  x: Tensor2D,
  layer: number,
  source: SourceBatch,
  { config, parameters, rates, random }: EncoderContext,
): Tensor4D[] {
  const { size, time } = source;
  const names = encoderDirections(config).map((direction) => `encoder.${direction}.${layer}`);
  const directions = names.length;
  const inputs = directions === 1 ? [x] : [x, permuteRows(x, backwardOrder(source))];
  const shape: Tensor3D['shape'] = [directions, size, config.hidden / directions];
  const first = zeros<Rank.R3>(shape);
  return recurrentLayer(inputs, {
    ...{ config, parameters, names, time },
    first: new Array<Tensor3D>(cells[config.cell].states).fill(first),
    mask: recurrentMask(shape, rates.recurrent, random),
    hiddenOnly: config.bridge === 'zero',
  });
}

/** Rows `[D · T · B, H / D]` of the states, in another order, both directions side by side: `[rows, H]`. */
function sideBySide(states: Tensor4D, order: Int32Array): Tensor2D {
  const [directions, time, size, width] = states.shape;
  const rows = reshape<Rank.R2>(states, [directions * time * size, width]);
  return reshape(permuteRows(rows, order), [time * size, directions * width]);
}

/** States `[D, T, B, H / D]` after each sentence's last word, both directions side by side: `[B, H]`. */
function lastOf(states: Tensor4D, source: SourceBatch): Tensor2D {
  const [directions, time, size, width] = states.shape;
  const rows = tensor1d(lastRows(source, directions), 'int32');
  const flat = reshape<Rank.R2>(states, [directions * time * size, width]);
  return reshape(gather(flat, rows), [size, directions * width]);
}

/** tanh(W h + b), with layer normalisation tanh(g ⊙ LN(W h) + b), for the encoder's last state `[B, H]`. */
function denseBridge(last: Tensor2D, name: string, { config, parameters }: EncoderContext): Tensor2D {
  const sums = product(last, matrix(parameters, `${name}.kernel`));
  const normalised = config.layerNorm ? normalisedRows(sums, vector(parameters, `${name}.gain`)) : sums;
  return tanh(add<Tensor2D>(normalised, vector(parameters, `${name}.bias`)));
}

/** The decoder's first state out of the encoder's states after each sentence's last word. */
function bridge(states: Tensor4D[], source: SourceBatch, context: EncoderContext): DecoderState {
  const { config } = context;
  const { size } = source;
  const state = (name: 'hidden' | 'cell', sequence: Tensor4D): Tensor2D[] =>
    Array.from({ length: config.decoderLayers }, (_, layer) => {
      if (config.bridge === 'zero') return zeros([size, config.hidden]);
      const last = lastOf(sequence, source);
      return config.bridge === 'last' ? last : denseBridge(last, `bridge.${name}.${layer}`, context);
    });
  return {
    hidden: state('hidden', states[0]),
    cell: cells[config.cell].states > 1 ? state('cell', states[1]) : [],
    attentional: config.inputFeeding ? zeros([size, attentionalSize(config)]) : null,
  };
}

/** Encodes padded source sentences `[B, T]`. */
export function encode(source: SourceBatch, context: EncoderContext): Encoding {
  const { config, parameters, rates, random } = context;
  const { size, time } = source;
  const directions = encoderDirections(config).length;
  const ids = timeMajorIds(source.ids, size, time); // [T·B]
  const embedded: Tensor2D = gather(matrix(parameters, embeddingName(config, 'encoder')), ids); // [T·B, E]
  const words = wordDropout(embedded, rates.sourceWords, random);
  let x = dropout(words, rates.embedding, random);
  let states = encoderLayer(x, 0, source, context);
  for (let layer = 1; layer < config.encoderLayers; layer++) {
    const below = sideBySide(states[0], timeMajorOrder(source, directions)); // [T·B, H]
    x = dropout(below, rates.layer, random);
    states = encoderLayer(x, layer, source, context);
  }
  const top = sideBySide(states[0], batchMajorOrder(source, directions)); // [B·T, H]
  const memory = reshape<Rank.R3>(dropout(top, rates.layer, random), [size, time, config.hidden]);
  const keys = attentionKeys(memory, config, parameters);
  const hasSummary = config.attention === 'none';
  return {
    memory,
    mask: attentionMask(source),
    ...(keys && { keys }),
    ...(hasSummary && { summary: dropout(lastOf(states[0], source), rates.layer, random) }),
    state: bridge(states, source, context),
  };
}
