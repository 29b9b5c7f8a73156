/** The trained numbers of a model: their names, shapes and first values. */
import { dispose, tensor, variable } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import type { ModelConfig } from './model-config.js';

/** Parameters of a model by name, in the order of `parameterShapes`. */
export type Parameters = Map<string, Variable>;

/** Names of the encoder's directions: one alone is `forward`. */
export function encoderDirections(config: ModelConfig): ('forward' | 'backward')[] {
  return config.bidirectional ? ['forward', 'backward'] : ['forward'];
}

/** Every parameter's name and shape. */
export function parameterShapes(config: ModelConfig): Map<string, number[]> {
  const { embedding, hidden } = config;
  const shapes = new Map<string, number[]>();
  const lstm = (name: string, input: number, size: number): void => {
    shapes.set(`${name}.kernel`, [input, 4 * size]);
    shapes.set(`${name}.recurrent`, [size, 4 * size]);
    shapes.set(`${name}.bias`, [4 * size]);
  };
  shapes.set('encoder.embedding', [config.sourceVocabulary, embedding]);
  const directions = encoderDirections(config);
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    for (const direction of directions) {
      lstm(`encoder.${direction}.${layer}`, layer === 0 ? embedding : hidden, hidden / directions.length);
    }
  }
  if (config.bridge === 'dense') {
    for (let layer = 0; layer < config.decoderLayers; layer++) {
      for (const state of ['hidden', 'cell']) {
        shapes.set(`bridge.${state}.${layer}.kernel`, [hidden, hidden]);
        shapes.set(`bridge.${state}.${layer}.bias`, [hidden]);
      }
    }
  }
  shapes.set('decoder.embedding', [config.targetVocabulary, embedding]);
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    const below = config.inputFeeding ? embedding + hidden : embedding;
    lstm(`decoder.${layer}`, layer === 0 ? below : hidden, hidden);
  }
  shapes.set('decoder.attentional.kernel', [2 * hidden, hidden]);
  shapes.set('output.weights', [config.targetVocabulary, hidden]);
  shapes.set('output.bias', [config.targetVocabulary]);
  return shapes;
}

/**
 * First values: embeddings uniform in ±0.1, matrices by Glorot & Bengio (2010) with each LSTM gate a matrix of
 * its own, biases zero but for the forget gate's, which is one (Gers et al. 2000).
 */
function firstValues(name: string, shape: number[], random: Random): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  if (name.endsWith('.bias')) {
    const isLstm = /^(encoder|decoder)\./.test(name);
    if (isLstm) values.fill(1, values.length / 2, (values.length * 3) / 4);
    return values;
  }
  const isLstm = /^(encoder\.(forward|backward)|decoder)\.\d+\.(kernel|recurrent)$/.test(name);
  const columns = isLstm ? shape[1] / 4 : shape[1];
  const limit = name.endsWith('.embedding') ? 0.1 : Math.sqrt(6 / (shape[0] + columns));
  for (let k = 0; k < values.length; k++) values[k] = (2 * random.next() - 1) * limit;
  return values;
}

/** New parameters, drawn from a generator. */
export function initialiseParameters(config: ModelConfig, random: Random): Parameters {
  return parametersFrom(config, (name, shape) => firstValues(name, shape, random));
}

/** Parameters whose values come from elsewhere, such as a checkpoint. */
export function parametersFrom(
  config: ModelConfig,
  valuesOf: (name: string, shape: number[]) => Float32Array,
): Parameters {
  const parameters: Parameters = new Map();
  for (const [name, shape] of parameterShapes(config)) {
    const first = tensor(valuesOf(name, shape), shape);
    parameters.set(name, variable<Rank>(first, true));
    dispose(first);
  }
  return parameters;
}

export function parameterCount(config: ModelConfig): number {
  let count = 0;
  for (const shape of parameterShapes(config).values()) count += shape.reduce((a, b) => a * b, 1);
  return count;
}

/** The parameter of a name. Throws where the architecture has none, which is a mistake in the program. */
export function matrix(parameters: Parameters, name: string): Tensor2D {
  const parameter = parameters.get(name);
  if (parameter === undefined) throw new Error(`parameter: expected '${name}' in the model, got none`);
  return parameter as unknown as Tensor2D;
}

export function vector(parameters: Parameters, name: string): Tensor1D {
  return matrix(parameters, name) as unknown as Tensor1D;
}

/** Weights of one recurrent layer. */
export interface RecurrentWeights {
  /** `[I, G·H]`, of the input */
  kernel: Tensor2D;
  /** `[H, G·H]`, of the hidden state before */
  recurrent: Tensor2D;
  /** `[G·H]` */
  bias: Tensor1D;
}

export function recurrentWeights(parameters: Parameters, name: string): RecurrentWeights {
  return {
    kernel: matrix(parameters, `${name}.kernel`),
    recurrent: matrix(parameters, `${name}.recurrent`),
    bias: vector(parameters, `${name}.bias`),
  };
}
