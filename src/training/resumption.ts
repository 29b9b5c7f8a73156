/** What a resumed run may change of its configuration, and the checkpoint that it goes on from. */
import { existsSync } from 'node:fs';
import { messageOf, UserError } from '../foundation/errors.js';
import { loadCheckpoint } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import type { TranslationModel } from '../model/translation-model.js';
import { readRunConfig } from './configuration.js';
import type { RunConfig } from './configuration.js';
import type { RunFolder } from './run-folder.js';

/** Keys, or sections of keys, on which the weights and vocabularies of a run depend. */
const FIXED = ['source', 'target', 'tokenizer', 'model'];

export interface ConfigChange {
  /** Such as `training.updates`. */
  key: string;
  before: unknown;
  after: unknown;
}

/** The keys in which two configurations differ, with dots between a section and its key. */
export function configChanges(before: unknown, after: unknown, key = ''): ConfigChange[] {
  const isSection = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isSection(before) && isSection(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((name) =>
      configChanges(before[name], after[name], key === '' ? name : `${key}.${name}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ key, before, after }];
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

function refuse(folder: string, { key, before, after }: ConfigChange): never {
  throw new UserError(
    `${key}: expected ${shown(before)}, as run ${folder} was begun with, got ${shown(after)}; ` +
      `set it back to resume, or begin a new run`,
  );
}

/** The configuration that the run had before, where it can still be read. */
function configBefore(folder: RunFolder): RunConfig | null {
  try {
    return readRunConfig(folder.config);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/**
 * Holds the configuration of a resumed run against the one that it had before.
 * @returns a line for each key that is another now
 * @throws UserError for one on which its weights or vocabularies depend, and where no run has begun
 */
export function checkResumedConfig(folder: RunFolder, config: RunConfig): string[] {
  if (!folder.begun) throw nothingToResume(folder);
  const before = configBefore(folder);
  if (before === null) return [];
  const changes = configChanges(before, config);
  const fixed = changes.find(({ key }) => FIXED.some((name) => key === name || key.startsWith(`${name}.`)));
  if (fixed !== undefined) refuse(folder.path, fixed);
  return changes.map(({ key, before: was, after: is }) => `${key}: ${shown(was)} before, ${shown(is)} now`);
}

/**
 * Holds an architecture against the one that a checkpoint was trained with.
 * @param checkpoint names it in the error
 * @param ignored keys that may differ
 * @throws UserError that names the key of the configuration
 */
export function checkArchitecture(
  wanted: ModelConfig,
  trained: ModelConfig,
  checkpoint: string,
  ignored: (keyof ModelConfig)[] = [],
): void {
  for (const key of Object.keys(wanted) as (keyof ModelConfig)[]) {
    if (ignored.includes(key)) continue;
    if (JSON.stringify(trained[key]) === JSON.stringify(wanted[key])) continue;
    const section = key.endsWith('Vocabulary') ? 'tokenizer' : 'model';
    throw new UserError(
      `${section}.${key}: expected ${shown(trained[key])}, as checkpoint ${checkpoint} was trained with, ` +
        `got ${shown(wanted[key])}; set it to that, or begin a run without this checkpoint`,
    );
  }
}

/** The last checkpoint, or where it is damaged the best one. */
export async function lastGoodCheckpoint(
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
  throw failures.length > 0 ? new UserError(failures[0]) : nothingToResume(folder);
}

function nothingToResume({ path }: RunFolder): UserError {
  return new UserError(
    `run ${path}: expected a checkpoint to resume from, got none; start it without --resume`,
  );
}
