/** The corpus that comes with Ieum is what its page says. */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { PairCleaner } from '../../src/corpus/cleaning.js';
import type { Pair } from '../../src/corpus/pairs.js';
import { readAllPairs } from '../../src/corpus/reader.js';
import { sentenceKey } from '../../src/corpus/sentence-key.js';
import { collect, KO_EN } from './sources.js';

const PARTS = ['train', 'dev', 'test'] as const;
const parts = {} as Record<(typeof PARTS)[number], Pair[]>;

beforeAll(async () => {
  for (const name of PARTS) {
    parts[name] = await readAllPairs(
      [fileURLToPath(new URL(`../../data/everyday/${name}.tsv`, import.meta.url))],
      KO_EN,
    );
  }
});

describe('data/everyday', () => {
  it('has the sizes that its page gives', () => {
    expect(PARTS.map((name) => parts[name].length)).toEqual([59_047, 1000, 1000]);
  });

  it('is clean', async () => {
    const all = PARTS.flatMap((name) => parts[name]);
    expect(await collect(new PairCleaner(KO_EN).clean(all))).toEqual(all);
  });

  it('has no sentence of either side in two parts', () => {
    const partOf = new Map<string, string>();
    const shared: string[] = [];
    for (const name of PARTS) {
      for (const sentence of parts[name].flatMap(({ source, target }) => [source, target])) {
        const key = sentenceKey(sentence);
        if ((partOf.get(key) ?? name) !== name) shared.push(sentence);
        partOf.set(key, name);
      }
    }
    expect(shared).toEqual([]);
  });
});
