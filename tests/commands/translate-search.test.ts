import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerTranslate } from '../../src/commands/translate.js';
import { addSearchFlags, searchSettings } from '../../src/commands/translate-search.js';
import type { SearchFlags } from '../../src/commands/translate-search.js';
import type { TracedSearch } from '../../src/commands/translate-trace.js';
import type { SearchSettings } from '../../src/serving/search-settings.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

const SOURCE = '오늘은 날씨가 좋네요';

function settings(...args: string[]): SearchSettings {
  const command = addSearchFlags(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(args, { from: 'user' });
  return searchSettings(command.opts<SearchFlags>());
}

describe('flags of the search', () => {
  it.each<[string[], Partial<SearchSettings>]>([
    [['--length-penalty', '0.6'], { lengthPenalty: 0.6 }],
    [['--coverage-penalty', '0.2'], { coveragePenalty: 0.2 }],
    [['--block-ngram-repeat', '3'], { noRepeatNgram: 3 }],
    [['--min-length-ratio', '0.5'], { minLengthRatio: 0.5 }],
    [['--max-length-ratio', '1.5'], { maxLengthRatio: 1.5 }],
    [['--max-repeats', '4'], { maxRepeats: 4 }],
    [['--no-protect'], { protect: false }],
    [['--prefix', 'The weather'], { prefix: 'The weather' }],
    [['--ban', 'nice', '--ban', 'fine day'], { banned: ['nice', 'fine day'] }],
    [
      ['--force', 'school', '--force', '날씨=weather'],
      { forced: [{ target: 'school' }, { source: '날씨', target: 'weather' }] },
    ],
    [['--copy', 'all'], { copy: 'all' }],
    [['--score-temperature', '1.3'], { scoreTemperature: 1.3 }],
    [['--sample'], { sampling: { temperature: 1, topK: 0, seed: 1 } }],
    [
      ['--sample', '--temperature', '0.7', '--top-k', '9', '--seed', '5'],
      { sampling: { temperature: 0.7, topK: 9, seed: 5 } },
    ],
  ])('%j asks for %j', (args, expected) => {
    expect(settings(...args)).toEqual({ ...settings(), ...expected });
  });

  it.each([
    [['--top-k', '3'], /^--top-k: expected --sample beside it/],
    [['--seed', '3'], /^--seed: expected --sample beside it/],
    [['--temperature', '1'], /^--temperature: expected --sample beside it/],
    [['--sample', '--trace', 'a.json'], /^--trace: expected a search, got --sample/],
    [['--force', '날씨='], /expected WORD or SOURCE=WORD/],
    [['--coverage-penalty', '-1'], /expected a number from 0/],
    [['--copy', 'some'], /Allowed choices are off, unknown, all/],
  ])('refuses %j', (args, message) => {
    expect(() => settings(...args)).toThrow(message);
  });
});

describe('ieum translate with a model', () => {
  const output = captureOutput();
  let model: string;

  beforeAll(async () => {
    model = await writeTinyCheckpoint({ seed: 3 });
  });

  async function run(...args: string[]): Promise<string[]> {
    output.text = '';
    await runCommand(registerTranslate, ['translate', '--model', model, ...args, SOURCE]);
    return output.text.trimEnd().split('\n');
  }

  it('searches as the flags say', async () => {
    const [plain] = await run();
    expect(plain).not.toMatch(/^The weather/);
    expect((await run('--prefix', 'The weather'))[0]).toMatch(/^The weather/);
    expect((await run('--force', 'school is'))[0]).toContain('school is');
    expect((await run('--ban', plain.split(' ')[0]))[0].split(' ')[0]).not.toBe(plain.split(' ')[0]);
  });

  it('draws as many as are wanted, more than the beam is wide', async () => {
    const drawn = await run('--sample', '--temperature', '2', '--n-best', '7', '--beam', '1');
    expect(drawn).toHaveLength(7);
    expect(await run('--sample', '--temperature', '2', '--n-best', '7', '--seed', '2')).not.toEqual(drawn);
    await expect(run('--sample', '--n-best', '101')).rejects.toThrow(
      /^--n-best: expected a number from 1 to 100/,
    );
  });

  it('writes the trees of its searches', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'trace.json');
    await run('--trace', path, '--beam', '2');
    const [{ source, nodes, best }] = JSON.parse(readFileSync(path, 'utf8')) as TracedSearch[];
    expect(source).toBe(`${SOURCE}.`);
    expect(nodes[best[0]]).toMatchObject({ fate: 'finished', piece: '</s>' });
    await expect(run('--trace', join(path, 'x.json'))).rejects.toThrow(/^--trace: expected to write/);
  });
});
