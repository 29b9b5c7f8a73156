/** The encoder: source embeddings and (bidirectional) LSTM layers over them, and the bridge to the decoder. */
import {
  add,
  concat,
  gather,
  reshape,
  tanh,
  tensor1d,
  tensor3d,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { MASKED_SCORE } from '../nn/attention.js';
import { dropout } from '../nn/dropout.js';
import { lstm } from '../nn/lstm.js';
import { product } from '../nn/product.js';
import { reorderRows, reversal } from '../nn/rows.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import { encoderDirections, lstmWeights, matrix, vector } from './parameters.js';
import type { Parameters } from './parameters.js';
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

interface LayerOutput {
  /** `[T, B, H]` */
  states: Tensor3D;
  /** States after each sentence's last word, both directions side by side, `[B, H]`. */
  lastHidden: Tensor2D;
  lastCell: Tensor2D;
}

/** One layer; the backward direction reads each sentence reversed within its length, so that no step needs a mask. */
function encoderLayer(
  x: Tensor3D,
  layer: number,
  source: SourceBatch,
  config: ModelConfig,
  parameters: Parameters,
): LayerOutput {
  const { size, time, lengths } = source;
  const order = tensor1d(reversal(lengths, time), 'int32');
  const last = tensor1d(
    lengths.map((length, b) => (length - 1) * size + b),
    'int32',
  );
  const reversed = (y: Tensor3D): Tensor3D => {
    const width = y.shape[2];
    return reshape(reorderRows(reshape(y, [time * size, width]), order), [time, size, width]);
  };
  const outputs = encoderDirections(config).map((direction) => {
    const weights = lstmWeights(parameters, `encoder.${direction}.${layer}`);
    const width = weights.bias.shape[0] / 4;
    const first: Tensor2D = zeros([size, width]);
    const backward = direction === 'backward';
    const { hidden, cell } = lstm(backward ? reversed(x) : x, weights, { hidden: first, cell: first });
    return {
      states: backward ? reversed(hidden) : hidden,
      lastHidden: gather<Tensor2D>(reshape(hidden, [time * size, width]), last),
      lastCell: gather<Tensor2D>(reshape(cell, [time * size, width]), last),
    };
  });
  if (outputs.length === 1) return outputs[0];
  return {
    states: concat(
      outputs.map(({ states }) => states),
      2,
    ),
    lastHidden: concat(
      outputs.map(({ lastHidden }) => lastHidden),
      1,
    ),
    lastCell: concat(
      outputs.map(({ lastCell }) => lastCell),
      1,
    ),
  };
}

/** The decoder's first state out of the encoder's last one `[B, H]`. */
function bridge(top: LayerOutput, size: number, config: ModelConfig, parameters: Parameters): DecoderState {
  const layers = Array.from({ length: config.decoderLayers }, (_, layer) => layer);
  const state = (name: 'hidden' | 'cell', last: Tensor2D): Tensor2D[] =>
    layers.map((layer) => {
      if (config.bridge === 'zero') return zeros([size, config.hidden]);
      if (config.bridge === 'last') return last;
      const kernel = matrix(parameters, `bridge.${name}.${layer}.kernel`);
      const bias = vector(parameters, `bridge.${name}.${layer}.bias`);
      return tanh(add<Tensor2D>(product(last, kernel), bias));
    });
  return {
    hidden: state('hidden', top.lastHidden),
    cell: state('cell', top.lastCell),
    attentional: config.inputFeeding ? zeros([size, config.hidden]) : null,
  };
}

/**
 * Encodes padded source sentences `[B, T]`.
 * @param random drops units where it is given, that is in training
 */
export function encode(
  source: SourceBatch,
  config: ModelConfig,
  parameters: Parameters,
  rates: DropoutRates,
  random: Random | null,
): Encoding {
  const { size, time } = source;
  const ids = timeMajorIds(source.ids, size, time); // [T·B]
  const embedded = gather(matrix(parameters, 'encoder.embedding'), ids); // [T·B, E]
  let x: Tensor3D = reshape(dropout(embedded, rates.embedding, random), [time, size, config.embedding]);
  let top: LayerOutput | null = null;
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    top = encoderLayer(x, layer, source, config, parameters);
    x = dropout(top.states, rates.layer, random); // [T, B, H]
  }
  return {
    memory: transpose(x, [1, 0, 2]), // [B, T, H]
    mask: attentionMask(source),
    state: bridge(top as LayerOutput, size, config, parameters),
  };
}
