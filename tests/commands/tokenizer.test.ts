/** `ieum tokenizer`: files in, a model out, and mistakes told in one line. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { registerTokenizer } from '../../src/commands/tokenizer.js';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.js';

const folder = mkdtempSync(join(tmpdir(), 'ieum-tokenizer-'));
const table = join(folder, 'pairs.tsv');
writeFileSync(table, '나는 간다.\tI go.\n너는 간다.\tYou go.\n'.repeat(3));

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `ieum tokenizer train` and returns what it printed. */
async function train(...args: string[]): Promise<string> {
  const printed: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  const program = new Command('ieum').exitOverride();
  registerTokenizer(program);
  await program.parseAsync(['node', 'ieum', 'tokenizer', 'train', ...args]);
  return printed.join('');
}

describe('ieum tokenizer train', () => {
  it.each([
    ['--language', 'en', 'You go.'],
    ['--column', '1', '너는 간다.'],
  ])('learns from the column of %s %s', async (flag, value, sentence) => {
    const output = join(folder, `${value}.model`);
    const summary = await train('--input', table, flag, value, '--output', output, '--vocabulary', '15');
    expect(summary).toMatch(/read {6}6 lines, 12 words\nlearned {3}15 pieces \(bpe\)/);
    const tokenizer = await loadTokenizer(output);
    expect(tokenizer.decode(tokenizer.encode(sentence))).toBe(sentence);
  });

  it('asks which column of a table is meant', async () => {
    await expect(train('--input', table, '--output', join(folder, 'x'))).rejects.toThrow(
      `expected --language or --column for the tab-separated ${table}, got neither`,
    );
  });

  it('names file and line where the column is missing', async () => {
    await expect(train('--input', table, '--column', '3', '--output', join(folder, 'x'))).rejects.toThrow(
      `file ${table} line 1: expected a column 3, got 2 in all`,
    );
  });

  it('writes nothing where the text cannot give the size', async () => {
    const output = join(folder, 'too-large.model');
    await expect(train('--input', table, '--language', 'ko', '--output', output)).rejects.toThrow(
      /vocabulary: expected at most \d+ pieces for this text, got 8000/,
    );
    expect(existsSync(output)).toBe(false);
  });
});
