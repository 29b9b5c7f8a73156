/** The fast path of the encoder: each direction's whole sequence as one operation, without a gradient. */
import { concat, gather, reshape, tensor1d, transpose } from '@tensorflow/tfjs-core';
import type { Rank, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { affine, lstmSequence } from '../nn/inference-kernels.js';
import { backwardOrder } from './directions.js';
import type { EncoderLayer } from './encoder.js';
import type { ModelConfig } from './model-config.js';
import { embeddingName, encoderDirections, recurrentWeights } from './parameters.js';
import type { Parameters, RecurrentWeights } from './parameters.js';

/** Weights of each direction of each layer. */
export type EncoderWeights = RecurrentWeights[][];

const nameOf = (direction: string, layer: number): string => `encoder.${direction}.${layer}`;

/** Whether every layer of the encoder is an LSTM with all its gates and nothing more. */
export function hasInferenceEncoder(config: ModelConfig, parameters: Parameters): boolean {
  const shapes = new Map<string, number[]>();
  const directions = encoderDirections(config);
  const size = config.hidden / directions.length;
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    for (const name of directions.map((direction) => nameOf(direction, layer))) {
      shapes.set(`${name}.kernel`, [layer === 0 ? config.embedding : config.hidden, 4 * size]);
      shapes.set(`${name}.recurrent`, [size, 4 * size]);
      shapes.set(`${name}.bias`, [4 * size]);
    }
  }
  const embedding = embeddingName(config, 'encoder');
  shapes.set(embedding, [config.sourceVocabulary, config.embedding]);
  const own = [...parameters].filter(([name]) => name === embedding || name.startsWith('encoder.'));
  return (
    own.length === shapes.size && own.every(([name, { shape }]) => shapes.get(name)?.join() === shape.join())
  );
}

export function encoderWeights(config: ModelConfig, parameters: Parameters): EncoderWeights {
  return Array.from({ length: config.encoderLayers }, (_, layer) =>
    encoderDirections(config).map((direction) => recurrentWeights(parameters, nameOf(direction, layer))),
  );
}

/** `[T, D · B, H]` of directions side by side as the encoder reads them, `[D, T, B, H]`. */
function apart(states: Tensor3D, directions: number): Tensor4D {
  const [time, rows, width] = states.shape;
  return transpose(reshape(states, [time, directions, rows / directions, width]), [1, 0, 2, 3]);
}

/** A layer for translation alone. */
export function inferenceLayer(weights: EncoderWeights): EncoderLayer {
  return (x, layer, { size, time, ...source }): Tensor4D[] => {
    const directions = weights[layer].length;
    const order = backwardOrder({ size, time, ...source });
    const projected = weights[layer].map(({ kernel, bias }, direction) => {
      const read = direction === 0 ? x : gather(x, tensor1d(order, 'int32'));
      return reshape<Rank.R3>(affine(read, kernel, bias), [time, size, bias.shape[0]]);
    });
    const recurrent = weights[layer].map((one) => one.recurrent);
    const { hidden, cell } = lstmSequence(concat(projected, 1), recurrent);
    return [apart(hidden, directions), apart(cell, directions)];
  };
}
