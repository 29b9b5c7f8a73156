/** The sentence pairs of a run, read from its files or made by its toy task. */
import { readFileSync } from 'node:fs';
import { readPairs } from '../corpus/pairs.js';
import type { SentencePair } from '../corpus/pairs.js';
import { UserError } from '../foundation/errors.js';
import { sha256 } from '../foundation/files.js';
import type { CorpusRecord } from '../model/checkpoint.js';
import { normaliseText } from '../text/normalise.js';
import type { RunConfig } from './configuration.js';
import { reversePairs } from './reverse-task.js';

export interface DataSet {
  train: SentencePair[];
  development: SentencePair[];
  /** Where the training pairs come from. */
  corpora: CorpusRecord[];
}

type CorpusFile = RunConfig['data']['train'][number];

function pathOf(file: CorpusFile): string {
  if (typeof file === 'string') return file;
  return 'path' in file ? file.path : file.ko;
}

async function readFile(file: CorpusFile, config: RunConfig): Promise<SentencePair[]> {
  const path = pathOf(file);
  const columns = typeof file === 'object' && 'columns' in file ? file.columns : undefined;
  const pairs: SentencePair[] = [];
  for await (const pair of readPairs(path, { source: config.source, target: config.target, columns })) {
    pairs.push({ source: normaliseText(pair.source), target: normaliseText(pair.target) });
  }
  return pairs;
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
  for (const file of config.data.train) {
    const pairs = await readFile(file, config);
    const path = pathOf(file);
    corpora.push({ path, pairs: pairs.length, sha256: sha256(readFileSync(path)) });
    for (const pair of pairs) train.push(pair);
  }
  const development: SentencePair[] = [];
  for (const file of config.data.development) development.push(...(await readFile(file, config)));
  if (train.length === 0 || development.length === 0) {
    throw new UserError(
      `data: expected pairs to train on and to validate on, got ${train.length} and ${development.length}`,
    );
  }
  return { train, development, corpora };
}
