/** Pairs as files of each format: what is written is what is read. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupInputs } from '../../src/corpus/inputs.js';
import { encodePairs } from '../../src/corpus/pair-encoding.js';
import type { LabelledPair } from '../../src/corpus/pair-encoding.js';
import { PairWriter } from '../../src/corpus/pair-writer.js';
import { readAllPairs } from '../../src/corpus/reader.js';
import { blocksOf, collect, KO_EN } from './sources.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ieum-writer-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const AWKWARD: LabelledPair[] = [
  { source: '그는 "그래, <응> & 좋아"라고 했다.', target: `He said, "Yes; <ok> & 'fine'".` },
  { source: '=1+1; 이모지 😀', target: '-dash, comma' },
  { source: '{"ko": 1}', target: ' spaces ' },
];
const LABELLED = AWKWARD.map((pair, i) => ({ ...pair, tier: `gen & ${i}` }));

const sides = (pairs: LabelledPair[]): LabelledPair[] =>
  pairs.map(({ source, target, tier }) =>
    tier === undefined ? { source, target } : { source, target, tier },
  );

describe('encodePairs', () => {
  it.each(['tsv', 'csv', 'jsonl', 'tmx'] as const)('writes %s that its reader reads', async (format) => {
    const text = (await collect(encodePairs(AWKWARD, format, KO_EN))).join('');
    const read = await readAllPairs([{ path: blocksOf(text, `x.${format}`) }], KO_EN);
    expect(sides(read)).toEqual(AWKWARD);
  });

  it.each(['csv', 'jsonl', 'tmx'] as const)(
    'keeps labels in %s, and the languages of the other direction',
    async (format) => {
      const text = (await collect(encodePairs(LABELLED, format, { source: 'en', target: 'ko' }))).join('');
      const read = await readAllPairs([{ path: blocksOf(text, `x.${format}`) }], {
        source: 'en',
        target: 'ko',
      });
      expect(sides(read)).toEqual(LABELLED);
    },
  );

  it('writes a third column of TSV where pairs have labels, and cells of one line', async () => {
    const pair = { source: '두\n줄\t끝', target: 'Two', tier: 'ui' };
    expect((await collect(encodePairs([pair], 'tsv', KO_EN))).join('')).toBe('두 줄 끝\tTwo\tui\n');
    expect((await collect(encodePairs([pair], 'tsv', { ...KO_EN, tier: false }))).join('')).toBe(
      '두 줄 끝\tTwo\n',
    );
  });

  it('writes CSV that spreadsheets know as UTF-8', async () => {
    expect((await collect(encodePairs([{ source: '가, 나', target: 'A' }], 'csv', KO_EN))).join('')).toBe(
      '\uFEFFko,en\n"가, 나",A\n',
    );
  });

  it('leaves out of XML what it cannot hold', async () => {
    const text = (
      await collect(encodePairs([{ source: '가\u0000\u0008나\uFFFE', target: 'A' }], 'tmx', KO_EN))
    ).join('');
    expect(text).toContain('<seg>가나</seg>');
  });

  it('writes nothing as an empty file of the format', async () => {
    expect((await collect(encodePairs([], 'tmx', KO_EN))).join('')).toMatch(
      /<body>\s*<\/body>\s*<\/tmx>\s*$/,
    );
    expect((await collect(encodePairs([], 'csv', KO_EN))).join('')).toBe('\uFEFFko,en\n');
  });

  it('sends many pairs in portions', async () => {
    async function* many(): AsyncGenerator<LabelledPair> {
      for (let i = 0; i < 2500; i++)
        yield await Promise.resolve({ source: `문장 ${i}`, target: `Sentence ${i}` });
    }
    const portions = await collect(encodePairs(many(), 'jsonl', KO_EN));
    expect(portions).toHaveLength(3);
    expect(portions.join('').trimEnd().split('\n')).toHaveLength(2500);
  });
});

describe('PairWriter', () => {
  const PAIRS = Array.from({ length: 2500 }, (_, i) => ({ source: `문장 ${i}`, target: `Sentence ${i}` }));

  async function write(
    name: string,
    options: Partial<ConstructorParameters<typeof PairWriter>[1]> = {},
  ): Promise<string[]> {
    const writer = new PairWriter(join(folder, name), { ...KO_EN, ...options });
    for (const pair of PAIRS) await writer.write(pair);
    await writer.commit();
    await writer.discard();
    return writer.paths;
  }

  it.each(['a.tsv', 'a.csv.gz', 'a.jsonl', 'a.tmx.gz', 'a.unknown'])('writes %s', async (name) => {
    const paths = await write(name);
    expect(sides(await readAllPairs(paths, KO_EN))).toEqual(PAIRS);
    const gzipped = readFileSync(paths[0]).readUInt16BE() === 0x1f8b;
    expect(gzipped).toBe(name.endsWith('.gz'));
  });

  it.each([
    ['a', ['a.ko', 'a.en']],
    ['a.gz', ['a.ko.gz', 'a.en.gz']],
  ])('writes the two files of a Moses pair (%s)', async (name, names) => {
    const paths = await write(name, { format: 'moses' });
    expect(paths).toEqual(names.map((file) => join(folder, file)));
    expect(sides(await readAllPairs(groupInputs(paths), KO_EN))).toEqual(PAIRS);
  });

  it('leaves nothing where it is discarded', async () => {
    const writer = new PairWriter(join(folder, 'a'), { ...KO_EN, format: 'moses' });
    for (const pair of PAIRS) await writer.write(pair);
    await writer.discard();
    expect(readdirSync(folder)).toEqual([]);
  });
});
