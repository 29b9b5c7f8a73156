/** A run that leaves nothing behind: prepared like any other, with its vocabularies in a folder for the moment. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunConfig } from './configuration.js';
import type { RunConfig } from './configuration.js';
import { readDataSet } from './data-set.js';
import { Learner } from './learner.js';
import { firstModel, prepareRun } from './preparation.js';
import type { Preparation } from './preparation.js';
import { configChanges } from './resumption.js';
import { RunFolder } from './run-folder.js';

/** Whether a run has begun with the vocabularies that a configuration asks for. */
function hasVocabularies(run: RunFolder, config: RunConfig): boolean {
  if (!run.begun || !existsSync(run.config)) return false;
  const before = readRunConfig(run.config);
  return configChanges(vocabularyKeys(config), vocabularyKeys(before)).length === 0;
}

/** What the vocabularies of a run depend on. */
const vocabularyKeys = ({ tokenizer, data, warmStart }: RunConfig): unknown => ({
  tokenizer,
  train: data.train,
  warmStart,
});

/**
 * Prepares a run as configured, gives it to `use`, and removes what it needed.
 * @param folder that of the run itself, whose vocabularies are taken where it has begun already
 */
export async function withTrialRun<T>(
  config: RunConfig,
  folder: string,
  say: (line: string) => void,
  use: (learner: Learner, preparation: Preparation) => Promise<T>,
): Promise<T> {
  const run = new RunFolder(folder);
  const trial = new RunFolder(mkdtempSync(join(tmpdir(), 'ieum-trial-')));
  try {
    const vocabularies = ['sourceTokenizer', 'targetTokenizer'] as const;
    const known = hasVocabularies(run, config);
    if (known) for (const side of vocabularies) copyFileSync(run[side], trial[side]);
    const data = await readDataSet(config);
    const preparation = await prepareRun(config, data, { folder: trial, resume: known, say });
    const model = await firstModel(config, preparation, say);
    const learner = new Learner({ ...preparation, config, model });
    try {
      return await use(learner, preparation);
    } finally {
      learner.dispose();
      model.dispose();
    }
  } finally {
    rmSync(trial.path, { recursive: true, force: true });
  }
}
