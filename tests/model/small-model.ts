/** Small models with random weights, and batches for them. */
import { tensor } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { Random } from '../../src/foundation/random.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { initialiseParameters } from '../../src/model/parameters.js';
import { TranslationModel } from '../../src/model/translation-model.js';

export const SMALL: ModelConfig = {
  sourceVocabulary: 11,
  targetVocabulary: 9,
  embedding: 5,
  hidden: 6,
  encoderLayers: 1,
  decoderLayers: 1,
  bidirectional: true,
  cell: 'lstm',
  attention: 'dot',
  bridge: 'dense',
  tiedEmbeddings: 'none',
  layerNorm: false,
  inputFeeding: false,
};

/** A model whose outputs differ clearly from word to word: first values are made five times as large. */
export function smallModel(changes: Partial<ModelConfig> = {}, seed = 1): TranslationModel {
  const config = { ...SMALL, ...changes };
  const model = new TranslationModel(config, initialiseParameters(config, new Random(seed)));
  for (const [name, parameter] of model.parameters) {
    if (!name.endsWith('embedding')) continue;
    const values = parameter.dataSync<'float32'>();
    parameter.assign(scaled(values, parameter.shape));
  }
  return model;
}

function scaled(values: Float32Array, shape: number[]): Tensor {
  return tensor(
    values.map((value) => 5 * value),
    shape,
  );
}

/** Source sentences (ids, `</s>` last) and target sentences of different lengths. */
export const SOURCES = [
  [4, 5, 6, 7, 3],
  [8, 3],
  [9, 10, 4, 3],
];
export const TARGETS = [[4, 5], [6, 7, 8, 4], [5]];
