import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pair } from '../../src/corpus/pairs.js';
import { readAllPairs, readPairs } from '../../src/corpus/reader.js';
import type { ReadOptions } from '../../src/corpus/reader.js';
import { UserError } from '../../src/foundation/errors.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'ieum-pairs-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const KO_EN: ReadOptions = { source: 'ko', target: 'en' };

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(path: string, options = KO_EN): Promise<Pair[]> {
  return readAllPairs([path], options);
}

describe('readPairs', () => {
  it('reads Korean and English by the names of the columns, in either direction', async () => {
    const path = file('two.tsv', '안녕.\tHi.\n네.\tYes.\n');
    expect(await read(path)).toEqual([
      { source: '안녕.', target: 'Hi.', line: 1 },
      { source: '네.', target: 'Yes.', line: 2 },
    ]);
    expect((await read(path, { source: 'en', target: 'ko' }))[1]).toEqual({
      source: 'Yes.',
      target: '네.',
      line: 2,
    });
  });

  it('takes labels from the column tier and passes over others', async () => {
    const path = file('four.tsv', '안녕.\tHi.\ttatoeba\tgen\n');
    const columns = ['ko', 'en', 'origin', 'tier'];
    expect(await read(path, { ...KO_EN, columns })).toEqual([
      { source: '안녕.', target: 'Hi.', line: 1, tier: 'gen' },
    ]);
    expect(await read(path)).toEqual([{ source: '안녕.', target: 'Hi.', line: 1 }]);
  });

  it('passes over a byte order mark, carriage returns, empty lines and a missing last line feed', async () => {
    const path = file('windows.tsv', '\uFEFF가.\tA.\r\n\r\n나.\tB.');
    expect(await read(path)).toEqual([
      { source: '가.', target: 'A.', line: 1 },
      { source: '나.', target: 'B.', line: 3 },
    ]);
  });

  it('reads what spans many blocks of the file, gzipped or not', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `문장 번호 ${i}입니다.\tThis is sentence ${i}.`);
    const text = `${lines.join('\n')}\n`;
    const plain = await read(file('long.tsv', text));
    expect(plain).toHaveLength(5000);
    expect(plain[4321]).toEqual({
      source: '문장 번호 4321입니다.',
      target: 'This is sentence 4321.',
      line: 4322,
    });
    expect(await read(file('long.tsv.gz', gzipSync(text)))).toEqual(plain);
  });

  it('names the line that lacks a column', async () => {
    const path = file('short.tsv', '가.\tA.\n나.\n');
    await expect(read(path)).rejects.toThrow(UserError);
    await expect(read(path)).rejects.toThrow(`corpus ${path} line 2: expected 2 columns (ko, en)`);
  });

  it('names the line that is not UTF-8', async () => {
    const path = file(
      'latin.tsv',
      Buffer.concat([Buffer.from('가.\tA.\n'), Buffer.from([0xff, 0x09, 0x41, 0x0a])]),
    );
    await expect(read(path)).rejects.toThrow(`corpus ${path} line 2: expected UTF-8 text`);
  });

  it.each([
    ['a missing file', () => join(folder, 'none.tsv'), 'got nothing there'],
    ['a missing gzip file', () => join(folder, 'none.tsv.gz'), 'got nothing there'],
    ['a folder', () => folder, 'got a folder'],
    ['a cut gzip file', () => file('cut.gz', gzipSync('가.\tA.\n').subarray(0, -9)), 'damaged data'],
  ])('tells of %s', async (_, path, message) => {
    const error: unknown = await read(path()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
  });

  it('takes a first line that names the languages as a header', async () => {
    const path = file('header.tsv', 'id\tEnglish\tKorean\n1\tA.\t가.\n');
    expect(await read(path)).toEqual([{ source: '가.', target: 'A.', line: 2 }]);
    expect(await read(file('ko-en.tsv', 'ko\ten\n가.\tA.\n'), { ...KO_EN, columns: ['ko', 'en'] })).toEqual([
      { source: '가.', target: 'A.', line: 2 },
    ]);
  });

  it('refuses columns without the languages', async () => {
    const pairs = readPairs(file('x.tsv', '가\tA\n'), { ...KO_EN, columns: ['ko', 'eng'] });
    await expect(pairs.next()).rejects.toThrow("expected one named 'en', got 'ko,eng'");
  });

  it('closes the file of a reader that stops early', async () => {
    const path = file('many.tsv', '가.\tA.\n'.repeat(50_000));
    for await (const pair of readPairs(path, KO_EN)) {
      expect(pair.line).toBe(1);
      break;
    }
  });
});
