/** Comparisons are made once for all who ask, and a failure is told once. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compareSystems } from '../../src/registry/comparison.js';
import { Measuring } from '../../src/registry/measuring.js';
import type { TestProgress } from '../../src/registry/measuring.js';
import type { InstalledModel } from '../../src/serving/models.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { Comparisons } from '../../src/web/comparisons.js';

const model = (name: string, source: 'ko' | 'en' = 'ko'): InstalledModel => ({
  ...{
    name,
    source,
    target: source === 'ko' ? 'en' : 'ko',
    updates: 1,
    scores: [],
    folder: name,
    version: name,
  },
});

let root: string;
let store: Store;
let translated: string[];
let progress: TestProgress[];
let hold: Promise<void>;
let comparisons: Comparisons;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ieum-comparisons-'));
  writeFileSync(join(root, 'test.tsv'), '하나.\tOne.\n둘.\tTwo.\n');
  vi.stubEnv('IEUM_BASE_DATA', root);
  store = openStore(':memory:');
  [translated, progress, hold] = [[], [], Promise.resolve()];
  const translate = async ({ name }: InstalledModel, sources: string[]): Promise<string[]> => {
    translated.push(name);
    await hold;
    if (name === 'broken') throw new Error('no such file');
    return sources.map(() => name);
  };
  comparisons = new Comparisons({
    measuring: new Measuring(store.testTranslations, translate, (one) => progress.push(one)),
    places: { home: root, dataSets: store.dataSets },
    compare: (input) => Promise.resolve(compareSystems(input)),
  });
});
afterEach(() => {
  store.close();
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const question = (a: string, b: string, examples = 5) => ({
  models: [model(a), model(b)] as [InstalledModel, InstalledModel],
  ...{ test: 'base', examples },
});

it('joins a comparison that is under way, and keeps it', async () => {
  let release: () => void = () => undefined;
  hold = new Promise((resolve) => (release = resolve));
  const asked = comparisons.ask(question('a', 'b'));
  expect(await comparisons.peek(question('a', 'b'))).toBeNull();
  release();
  const compared = await asked;
  expect(compared).toMatchObject({
    test: { id: 'base' },
    sentences: 2,
    systems: [{ name: 'a' }, { name: 'b' }],
  });
  expect(await comparisons.peek(question('a', 'b'))).toBe(compared);
  expect(translated).toEqual(['a', 'b']);
  expect(progress.map(({ model: name, done, total }) => [name, done, total])).toEqual([
    ['a', 0, 2],
    ['b', 0, 2],
  ]);
});

it('tells a failure once, and then tries again', async () => {
  await expect(comparisons.ask(question('a', 'broken'))).rejects.toThrow('no such file');
  await expect(comparisons.peek(question('a', 'broken'))).rejects.toThrow('no such file');
  await expect(comparisons.peek(question('a', 'broken'))).rejects.toThrow('no such file');
  // The second look told of the first failure; the third was another try.
  expect(translated).toEqual(['a', 'broken', 'broken']);
});

it('compares models of one direction only', async () => {
  const models: [InstalledModel, InstalledModel] = [model('a'), model('c', 'en')];
  await expect(comparisons.ask({ models, test: 'base', examples: 1 })).rejects.toThrow('got two directions');
});

it('keeps only the last ones', async () => {
  for (let k = 0; k < 13; k++) await comparisons.ask(question(`m${k}`, 'b'));
  const { length } = translated;
  const again = await comparisons.ask(question('m12', 'b'));
  expect(again).toBe(await comparisons.ask(question('m12', 'b')));
  expect(translated).toHaveLength(length);
});
