/** The fast path of the encoder: each direction's whole sequence as one operation, without a gradient. */
import { add, expandDims, gather, matMul, reshape, stack, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { lstmSequence } from '../nn/inference-kernels.js';
import { backwardOrder } from './directions.js';
import type { EncoderLayer } from './encoder.js';
import type { ModelConfig } from './model-config.js';
import { embeddingName, encoderDirections, recurrentWeights } from './parameters.js';
import type { Parameters } from './parameters.js';

/** Weights of a layer, its directions side by side. */
interface LayerWeights {
  /** `[D, I, 4H / D]` */
  kernel: Tensor3D;
  /** `[D, H / D, 4H / D]` */
  recurrent: Tensor3D;
  /** `[D, 1, 4H / D]` */
  bias: Tensor3D;
}

/** Of each layer. */
export type EncoderWeights = LayerWeights[];

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

/** Puts the weights of the directions side by side, once for all sentences; they are the caller's to free. */
export function prepareEncoder(config: ModelConfig, parameters: Parameters): EncoderWeights {
  return Array.from({ length: config.encoderLayers }, (_, layer) => {
    const weights = encoderDirections(config).map((direction) =>
      recurrentWeights(parameters, nameOf(direction, layer)),
    );
    return {
      kernel: stack(weights.map(({ kernel }) => kernel)) as Tensor3D,
      recurrent: stack(weights.map(({ recurrent }) => recurrent)) as Tensor3D,
      bias: expandDims<Tensor3D>(stack(weights.map(({ bias }) => bias)), 1),
    };
  });
}

/** A layer over the prepared weights. */
export function inferenceLayer(weights: EncoderWeights): EncoderLayer {
  return (x, layer, source): Tensor4D[] => {
    const { size, time } = source;
    const { kernel, recurrent, bias } = weights[layer];
    const [directions, , width] = kernel.shape;
    const backward = (): Tensor2D => gather(x, tensor1d(backwardOrder(source), 'int32'));
    const inputs = directions === 1 ? [x] : [x, backward()];
    const projected = add(matMul(stack(inputs) as Tensor3D, kernel), bias); // [D, T·B, 4H / D]
    const { hidden, cell } = lstmSequence(reshape(projected, [directions, time, size, width]), recurrent);
    return [hidden, cell];
  };
}
