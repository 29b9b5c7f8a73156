/** The fast path of the encoder: each direction's whole sequence as one operation, without a gradient. */
import { concat, gather, reshape, stack, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { lstmSequence } from '../nn/inference-kernels.js';
import { backwardOrder } from './directions.js';
import type { EncoderLayer } from './encoder.js';
import type { ModelConfig } from './model-config.js';
import { encoderDirections, recurrentWeights } from './parameters.js';
import type { Parameters } from './parameters.js';

/** Weights of a direction: those of the input above those of the hidden state, and the bias. */
interface SequenceWeights {
  kernel: Tensor2D;
  bias: Tensor1D;
}

/** Of each layer, each direction. */
export type EncoderWeights = SequenceWeights[][];

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
  shapes.set('encoder.embedding', [config.sourceVocabulary, config.embedding]);
  const own = [...parameters].filter(([name]) => name.startsWith('encoder.'));
  return (
    own.length === shapes.size && own.every(([name, { shape }]) => shapes.get(name)?.join() === shape.join())
  );
}

/** Puts the weights together as the operation reads them; the kernels are the caller's to free. */
export function prepareEncoder(config: ModelConfig, parameters: Parameters): EncoderWeights {
  return Array.from({ length: config.encoderLayers }, (_, layer) =>
    encoderDirections(config).map((direction) => {
      const { kernel, recurrent, bias } = recurrentWeights(parameters, nameOf(direction, layer));
      return { kernel: concat([kernel, recurrent], 0), bias };
    }),
  );
}

/** A layer over the prepared weights. */
export function inferenceLayer(weights: EncoderWeights): EncoderLayer {
  return (x, layer, source): Tensor4D[] => {
    const { size, time } = source;
    const states = weights[layer].map(({ kernel, bias }, direction) => {
      const read = direction === 0 ? x : gather(x, tensor1d(backwardOrder(source), 'int32'));
      return lstmSequence(reshape(read, [time, size, x.shape[1]]), kernel, bias);
    });
    const sideBySide = (parts: Tensor3D[]): Tensor4D => stack(parts, 0) as Tensor4D; // [D, T, B, H / D]
    return [sideBySide(states.map(({ hidden }) => hidden)), sideBySide(states.map(({ cell }) => cell))];
  };
}
