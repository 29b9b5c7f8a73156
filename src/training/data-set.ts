/** The sentence pairs of a run, read from its files or made by its toy task. */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { SentencePair } from '../corpus/pairs.js';
import { inputName, readPairs } from '../corpus/reader.js';
import { UserError } from '../foundation/errors.js';
import type { CorpusRecord } from '../model/checkpoint.js';
import { normaliseText } from '../text/normalise.js';
import type { RunConfig } from './configuration.js';
import { reversePairs } from './reverse-task.js';

export interface DataSet {
  /** The pairs of all files, in the order of the files. */
  train: SentencePair[];
  development: SentencePair[];
  /** Where the training pairs come from: a record for each file, in order, with how many pairs of `train` are its. */
  corpora: CorpusRecord[];
}

type CorpusFile = RunConfig['data']['train'][number];

/**
 * Appends the pairs of a file, normalised, in one pass that also computes its SHA-256 (of a Moses pair both, Korean
 * first, with a space between).
 */
async function readFile(file: CorpusFile, config: RunConfig, pairs: SentencePair[]): Promise<CorpusRecord> {
  const before = pairs.length;
  const names = typeof file === 'object' && 'ko' in file ? [file.ko, file.en] : [inputName(file)];
  const hashes = new Map<string, Hash>(names.map((name) => [name, createHash('sha256')]));
  const { source, target } = config;
  const onBytes = (block: Uint8Array, name: string): void => void hashes.get(name)?.update(block);
  for await (const pair of readPairs(file, { source, target, onBytes })) {
    pairs.push({ source: normaliseText(pair.source), target: normaliseText(pair.target) });
  }
  const sha256 = [...hashes.values()].map((hash) => hash.digest('hex')).join(' ');
  return { path: inputName(file), pairs: pairs.length - before, sha256 };
}

/** Reads all pairs of a configuration, normalised. Throws UserError for a missing or broken file. */
export async function readDataSet(config: RunConfig): Promise<DataSet> {
  const { task } = config.data;
  if (task !== undefined) {
    const { seed } = config.training;
    return {
      train: reversePairs({ ...task, seed }),
      development: reversePairs({ ...task, pairs: task.development, seed: seed + 1 }),
      corpora: [{ path: 'made by the task reverse', pairs: task.pairs, sha256: '' }],
    };
  }
  const train: SentencePair[] = [];
  const corpora: CorpusRecord[] = [];
  for (const file of config.data.train) corpora.push(await readFile(file, config, train));
  const development: SentencePair[] = [];
  for (const file of config.data.development) await readFile(file, config, development);
  if (train.length === 0 || development.length === 0) {
    throw new UserError(
      `data: expected pairs to train on and to validate on, got ${train.length} and ${development.length}`,
    );
  }
  return { train, development, corpora };
}
