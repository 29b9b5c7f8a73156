/** A model without attention translates and scores; what needs attention refuses it by name. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerAlign } from '../../src/commands/align.js';
import { registerScore } from '../../src/commands/score.js';
import { registerTranslate } from '../../src/commands/translate.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
let blind: string;
let seeing: string;
const printed = captureOutput();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-blind-'));
  blind = await writeTinyCheckpoint({ parent: folder, name: 'blind', changes: { attention: 'none' } });
  seeing = await writeTinyCheckpoint({ parent: folder, name: 'seeing', source: 'en' });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const TEXT = '오늘은 날씨가 좋네요.';
const refusal = 'expected a model with attention, got blind, which was trained without';

describe('a model without attention', () => {
  it('translates, with every way to search', async () => {
    const flags = ['--beam', '3', '--coverage-penalty', '0.2', '--copy', 'all'];
    await runCommand(registerTranslate, ['translate', '--model', blind, ...flags, TEXT]);
    expect(printed.text).toMatch(/^.*\n$/);
  });

  it('scores', async () => {
    const pairs = join(folder, 'pairs.tsv');
    writeFileSync(pairs, `${TEXT}\tThe weather is nice today.\n`);
    await runCommand(registerScore, ['score', '--model', blind, pairs, '--json']);
    expect((JSON.parse(printed.text) as { logProbability: number }).logProbability).toBeLessThan(0);
  });

  it('has no attention to write', async () => {
    const picture = join(folder, 'attention.svg');
    const wanted = ['translate', '--model', blind, '--attention', picture, TEXT];
    await expect(runCommand(registerTranslate, wanted)).rejects.toThrow(`--attention: ${refusal}`);
    expect(existsSync(picture)).toBe(false);
  });

  it('links no words', async () => {
    const align = (...flags: string[]): Promise<void> => runCommand(registerAlign, ['align', ...flags]);
    await expect(align('--model', blind)).rejects.toThrow(`--model: ${refusal}`);
    await expect(align('--model', seeing, '--reverse-model', blind)).rejects.toThrow(
      `--reverse-model: ${refusal}`,
    );
  });
});
