/** A folder with a few versions of models, as after some days of use: a line of fine-tunings, another beside it, an upload. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { ModelRegistry } from '../../src/registry/registry.js';
import type { Provenance, TestResult } from '../../src/registry/provenance.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

export interface RegistryHome {
  store: Store;
  dataSet: number;
  job: number;
  /** Registers one more version, as a training does. */
  register(name: string, changes?: Partial<Provenance>): string;
  remove(): void;
}

const scored = (score: number): { score: number; signature: string } => ({ score, signature: 'nrefs:1' });
const scores = (bleu: number, chrf: number) => ({ bleu: scored(bleu), chrf: scored(chrf) });

/** Scores on the own test and on the base test, each with those of the parent. */
export function results(
  own: [number, number, number, number],
  base: [number, number, number, number],
  job: number,
): TestResult[] {
  const known = { sha256: 'a'.repeat(64), beam: 5 };
  return [
    {
      ...known,
      test: 'own',
      id: `job:${job}`,
      name: `held out by job ${job}`,
      pairs: 43,
      ...scores(own[2], own[3]),
      before: scores(own[0], own[1]),
    },
    {
      ...known,
      test: 'base',
      id: 'base',
      name: 'data/everyday/test.tsv',
      pairs: 1000,
      ...scores(base[2], base[3]),
      before: scores(base[0], base[1]),
    },
  ];
}

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3600_000).toISOString();

const SENTENCES = ['하나.\tOne.', '둘.\tTwo.', '셋.\tThree.', '넷.\tFour.'];

/** Written once, since none is changed. */
let written: Promise<string[]> | null = null;

async function writeCheckpoints(): Promise<string[]> {
  const folders: string[] = [];
  for (let seed = 1; seed <= 6; seed++) folders.push(await writeTinyCheckpoint({ seed }));
  return folders;
}

/** Stands in for the user's folder and for the base data while a test file runs. */
export async function registryHome(): Promise<RegistryHome> {
  const root = mkdtempSync(join(tmpdir(), 'ieum-models-'));
  writeFileSync(join(root, 'test.tsv'), `${SENTENCES.join('\n')}\n`);
  vi.stubEnv('IEUM_HOME', join(root, 'home'));
  vi.stubEnv('IEUM_BASE_DATA', root);
  const store = openStore();
  const registry = new ModelRegistry(store.folder);
  const checkpoints = await (written ??= writeCheckpoints());
  let made = 0;
  const pairs = SENTENCES.map((line) => line.split('\t')).map(([ko, en]) => ({ ko, en }));
  const { id: dataSet } = store.dataSets.create('shop', pairs, 'shop.tsv');
  const { hash } = store.dataSets.version(dataSet);
  const { id: job, created } = store.jobs.add({ name: 'shop', request: { source: 'ko', target: 'en' } });
  const data = [{ name: 'shop', dataSet, version: 1, hash, pairs: 288, weight: 1 }];
  const register: RegistryHome['register'] = (name, changes = {}) =>
    registry.register(checkpoints[made++ % checkpoints.length], {
      name,
      provenance: {
        ...{ format: 'ieum-provenance-1', registered: new Date().toISOString(), origin: 'fine-tuning' },
        ...{
          source: 'ko',
          target: 'en',
          job: { id: job, created, run: 1 },
          parent: { name: 'ko-en', version: 'x' },
        },
        ...{ data, baseShare: 0.6, seconds: 83, config: { name, training: { updates: 150 } }, tests: [] },
        ...changes,
      },
    }).name;
  const parent = (name: string): Pick<Provenance, 'parent'> => ({ parent: { name, version: 'x' } });
  register('shop', {
    registered: hoursAgo(70),
    tests: results([9.86, 31.7, 61.2, 81.5], [13.54, 34.44, 13.51, 34.41], job),
  });
  register('shop', {
    registered: hoursAgo(26),
    ...parent('shop-1'),
    tests: results([61.2, 81.5, 64.9, 83.2], [13.51, 34.41, 13.12, 34.0], job),
  });
  register('a-very-long-name-that-somebody-chose-for-it', {
    ...{ registered: hoursAgo(3), tests: results([4.1, 22.3, 38.0, 60.2], [13.54, 34.44, 11.9, 31.8], job) },
    ...{
      job: { id: 99, created: 'long ago', run: null },
      data: [{ ...data[0], name: '법률 문서', dataSet: 77 }],
    },
  });
  register('shop', {
    registered: hoursAgo(0.1),
    ...parent('shop-2'),
    tests: results([64.9, 83.2, 66.0, 84.1], [13.12, 34.0, 13.2, 34.1], job),
  });
  register('theirs', {
    registered: hoursAgo(50),
    origin: 'upload',
    job: null,
    data: [],
    ...parent('unknown-1'),
    config: null,
  });
  return {
    ...{ store, dataSet, job, register },
    remove: () => {
      store.close();
      vi.unstubAllEnvs();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
