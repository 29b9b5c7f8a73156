import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCorpus } from '../../src/commands/corpus.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
const printed = captureOutput();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-corpus-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const contentOf = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

async function corpus(...args: string[]): Promise<void> {
  await runCommand(registerCorpus, ['corpus', ...args]);
}

describe('ieum corpus clean', () => {
  it('joins files, drops what is bad or excluded, and tells how much', async () => {
    const first = file('1.tsv', '안녕.\tHi.\n\t\n안녕.\tHi.\n네.\tYes.\n');
    const second = file('2.tsv.gz', gzipSync('아니요.\tNo.\n잘 가요.\tBye.\n'));
    const exclude = [file('test.en', 'yes!\n'), file('test.tsv', '잘 가요\tSee you\n')];
    const output = join(folder, 'clean.tsv');
    await corpus('clean', first, second, '--exclude', ...exclude, '--output', output);
    expect(contentOf('clean.tsv')).toBe('안녕.\tHi.\n아니요.\tNo.\n');
    expect(printed.text.split('\n')).toEqual([
      'read      6 pairs',
      'dropped   1: a side is empty',
      'dropped   1: the same pair stood before',
      `dropped   1: a side is a sentence of ${exclude[0]}`,
      `dropped   1: a side is a sentence of ${exclude[1]}`,
      `wrote     2 pairs to ${output}`,
      '',
    ]);
  });

  it('writes nothing where a file is wrong', async () => {
    const bad = file('bad.tsv', '안녕.\tHi.\n네.\n');
    const output = join(folder, 'clean.tsv');
    await expect(corpus('clean', bad, '--output', output)).rejects.toThrow('line 2: expected 2 columns');
    expect(() => contentOf('clean.tsv')).toThrow('ENOENT');
  });

  it('reads other orders of columns', async () => {
    const path = file('en-ko.tsv', 'Hi.\t7\t안녕.\n');
    await corpus('clean', path, '--columns', 'en,id,ko', '--output', join(folder, 'clean.tsv'));
    expect(contentOf('clean.tsv')).toBe('안녕.\tHi.\n');
  });
});

describe('ieum corpus split', () => {
  it('writes three files that hold every pair once', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `문장 ${i}번.\tSentence number ${i}.`);
    const path = file('all.tsv', `${lines.join('\n')}\n`);
    await corpus('split', path, '--dev', '5', '--test', '7', '--seed', '2', '--output', join(folder, 'out'));
    const parts = ['train', 'dev', 'test'].map((name) =>
      contentOf('out', `${name}.tsv`).trimEnd().split('\n'),
    );
    expect(parts.map((part) => part.length)).toEqual([38, 5, 7]);
    expect(parts.flat().sort()).toEqual([...lines].sort());
    expect(printed.text).toContain('wrote     38 pairs to');
  });

  it('refuses more than there is', async () => {
    const path = file('few.tsv', '안녕.\tHi.\n');
    await expect(corpus('split', path, '--output', join(folder, 'out'))).rejects.toThrow(
      'dev part: expected 1000 pairs that share no sentence with the others, got 1',
    );
  });
});

describe('ieum corpus stats', () => {
  it('prints counts for people or as one line of JSON', async () => {
    const path = file('some.tsv', '안녕.\tHi there.\tgen\n네.\tYes.\tui\n');
    await corpus('stats', path, '--columns', 'ko,en,tier');
    expect(printed.text).toContain('pairs     2\nKorean    2 distinct sentences, 2 words');
    expect(printed.text).toContain('tier      ui: 1\n');
    printed.text = '';
    await corpus('stats', path, '--json');
    expect(JSON.parse(printed.text)).toMatchObject({ pairs: 2, target: { words: 3 }, tiers: {} });
    expect(printed.text).toMatch(/^[^\n]+\n$/);
  });
});
