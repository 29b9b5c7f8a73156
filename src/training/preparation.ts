/** What a run needs before its first update: pairs, vocabularies, examples, and the model as it begins. */
import { Random } from '../foundation/random.js';
import { UserError } from '../foundation/errors.js';
import type { ModelConfig } from '../model/model-config.js';
import { initialiseParameters, parametersFrom } from '../model/parameters.js';
import { TranslationModel } from '../model/translation-model.js';
import { engine } from '../nn/backend.js';
import { hasFastBfloat16 } from '../nn/processor.js';
import type { Precision } from '../nn/precision.js';
import type { RunConfig } from './configuration.js';
import type { DataSet } from './data-set.js';
import { exampleSampler } from './example-sampling.js';
import type { ExampleSampler } from './example-sampling.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { encodeExamples } from './examples.js';
import type { EncodedExamples } from './examples.js';
import type { RunFolder } from './run-folder.js';
import { runTokenizers } from './tokenizers.js';
import type { Tokenizers } from './tokenizers.js';
import { encodeTrainingExamples } from './training-examples.js';
import type { TrainingExamples } from './training-examples.js';
import { adoptVocabularies, warmValues } from './warm-start.js';

/** Sentences of a development set that is longer than what is translated are drawn in this order. */
const DEVELOPMENT_SEED = 7;

export interface Preparation {
  data: DataSet;
  tokenizers: Tokenizers;
  architecture: ModelConfig;
  train: TrainingExamples;
  sampler: ExampleSampler | null;
  development: EncodedExamples;
  precision: Precision;
}

/** The precision that a run computes in: `auto` is bfloat16 where the processor and the engine have it. */
export function resolvePrecision(wanted: RunConfig['training']['precision']): Precision {
  if (wanted !== 'auto') return wanted;
  return engine().name === 'tensorflow' && hasFastBfloat16() ? 'bfloat16' : 'float32';
}

function architecture({ model }: RunConfig, tokenizers: Tokenizers): ModelConfig {
  if (model.tiedEmbeddings === 'all') checkJoint(tokenizers);
  return { ...model, sourceVocabulary: tokenizers.source.size, targetVocabulary: tokenizers.target.size };
}

/** One matrix of embeddings needs one vocabulary; that of another model need not be joint. */
function checkJoint({ source, target }: Tokenizers): void {
  const piecesOf = (tokenizer: Tokenizer): string =>
    tokenizer.pieces(Array.from({ length: tokenizer.size }, (_, id) => id)).join('\n');
  if (piecesOf(source) === piecesOf(target)) return;
  throw new UserError(
    'model.tiedEmbeddings: expected none or target with a vocabulary for each side, got all; ' +
      'begin with a model that has a joint one, or set warmStart.vocabulary: new',
  );
}

export interface PrepareOptions {
  /** Where the vocabularies are, or will be. */
  folder: RunFolder;
  /** Whether a run is there already: then its vocabularies stay. */
  resume: boolean;
  say: (line: string) => void;
}

/** Encodes the pairs of a run, after the vocabularies were trained where there are none. */
export async function prepareRun(
  config: RunConfig,
  data: DataSet,
  { folder, resume, say }: PrepareOptions,
): Promise<Preparation> {
  if (config.warmStart !== undefined && !resume) adoptVocabularies(config.warmStart, config, folder);
  const tokenizers = await runTokenizers(folder, config.tokenizer, data.train, say);
  const { longest } = config.training;
  const train = encodeTrainingExamples(data, config, tokenizers);
  const shuffled = new Random(DEVELOPMENT_SEED).shuffle([...data.development]);
  const development = encodeExamples(shuffled, tokenizers, longest);
  describeExamples(train, development, longest, say);
  return {
    ...{ data, tokenizers, train, development },
    architecture: architecture(config, tokenizers),
    sampler: exampleSampler(config, folder),
    precision: resolvePrecision(config.training.precision),
  };
}

function describeExamples(
  train: EncodedExamples,
  development: EncodedExamples,
  longest: number,
  say: (line: string) => void,
): void {
  const [pairs, others] = [train.examples.length, development.examples.length];
  const dropped = train.left > 0 ? ` (${train.left} left out: empty or over ${longest} pieces)` : '';
  say(`${pairs} training pairs${dropped}, ${others} development pairs`);
  if (pairs > 0 && others > 0) return;
  throw new UserError(`data: expected pairs of at most ${longest} pieces, got none; raise training.longest`);
}

/** The model as a new run begins with it: first values, or those of the checkpoint of a warm start. */
export async function firstModel(
  config: RunConfig,
  { architecture, tokenizers }: Pick<Preparation, 'architecture' | 'tokenizers'>,
  say: (line: string) => void,
): Promise<TranslationModel> {
  const parameters = initialiseParameters(architecture, new Random(config.training.seed));
  const model = new TranslationModel(architecture, parameters);
  if (config.warmStart === undefined) return model;
  try {
    const fresh = (name: string): Float32Array => parameters.get(name)?.dataSync<'float32'>() as Float32Array;
    const values = await warmValues(config.warmStart, { architecture, tokenizers, fresh, say });
    return new TranslationModel(
      architecture,
      parametersFrom(architecture, (name) => values.get(name) as Float32Array),
    );
  } finally {
    model.dispose();
  }
}
