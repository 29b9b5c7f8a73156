/** A training run from its configuration to its checkpoints, in a folder of its own. */
import { parameterCount } from '../model/parameters.js';
import type { StepModel } from '../model/step-model.js';
import type { TranslationModel } from '../model/translation-model.js';
import type { RunConfig } from './configuration.js';
import { readDataSet } from './data-set.js';
import type { RunEnd, TrainingObserver } from './observer.js';
import { firstModel, prepareRun } from './preparation.js';
import type { Preparation } from './preparation.js';
import { writeProbe } from './probe.js';
import { checkArchitecture, checkResumedConfig, lastGoodCheckpoint } from './resumption.js';
import { RunCheckpoints } from './run-checkpoints.js';
import { RunFolder } from './run-folder.js';
import { Trainer } from './trainer.js';

export interface RunOptions {
  folder: string;
  resume: boolean;
  signal: AbortSignal;
  observer?: TrainingObserver;
  /** Milliseconds between two checkpoints where no validation saves one before. */
  saveEvery?: number;
}

type Say = (line: string) => void;

/** Makes the folder of a new run, or holds the configuration of a resumed one against what it was begun with. */
function openFolder(folder: RunFolder, config: RunConfig, resume: boolean, say: Say): void {
  if (!resume) {
    folder.begin(config);
    return;
  }
  const changes = checkResumedConfig(folder, config);
  if (changes.length > 0) say('going on with another configuration than the run had before');
  for (const change of changes) say(`  ${change}`);
  folder.resume(config);
}

async function modelToTrain(
  config: RunConfig,
  preparation: Preparation,
  folder: RunFolder,
  { resume, say }: { resume: boolean; say: Say },
): Promise<{ model: TranslationModel; from: string | null }> {
  if (!resume) return { model: await firstModel(config, preparation, say), from: null };
  const { path, model } = await lastGoodCheckpoint(folder, say);
  checkArchitecture(preparation.architecture, model.config, path);
  return { model, from: path };
}

/** Trains as configured; with `resume`, goes on from the folder's last checkpoint. */
export async function runTraining(
  config: RunConfig,
  { folder: path, resume, signal, observer = {}, saveEvery }: RunOptions,
): Promise<RunEnd> {
  const say = observer.say ?? (() => undefined);
  const folder = new RunFolder(path);
  folder.mend();
  const data = await readDataSet(config);
  openFolder(folder, config, resume, say);
  const preparation = await prepareRun(config, data, { folder, resume, say });
  const { architecture, precision, tokenizers } = preparation;
  const { model, from } = await modelToTrain(config, preparation, folder, { resume, say });
  say(`${(parameterCount(architecture) / 1e6).toFixed(1)} million parameters, ${precision} products`);
  const checkpoints = new RunCheckpoints({ folder, config, corpora: data.corpora, model });
  const { probe: text } = config.validation;
  const probe =
    text === undefined
      ? undefined
      : (update: number, reader: StepModel) =>
          writeProbe(folder, { text, update, model: reader, tokenizers, config });
  try {
    const trainer = new Trainer(
      { ...preparation, config, model, observer, checkpoints, probe, saveEvery },
      from,
    );
    try {
      observer.began?.(trainer.update);
      return await trainer.run(signal);
    } finally {
      trainer.dispose();
    }
  } finally {
    model.dispose();
  }
}
