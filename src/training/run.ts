/** A training run from its configuration to its checkpoints, in a folder of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { Random } from '../foundation/random.js';
import { messageOf, UserError } from '../foundation/errors.js';
import { loadCheckpoint, saveCheckpoint, storedParameters } from '../model/checkpoint.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import { initialiseParameters, parameterCount } from '../model/parameters.js';
import { TranslationModel } from '../model/translation-model.js';
import { hasFastBfloat16 } from '../nn/processor.js';
import type { Precision } from '../nn/precision.js';
import { engine } from '../nn/backend.js';
import type { RunConfig } from './configuration.js';
import { readDataSet } from './data-set.js';
import type { DataSet } from './data-set.js';
import { encodeExamples } from './examples.js';
import type { RunEnd, TrainingObserver } from './observer.js';
import { writeProbe } from './probe.js';
import { RunFolder } from './run-folder.js';
import { runTokenizers } from './tokenizers.js';
import type { Tokenizers } from './tokenizers.js';
import { Trainer } from './trainer.js';
import { trainingFiles } from './training-state.js';

export interface RunOptions {
  folder: string;
  resume: boolean;
  signal: AbortSignal;
  observer?: TrainingObserver;
}

/** Sentences of a development set that is longer than what is translated are drawn in this order. */
const DEVELOPMENT_SEED = 7;

/** The precision that a run computes in: `auto` is bfloat16 where the processor and the engine have it. */
export function resolvePrecision(wanted: RunConfig['training']['precision']): Precision {
  if (wanted !== 'auto') return wanted;
  return engine().name === 'tensorflow' && hasFastBfloat16() ? 'bfloat16' : 'float32';
}

function architecture({ model }: RunConfig, tokenizers: Tokenizers): ModelConfig {
  return { ...model, sourceVocabulary: tokenizers.source.size, targetVocabulary: tokenizers.target.size };
}

/** The last checkpoint, or where it is damaged the best one. */
async function lastGoodCheckpoint(
  folder: RunFolder,
  say: (line: string) => void,
): Promise<{ path: string; model: TranslationModel }> {
  const failures: string[] = [];
  for (const path of [folder.last, folder.best]) {
    if (!existsSync(path)) continue;
    try {
      return { path, model: (await loadCheckpoint(path)).model };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(messageOf(error));
      say(`${messageOf(error)}; trying the one before`);
    }
  }
  throw new UserError(
    failures[0] ??
      `run ${folder.path}: expected a checkpoint to resume from, got none; start it without --resume`,
  );
}

/** Trains as configured; with `resume`, goes on from the folder's last checkpoint. */
export async function runTraining(
  config: RunConfig,
  { folder: path, resume, signal, observer = {} }: RunOptions,
): Promise<RunEnd> {
  const say = observer.say ?? (() => undefined);
  const folder = new RunFolder(path);
  const data = await readDataSet(config);
  if (!resume) folder.begin(config);
  else if (folder.resume(config)) say('going on with another configuration than the run had before');
  const tokenizers = await runTokenizers(folder, config.tokenizer, data.train, say);
  const { longest, seed } = config.training;
  const train = encodeExamples(data.train, tokenizers, longest);
  const shuffled = new Random(DEVELOPMENT_SEED).shuffle([...data.development]);
  const development = encodeExamples(shuffled, tokenizers, longest);
  describeData(train.examples.length, train.left, development.examples.length, longest, say);

  const from = resume ? await lastGoodCheckpoint(folder, say) : null;
  const shape = architecture(config, tokenizers);
  const model = from?.model ?? new TranslationModel(shape, initialiseParameters(shape, new Random(seed)));
  const precision = resolvePrecision(config.training.precision);
  say(`${(parameterCount(shape) / 1e6).toFixed(1)} million parameters, ${precision} products`);

  const { save, probe } = runWriters(folder, config, data, tokenizers, model);
  const trainer = new Trainer(
    { config, model, tokenizers, train, development, precision, observer, save, probe },
    from?.path ?? null,
  );
  observer.began?.(trainer.update);
  try {
    return await trainer.run(signal);
  } finally {
    model.dispose();
  }
}

function describeData(
  pairs: number,
  left: number,
  development: number,
  longest: number,
  say: (line: string) => void,
): void {
  const dropped = left > 0 ? ` (${left} left out: empty or over ${longest} pieces)` : '';
  say(`${pairs} training pairs${dropped}, ${development} development pairs`);
  if (pairs > 0 && development > 0) return;
  throw new UserError(`data: expected pairs of at most ${longest} pieces, got none; raise training.longest`);
}

/** How the run writes its checkpoints and the attention of its probe sentence. */
function runWriters(
  folder: RunFolder,
  config: RunConfig,
  data: DataSet,
  tokenizers: Tokenizers,
  model: TranslationModel,
): Pick<ConstructorParameters<typeof Trainer>[0], 'save' | 'probe'> {
  const bytes = {
    source: readFileSync(folder.sourceTokenizer),
    target: readFileSync(folder.targetTokenizer),
  };
  const probeText = config.validation.probe;
  return {
    save: (kind, position, optimiser) => {
      const { name, source, target } = config;
      const { licences } = config.data;
      const { update: updates, targetTokens } = position;
      const card: CheckpointCard = {
        ...{ name, source, target, architecture: model.config, updates, targetTokens },
        ...{ scores: [], corpora: data.corpora, licences },
      };
      const extra = trainingFiles(position, optimiser);
      saveCheckpoint(folder[kind], storedParameters(model), { card, tokenizers: bytes, extra });
    },
    probe:
      probeText === undefined
        ? undefined
        : (update) => writeProbe(folder, { text: probeText, update, model, tokenizers, config }),
  };
}
