import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkRunConfig } from '../../src/training/configuration.js';
import type { RunConfig } from '../../src/training/configuration.js';
import { readDataSet } from '../../src/training/data-set.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'ieum-data-set-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

function configure(train: unknown[], development: unknown[]): RunConfig {
  return checkRunConfig({ name: 'x', source: 'en', target: 'ko', data: { train, development } }, 'test');
}

it('reads files of any format in order, normalised, with the hash of each as it is stored', async () => {
  const table = file('a.tsv.gz', gzipSync(' 가  나 \tA\n다\tB\n'));
  const sheet = file('b.csv', '\uFEFFid,English,Korean\n1,C,라\n');
  const columns = file('c.tsv', '7\tD\t마\n');
  const json = file('d.jsonl', '{"src": "바", "tgt": "E"}\n');
  const [ko, en] = [file('e.ko', '사\n아\n'), file('e.en', 'F\nG\n')];
  const { train, development, corpora } = await readDataSet(
    configure(
      [
        table,
        { path: sheet },
        { path: columns, columns: ['id', 'en', 'ko'] },
        { path: json, fields: { ko: 'src', en: 'tgt' } },
        { ko, en },
      ],
      [{ ko, en }],
    ),
  );
  expect(train.map(({ source, target }) => `${source} ${target}`)).toEqual([
    'A 가 나',
    ...['B 다', 'C 라', 'D 마', 'E 바', 'F 사', 'G 아'],
  ]);
  expect(development).toEqual([
    { source: 'F', target: '사' },
    { source: 'G', target: '아' },
  ]);
  expect(corpora).toEqual([
    { path: table, pairs: 2, sha256: hashOf(table) },
    { path: sheet, pairs: 1, sha256: hashOf(sheet) },
    { path: columns, pairs: 1, sha256: hashOf(columns) },
    { path: json, pairs: 1, sha256: hashOf(json) },
    { path: `${ko} + ${en}`, pairs: 2, sha256: `${hashOf(ko)} ${hashOf(en)}` },
  ]);
});

it('ends with the line that is wrong', async () => {
  const path = file('bad.tsv', '가\tA\n나\n');
  await expect(readDataSet(configure([path], [path]))).rejects.toThrow(
    `corpus ${path} line 2: expected 2 columns (ko, en), got 1; mend the line`,
  );
});

it('refuses files without pairs', async () => {
  const [empty, full] = [file('empty.tsv', ''), file('full.tsv', '가\tA\n')];
  await expect(readDataSet(configure([full], [empty]))).rejects.toThrow('got 1 and 0');
});
