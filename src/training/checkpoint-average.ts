/** One model from several checkpoints: the mean of their weights (Junczys-Dowmunt et al. 2016, sec. 3.4). */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import {
  readCheckpointCard,
  readCheckpointFile,
  readStoredParameters,
  saveCheckpoint,
} from '../model/checkpoint.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import type { StoredTensor } from '../model/safetensors.js';
import { checkpointIn } from './checkpoint-in.js';
import { checkArchitecture } from './resumption.js';
import { RunFolder } from './run-folder.js';

const VOCABULARIES = ['source.model', 'target.model'] as const;

/**
 * The checkpoints that a path stands for: the best ones that a run kept, or the checkpoint itself.
 * @throws UserError for a run that kept none
 */
export function checkpointsAt(path: string): string[] {
  if (existsSync(join(path, 'model.json'))) return [path];
  const run = new RunFolder(path);
  const kept = existsSync(run.keptFolder) ? readdirSync(run.keptFolder).sort() : [];
  if (kept.length > 0) return kept.map((name) => join(run.keptFolder, name));
  if (!run.begun) return [checkpointIn(path)];
  throw new UserError(
    `run ${path}: expected checkpoints in ${run.keptFolder}, got none; ` +
      `train with validation.keepBest above 1, or name checkpoints one by one`,
  );
}

/** Throws UserError where a checkpoint has another direction, architecture or vocabulary than the first one. */
function checkAlike(folder: string, first: { folder: string; card: CheckpointCard }): CheckpointCard {
  const card = readCheckpointCard(folder);
  const direction = ({ source, target }: CheckpointCard): string => `${source} to ${target}`;
  if (direction(card) !== direction(first.card)) {
    throw new UserError(
      `checkpoint ${folder}: expected a model from ${direction(first.card)}, as ${first.folder} is, got one from ${direction(card)}`,
    );
  }
  checkArchitecture(card.architecture, first.card.architecture, first.folder);
  for (const name of VOCABULARIES) {
    const [own, others] = [readCheckpointFile(folder, name), readCheckpointFile(first.folder, name)];
    if (Buffer.compare(own, others) === 0) continue;
    throw new UserError(
      `checkpoint ${folder}: expected the vocabulary ${name} of ${first.folder}, got another; average checkpoints of one run`,
    );
  }
  return card;
}

/** Adds the values of a checkpoint to the sums. */
function addTo(sums: Map<string, { shape: number[]; values: Float64Array }>, folder: string): void {
  for (const [name, { shape, values }] of readStoredParameters(folder)) {
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, { shape, values: Float64Array.from(values) });
    else for (let k = 0; k < values.length; k++) sum.values[k] += values[k];
  }
}

/**
 * Writes the mean of checkpoints as one, with the card of the longest trained among them and without its scores.
 * @throws UserError for fewer than two, for ones that differ in more than their weights, and for damaged ones
 */
export function averageCheckpoints(folders: string[], to: string): CheckpointCard {
  if (new Set(folders).size < 2) {
    throw new UserError(`average: expected at least two checkpoints, got ${new Set(folders).size}`);
  }
  const [first] = folders;
  const firstCard = readCheckpointCard(first);
  const cards = folders.map((folder) => checkAlike(folder, { folder: first, card: firstCard }));
  const sums = new Map<string, { shape: number[]; values: Float64Array }>();
  for (const folder of folders) addTo(sums, folder);
  const means = new Map<string, StoredTensor>();
  for (const [name, { shape, values }] of sums) {
    means.set(name, { shape, values: Float32Array.from(values, (sum) => sum / folders.length) });
  }
  const longest = cards.reduce((a, b) => (b.updates > a.updates ? b : a));
  const card = { ...longest, scores: [] };
  const [source, target] = VOCABULARIES.map((name) => readCheckpointFile(first, name));
  saveCheckpoint(to, means, { card, tokenizers: { source, target } });
  return card;
}
