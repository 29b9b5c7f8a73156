/** The encoder: source embeddings and (bidirectional) recurrent layers over them, and the bridge to the decoder. */
import {
  add,
  expandDims,
  gather,
  reshape,
  stack,
  tanh,
  tensor1d,
  tensor3d,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { MASKED_SCORE } from '../nn/attention.js';
import { dropout } from '../nn/dropout.js';
import { product } from '../nn/product.js';
import { recur } from '../nn/recurrence.js';
import { permuteRows } from '../nn/rows.js';
import { backwardOrder, batchMajorOrder, lastRows, timeMajorOrder } from './directions.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import { encoderDirections, matrix, recurrentWeights, vector } from './parameters.js';
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

/** How a layer is computed: with a gradient, or for translation alone. */
export type EncoderLayer = (
  x: Tensor2D,
  layer: number,
  source: SourceBatch,
  config: ModelConfig,
  parameters: Parameters,
) => Tensor4D[];

/**
 * One layer, all directions at once.
 * @param x `[T · B, I]` @returns the states after each word as each direction reads them, `[D, T, B, H / D]`
 */
function encoderLayer(
  x: Tensor2D,
  layer: number,
  source: SourceBatch,
  config: ModelConfig,
  parameters: Parameters,
): Tensor4D[] {
  const { size, time } = source;
  const weights = encoderDirections(config).map((direction) =>
    recurrentWeights(parameters, `encoder.${direction}.${layer}`),
  );
  const directions = weights.length;
  const inputs = directions === 1 ? [x] : [x, permuteRows(x, backwardOrder(source))];
  const kernels = stack(weights.map(({ kernel }) => kernel)) as Tensor3D;
  const biases = expandDims<Tensor3D>(stack(weights.map(({ bias }) => bias)), 1);
  const fromInput = add<Tensor3D>(product(stack(inputs) as Tensor3D, kernels), biases); // [D, T·B, G·H/D]
  const recurrent = stack(weights.map(({ recurrent }) => recurrent)) as Tensor3D;
  const first = zeros<Rank.R3>([directions, size, recurrent.shape[1]]);
  return recur(reshape(fromInput, [directions, time, size, recurrent.shape[2]]), recurrent, [first, first], {
    cell: 'lstm',
    hiddenOnly: config.bridge === 'zero',
  });
}

/** Rows `[D · T · B, H / D]` of the states, in another order, both directions side by side: `[rows, H]`. */
function sideBySide(states: Tensor4D, order: Int32Array): Tensor2D {
  const [directions, time, size, width] = states.shape;
  const rows = reshape<Rank.R2>(states, [directions * time * size, width]);
  return reshape(permuteRows(rows, order), [time * size, directions * width]);
}

/** The decoder's first state out of the encoder's states after each sentence's last word. */
function bridge(
  states: Tensor4D[],
  source: SourceBatch,
  config: ModelConfig,
  parameters: Parameters,
): DecoderState {
  const layers = Array.from({ length: config.decoderLayers }, (_, layer) => layer);
  const { size } = source;
  const lastOf = (sequence: Tensor4D): Tensor2D => {
    const [directions, time, , width] = sequence.shape;
    const rows = tensor1d(lastRows(source, directions), 'int32');
    const flat = reshape<Rank.R2>(sequence, [directions * time * size, width]);
    return reshape(gather(flat, rows), [size, directions * width]);
  };
  const state = (name: 'hidden' | 'cell', sequence: Tensor4D): Tensor2D[] =>
    layers.map((layer) => {
      if (config.bridge === 'zero') return zeros([size, config.hidden]);
      const last = lastOf(sequence);
      if (config.bridge === 'last') return last;
      const kernel = matrix(parameters, `bridge.${name}.${layer}.kernel`);
      const bias = vector(parameters, `bridge.${name}.${layer}.bias`);
      return tanh(add<Tensor2D>(product(last, kernel), bias));
    });
  return {
    hidden: state('hidden', states[0]),
    cell: state('cell', states[1]),
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
  layerOf: EncoderLayer = encoderLayer,
): Encoding {
  const { size, time } = source;
  const directions = encoderDirections(config).length;
  const ids = timeMajorIds(source.ids, size, time); // [T·B]
  const embedded = gather(matrix(parameters, 'encoder.embedding'), ids); // [T·B, E]
  let x = dropout(embedded as Tensor2D, rates.embedding, random);
  let states = layerOf(x, 0, source, config, parameters);
  for (let layer = 1; layer < config.encoderLayers; layer++) {
    const below = sideBySide(states[0], timeMajorOrder(source, directions)); // [T·B, H]
    x = dropout(below, rates.layer, random);
    states = layerOf(x, layer, source, config, parameters);
  }
  const top = sideBySide(states[0], batchMajorOrder(source, directions)); // [B·T, H]
  return {
    memory: reshape(dropout(top, rates.layer, random), [size, time, config.hidden]),
    mask: attentionMask(source),
    state: bridge(states, source, config, parameters),
  };
}
