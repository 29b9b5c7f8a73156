import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerRuns } from '../../src/commands/runs.js';
import { openStore } from '../../src/store/database.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
const printed = captureOutput();

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'ieum-runs-')), 'home');
  vi.stubEnv('IEUM_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(join(folder, '..'), { recursive: true });
});

async function runs(...args: string[]): Promise<void> {
  await runCommand(registerRuns, ['runs', ...args]);
}

function storeOneRun(): void {
  const store = openStore();
  const id = store.runs.start({ name: 'ko-en', folder: 'runs/ko-en', config: { seed: 1 } });
  store.runs.addMetrics(id, { kind: 'training', step: 100, epoch: 0.5, loss: 6.5, learningRate: 0.001 });
  store.runs.addMetrics(id, {
    kind: 'validation',
    step: 200,
    epoch: 1,
    loss: 5,
    perplexity: 148.41,
    bleu: 2.5,
  });
  store.runs.finish(id, 'finished');
  store.close();
}

describe('ieum runs', () => {
  it('says that there are none, and makes no folder', async () => {
    await runs();
    expect(printed.text).toContain('no runs yet');
    expect(existsSync(folder)).toBe(false);
    printed.text = '';
    await runs('--json');
    expect(JSON.parse(printed.text)).toEqual([]);
  });

  it('lists runs with their best validation', async () => {
    storeOneRun();
    await runs();
    expect(printed.text).toMatch(
      /^id {2}name .*\n1 {3}ko-en {2}finished .* 200 {3}2\.50 {2}148\.41 .*runs\/ko-en\n$/,
    );
  });

  it('shows what was measured in one', async () => {
    storeOneRun();
    await runs('1');
    expect(printed.text).toContain('ko-en in runs/ko-en: finished');
    expect(printed.text).toMatch(/\n100 {3}0\.50 {3}training {4}6\.5000 .*0\.00100/);
    printed.text = '';
    await runs('1', '--json');
    expect(JSON.parse(printed.text)).toMatchObject({
      id: 1,
      config: { seed: 1 },
      metrics: [{ step: 100 }, { step: 200 }],
    });
  });

  it('refuses a run that is not there', async () => {
    storeOneRun();
    await expect(runs('2')).rejects.toThrow('run 2: expected the number of a run');
    await expect(runs('first')).rejects.toThrow("expected a whole number, got 'first'");
  });
});
