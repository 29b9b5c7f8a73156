/** The trained numbers of a model: their names, shapes and first values. */
import { dispose, tensor, variable } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { cells } from '../nn/cells.js';
import { normalisedCells } from '../nn/normalised-cells.js';
import { attentionalSize } from './model-config.js';
import type { ModelConfig } from './model-config.js';

/** Parameters of a model by name, in the order of `parameterShapes`. */
export type Parameters = Map<string, Variable>;

/** Names of the encoder's directions: one alone is `forward`. */
export function encoderDirections(config: ModelConfig): ('forward' | 'backward')[] {
  return config.bidirectional ? ['forward', 'backward'] : ['forward'];
}

/** Name of the embedding of a side, which may be the other side's too. */
export function embeddingName({ tiedEmbeddings }: ModelConfig, side: 'encoder' | 'decoder'): string {
  return tiedEmbeddings === 'all' ? 'embedding' : `${side}.embedding`;
}

/** Name of the output weights, which may be an embedding too. */
export function outputName(config: ModelConfig): string {
  return config.tiedEmbeddings === 'none' ? 'output.weights' : embeddingName(config, 'decoder');
}

type Shapes = Map<string, number[]>;

function addRecurrentShapes(
  shapes: Shapes,
  name: string,
  input: number,
  size: number,
  config: ModelConfig,
): void {
  const width = cells[config.cell].gates * size;
  shapes.set(`${name}.kernel`, [input, width]);
  shapes.set(`${name}.recurrent`, [size, width]);
  shapes.set(`${name}.bias`, [width]);
  if (!config.layerNorm) return;
  shapes.set(`${name}.inputGain`, [width]);
  const sizes = { width, size };
  for (const { name: parameter, of } of normalisedCells[config.cell].parameters)
    shapes.set(`${name}.${parameter}`, [sizes[of]]);
}

function addBridgeShapes(shapes: Shapes, { cell, decoderLayers, hidden, layerNorm }: ModelConfig): void {
  for (let layer = 0; layer < decoderLayers; layer++) {
    for (const state of ['hidden', 'cell'].slice(0, cells[cell].states)) {
      const name = `bridge.${state}.${layer}`;
      shapes.set(`${name}.kernel`, [hidden, hidden]);
      if (layerNorm) shapes.set(`${name}.gain`, [hidden]);
      shapes.set(`${name}.bias`, [hidden]);
    }
  }
}

function addAttentionShapes(shapes: Shapes, config: ModelConfig): void {
  const { attention, hidden, layerNorm } = config;
  const size = attentionalSize(config);
  if (attention === 'general') shapes.set('decoder.attention.kernel', [hidden, hidden]);
  if (attention === 'concat') {
    shapes.set('decoder.attention.query', [hidden, hidden]);
    shapes.set('decoder.attention.key', [hidden, hidden]);
    shapes.set('decoder.attention.energy', [hidden, 1]);
  }
  shapes.set('decoder.attentional.kernel', [2 * hidden, size]);
  if (!layerNorm) return;
  shapes.set('decoder.attentional.gain', [size]);
  shapes.set('decoder.attentional.bias', [size]);
}

/** Every parameter's name and shape. */
export function parameterShapes(config: ModelConfig): Map<string, number[]> {
  const { embedding, hidden, targetVocabulary } = config;
  const size = attentionalSize(config);
  const shapes: Shapes = new Map();
  shapes.set(embeddingName(config, 'encoder'), [config.sourceVocabulary, embedding]);
  const directions = encoderDirections(config);
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    for (const direction of directions) {
      const input = layer === 0 ? embedding : hidden;
      addRecurrentShapes(shapes, `encoder.${direction}.${layer}`, input, hidden / directions.length, config);
    }
  }
  if (config.bridge === 'dense') addBridgeShapes(shapes, config);
  shapes.set(embeddingName(config, 'decoder'), [targetVocabulary, embedding]);
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    const lowest = config.inputFeeding ? embedding + size : embedding;
    addRecurrentShapes(shapes, `decoder.${layer}`, layer === 0 ? lowest : hidden, hidden, config);
  }
  addAttentionShapes(shapes, config);
  shapes.set(outputName(config), [targetVocabulary, size]);
  shapes.set('output.bias', [targetVocabulary]);
  return shapes;
}

/** A weight of a recurrent layer, or its bias. */
const RECURRENT = /^(encoder\.(forward|backward)|decoder)\.\d+\.(kernel|recurrent|bias)$/;

/**
 * First values: embeddings uniform in ±0.1, matrices by Glorot & Bengio (2010) with each gate of a cell a matrix of
 * its own, gains one, biases zero but for an LSTM's forget gate's, which is one (Gers et al. 2000).
 */
function firstValues(name: string, shape: number[], { cell }: ModelConfig, random: Random): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const isRecurrent = RECURRENT.test(name);
  if (/bias$/i.test(name)) {
    if (isRecurrent && cell === 'lstm') values.fill(1, values.length / 2, (values.length * 3) / 4);
    return values;
  }
  if (/gain$/i.test(name)) return values.fill(1);
  const columns = isRecurrent ? shape[1] / cells[cell].gates : shape[1];
  const limit = name.endsWith('embedding') ? 0.1 : Math.sqrt(6 / (shape[0] + columns));
  for (let k = 0; k < values.length; k++) values[k] = (2 * random.next() - 1) * limit;
  return values;
}

/** New parameters, drawn from a generator. */
export function initialiseParameters(config: ModelConfig, random: Random): Parameters {
  return parametersFrom(config, (name, shape) => firstValues(name, shape, config, random));
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
