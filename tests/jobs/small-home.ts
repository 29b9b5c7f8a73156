/** A folder with base data, a data set and a queue of real but tiny trainings. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { jobRequestSchema } from '../../src/jobs/job-request.js';
import type { JobRequest } from '../../src/jobs/job-request.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

export interface SmallHome {
  folder: string;
  store: Store;
  dataSet: number;
  remove(): void;
}

/** Stands in for the user's folder and for the base data while a test file runs. */
export function smallHome(): SmallHome {
  const root = mkdtempSync(join(tmpdir(), 'ieum-home-'));
  const lines = readFileSync('data/everyday/dev.tsv', 'utf8').trim().split('\n');
  const base = join(root, 'base');
  mkdirSync(base);
  const write = (part: string, from: number, to: number): void => {
    writeFileSync(join(base, `${part}.tsv`), `${lines.slice(from, to).join('\n')}\n`);
  };
  write('train', 0, 100);
  write('dev', 100, 120);
  write('test', 120, 140);
  const folder = join(root, 'home');
  vi.stubEnv('IEUM_BASE_DATA', base);
  vi.stubEnv('IEUM_HOME', folder);
  // Begins sooner than TensorFlow.
  vi.stubEnv('IEUM_ENGINE', 'wasm');
  const store = openStore(folder);
  const pairs = lines.slice(200, 260).map((line) => {
    const [ko, en] = line.split('\t');
    return { ko, en };
  });
  const dataSet = store.dataSets.create('mine', pairs, 'mine.tsv').id;
  return {
    folder,
    store,
    dataSet,
    remove: () => {
      store.close();
      vi.unstubAllEnvs();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A training that takes a second or two; from scratch where no base model is named. */
export function tinyRequest({ dataSet }: Pick<SmallHome, 'dataSet'>, changes: object = {}): JobRequest {
  return jobRequestSchema.parse({
    ...{ name: 'tiny', source: 'ko', target: 'en', data: [{ dataSet }] },
    settings: {
      tokenizer: { algorithm: 'bpe', sourceVocabulary: 450, targetVocabulary: 300, characterCoverage: 0.95 },
      model: { embedding: 8, hidden: 12 },
      training: { updates: 60, batchTokens: 150, warmup: 5, precision: 'float32' },
      validation: { every: 10, sentences: 4, samples: 1 },
    },
    ...changes,
  });
}
