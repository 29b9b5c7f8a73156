/** `ieum experiments`: rows are trained and measured once, a stopped one goes on, and the table stands in its place. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { experimentMarkdown, writeExperiments } from '../../src/commands/experiment-table.js';
import type { ExperimentRow } from '../../src/commands/experiment-row.js';
import { registerExperiments } from '../../src/commands/experiments.js';
import { readRunConfig } from '../../src/training/configuration.js';
import { SMALL } from '../model/small-model.js';
import { captureOutput, runCommand } from './command-line.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-experiments-'));
const printed = captureOutput();
const at = (name: string): string => join(root, name);

function writeConfig(name: string, model: object, updates = 2): string {
  const config = {
    ...{ name, source: 'ko', target: 'en' },
    data: { train: [at('pairs.tsv')], development: [at('pairs.tsv')] },
    tokenizer: { sourceVocabulary: 400, targetVocabulary: 140, characterCoverage: 1 },
    model: { embedding: 8, hidden: 12, ...model },
    training: { updates, batchTokens: 300, precision: 'float32' },
    validation: { every: 10, sentences: 2, samples: 0 },
  };
  writeFileSync(at(`${name}.yaml`), stringify(config));
  return at(`${name}.yaml`);
}

beforeAll(() => {
  const lines = readFileSync('data/everyday/dev.tsv', 'utf8').split('\n');
  writeFileSync(at('pairs.tsv'), `${lines.slice(0, 60).join('\n')}\n`);
  writeFileSync(at('test.tsv'), `${lines.slice(60, 72).join('\n')}\n`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(...configs: string[]): Promise<string> {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  said.mockClear();
  const flags = ['--test', at('test.tsv'), '--runs', at('runs'), '--output', at('table.md'), '--beam', '2'];
  await runCommand(registerExperiments, ['experiments', ...configs, ...flags, '--buckets', '11']);
  return said.mock.calls.map(([text]) => String(text)).join('');
}

describe('ieum experiments', () => {
  it('trains and measures each configuration once, and writes them as a table', async () => {
    const configs = [writeConfig('with', {}), writeConfig('without', { attention: 'none' })];
    expect(await run(...configs)).toContain('[2/2] without: translating 12 sentences');
    const document = readFileSync(at('table.md'), 'utf8');
    expect(document).toMatch(/^# Experiments\n\n<!-- table: .*-->\n\nModels from ko to en, 2 updates each/);
    expect(document).toMatch(/\| lstm \| dot \| [\d,]+ \| 0\.\d \| \d+\.\d ± \d+\.\d \| /);
    expect(document).toMatch(/\| lstm \| none \| /);
    expect(document).toContain('BLEU with attention less BLEU without:');
    expect(printed.text).toMatch(/^cell +attention +parameters/);

    const weights = join(root, 'runs', 'with', 'last', 'model.json');
    const before = statSync(weights).mtimeMs;
    expect(await run(...configs)).toContain('[1/2] with: is there');
    expect(statSync(weights).mtimeMs).toBe(before);
    expect(readFileSync(at('table.md'), 'utf8')).toBe(document);
  });

  it('measures again, without training again, where the test set is another', async () => {
    const config = writeConfig('again', { cell: 'gru' });
    await run(config);
    const test = readFileSync(at('test.tsv'), 'utf8');
    writeFileSync(at('test.tsv'), test.split('\n').slice(2).join('\n'));
    const said = await run(config);
    expect(said).toContain('again: translating 10 sentences');
    expect(said).not.toContain('again: training');
    writeFileSync(at('test.tsv'), test);
  });

  it('refuses a run that was begun with another configuration, and two rows of one name', async () => {
    await run(writeConfig('changed', { cell: 'rnn' }));
    const changed = writeConfig('changed', { cell: 'rnn' }, 3);
    await expect(run(changed)).rejects.toThrow(
      /experiment changed: expected the configuration .* begun with, got another \(training\.updates: 2 before/,
    );
    await expect(run(changed, changed)).rejects.toThrow('expected each name once, got changed twice');
  });
});

function row(attention: 'dot' | 'none', scores: number[]): ExperimentRow {
  const [score, ...buckets] = scores;
  return {
    ...{ name: attention, source: 'ko', target: 'en', parameters: 1234567, updates: 4000, minutes: 8.25 },
    architecture: { ...SMALL, attention },
    bleu: { score, half: 1.04, signature: 'nrefs:1' },
    chrf: 30,
    buckets: buckets.map((bleu, k) => ({ from: 5 * k, to: k === 0 ? 4 : null, sentences: 10, bleu })),
  };
}

describe('the table of experiments', () => {
  it('tells what attention gives, by length', () => {
    const text = experimentMarkdown([row('dot', [20, 24, 18]), row('none', [15, 22, 5.5])], 'test.tsv');
    expect(text).toContain('| lstm | dot | 1,234,567 | 8.3 | 20.0 ± 1.0 | 30.0 | 24.0 | 18.0 |');
    expect(text).toContain('| lstm | +5.0 | +2.0 | +12.5 |');
    expect(text).toContain(
      '- lstm: from 24.0 to 18.0 (75 % of it is left) with attention, from 22.0 to 5.5 (25 % of it is left) without.',
    );
  });

  it('stands between its marks and leaves the rest of a document alone', () => {
    const path = at('document.md');
    writeExperiments(path, 'first');
    const [head, tail] = readFileSync(path, 'utf8').split('first');
    writeFileSync(path, `before\n${head}old${tail}after\n`);
    writeExperiments(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe(`before\n${head}second${tail}after\n`);
    writeFileSync(path, 'nothing');
    expect(() => writeExperiments(path, 'third')).toThrow(
      /--output: expected the lines .* in .*document\.md/,
    );
  });

  it('has its place in docs/experiments.md', () => {
    const text = readFileSync('docs/experiments.md', 'utf8');
    writeFileSync(at('copy.md'), text);
    writeExperiments(at('copy.md'), 'x');
    expect(readFileSync(at('copy.md'), 'utf8').split('\n')[0]).toBe(text.split('\n')[0]);
  });

  it('has rows that differ in cell and attention alone', () => {
    const configs = readdirSync('configs/experiments').map((name) =>
      readRunConfig(`configs/experiments/${name}`),
    );
    const [first] = configs;
    const choices = configs.map((config) => {
      const { cell, attention } = config.model;
      expect(config.name).toBe(`${cell}-${attention}`);
      expect({ ...config, name: '', model: { ...config.model, cell: '', attention: '' } }).toEqual({
        ...first,
        name: '',
        model: { ...first.model, cell: '', attention: '' },
      });
      return config.name;
    });
    expect(choices.sort()).toEqual(['gru-dot', 'gru-none', 'lstm-dot', 'lstm-none', 'rnn-dot', 'rnn-none']);
  });
});
