/** `ieum train` and `ieum average` as from a shell: runs, trials, JSON, and what is said of wrong flags. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { registerAverage } from '../../src/commands/average.js';
import { registerTrain } from '../../src/commands/train.js';
import type { DryRun } from '../../src/training/dry-run.js';
import type { RateSearch } from '../../src/training/learning-rate-finder.js';
import { reverseConfig } from '../training/small-run.js';
import { captureOutput, runCommand } from './command-line.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-train-'));
const config = join(root, 'reverse.yaml');
const folder = join(root, 'run');
const printed = captureOutput();
const train = (...args: string[]): Promise<void> => runCommand(registerTrain, ['train', ...args]);

let noted = '';
beforeAll(() => {
  vi.stubEnv('IEUM_HOME', join(root, 'home'));
  const changes = {
    training: { averageDecay: 0.9, freeze: ['encoder.*'], accumulate: 2 },
    validation: { every: 10, keepBest: 2 },
  };
  writeFileSync(config, stringify(reverseConfig(20, changes)));
});
beforeEach(() => {
  noted = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    noted += String(chunk);
    return true;
  });
});
afterEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const lines = (): Record<string, unknown>[] =>
  printed.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('ieum train --dry-run', () => {
  it('prints what training would take, and leaves nothing behind', async () => {
    const before = readdirSync(root);
    await train('--config', config, '--output', folder, '--dry-run');
    expect(printed.text).toMatch(/^parameters +3,981\n/);
    expect(printed.text).toMatch(/\n {2}encoder\.embedding +456\n/);
    expect(printed.text).toMatch(/\n {2}trained +\d,\d{3} \(others frozen\)\n/);
    expect(printed.text).toMatch(/\n {2}padding +\d+\.\d % \(source/);
    expect(printed.text).toMatch(/\ntime +\d+:\d\d without validations/);
    expect(readdirSync(root)).toEqual(before);
    expect(noted).toContain('300 training pairs, 20 development pairs');
  });

  it('counts right, as JSON', async () => {
    await train('--config', config, '--output', folder, '--dry-run', '--json');
    const { parameters, memory, pairs, batches, time } = JSON.parse(printed.text) as DryRun;
    const sum = parameters.groups.reduce((all, group) => all + group.parameters, 0);
    expect(parameters.total).toBe(sum);
    const encoder = parameters.groups.filter(({ name }) => name.startsWith('encoder'));
    expect(parameters.trained).toBe(sum - encoder.reduce((all, group) => all + group.parameters, 0));
    // Adam keeps the values and two moments; the average is one more.
    expect(memory).toMatchObject({ weights: 4 * sum, optimiser: 12 * parameters.trained });
    expect(memory.average).toBe(4 * parameters.trained);
    expect(pairs).toEqual({ training: 300, left: 0, development: 20 });
    expect(batches.sentences).toBe(300);
    expect(batches.updatesAnEpoch).toBe(batches.batches / 2);
    expect(batches.padding).toBeLessThan(0.1);
    expect(time.secondsInAll).toBeCloseTo(20 * time.secondsAnUpdate, 6);
    expect(time.epochs).toBeCloseTo(20 / batches.updatesAnEpoch, 6);
  });
});

describe('ieum train --find-learning-rate', () => {
  it('prints a table and a suggestion', async () => {
    await train('--config', config, '--output', folder, '--find-learning-rate');
    expect(printed.text).toMatch(/^learning rate +loss +smoothed\n +1\.00e-6 +4\.\d{3} +4\.\d{3}\n/);
    expect(printed.text).toMatch(/\nsuggestion: learningRate: \d\S* \(where/);
    expect(existsSync(folder)).toBe(false);
  });

  it('prints all trials as JSON', async () => {
    await train('--config', config, '--output', folder, '--find-learning-rate', '--json');
    const { trials, suggestion } = JSON.parse(printed.text) as RateSearch;
    expect(trials.length).toBeGreaterThan(50);
    expect(trials.map(({ learningRate }) => learningRate)).toContain(suggestion);
  });
});

describe('ieum train', () => {
  it('prints a line of JSON for all that happens; ieum average makes one model of what it kept', async () => {
    await train('--config', config, '--output', folder, '--json');
    const kinds = lines().map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'note')).toEqual([
      ...['began', 'training', 'validation', 'training', 'validation', 'ended', 'result'],
    ]);
    const training = lines().find(({ kind }) => kind === 'training');
    expect(training).toMatchObject({ update: 10, updates: 20, epoch: expect.any(Number) as number });
    expect(training).toHaveProperty('gradientNorm');
    expect(lines().find(({ kind }) => kind === 'validation')).toMatchObject({ update: 10, best: true });
    expect(lines().at(-1)).toEqual({ kind: 'result', end: 'finished', folder, best: join(folder, 'best') });

    printed.text = '';
    const output = join(root, 'average');
    await runCommand(registerAverage, ['average', folder, '--output', output, '--json']);
    const kept = ['0000010', '0000020'].map((name) => join(folder, 'kept', name));
    expect(lines()).toEqual([{ output, checkpoints: kept, updates: 20 }]);
    expect(existsSync(join(output, 'weights.safetensors'))).toBe(true);
    printed.text = '';
    await runCommand(registerAverage, ['average', ...kept, '--output', output]);
    expect(printed.text).toContain(`averaged 2 checkpoints in ${output}:\n  ${kept[0]}\n`);
  });

  it.each([
    [[], /train: expected --config FILE or --resume FOLDER, got neither/],
    [['--config', 'x.yaml', '--dry-run', '--find-learning-rate'], /expected one of .* got both/],
    [['--config', 'x.yaml', '--dry-run', '--resume'], /--dry-run with --config alone, got --resume too/],
    [['--config', 'x.yaml', '--find-learning-rate', '--resume'], /--find-learning-rate with --config alone/],
    [['--resume', 'nowhere'], /run nowhere: expected a run to resume, got no such folder/],
    [['--config', 'nowhere.yaml'], /configuration nowhere\.yaml: expected a YAML file, got no such file/],
  ])('refuses %j', async (args, message) => {
    await expect(train(...args)).rejects.toThrow(message);
  });
});
