/** Whole runs on small data: learned by heart, resumed exactly, stopped early, recorded. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { openStore } from '../../src/store/database.js';
import { checkRunConfig } from '../../src/training/configuration.js';
import { logObserver } from '../../src/training/log.js';
import { together } from '../../src/training/observer.js';
import type { ValidationReport } from '../../src/training/observer.js';
import { RunFolder } from '../../src/training/run-folder.js';
import { recordRun } from '../../src/training/run-record.js';
import { runTraining } from '../../src/training/run.js';
import { never, reverseConfig, stopAfter, weights } from './small-run.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-run-'));
const fiftyPairs = join(root, 'fifty.tsv');

beforeAll(async () => {
  await initialiseEngine();
  const lines = readFileSync('data/everyday/dev.tsv', 'utf8').split('\n');
  writeFileSync(fiftyPairs, `${lines.slice(0, 50).join('\n')}\n`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a run', () => {
  it('that was stopped twice and resumed is the run that never was', async () => {
    const config = reverseConfig(40);
    const whole = join(root, 'whole');
    await runTraining(config, {
      folder: whole,
      resume: false,
      signal: never,
      observer: logObserver(new RunFolder(whole)),
    });
    const parts = join(root, 'parts');
    const log = logObserver(new RunFolder(parts));
    for (const [resume, update] of [
      [false, 10],
      [true, 20],
    ] as const) {
      const { signal, observer } = stopAfter(update);
      const end = await runTraining(config, {
        ...{ folder: parts, resume, signal },
        observer: together([log, observer]),
      });
      expect(end).toBe('interrupted');
    }
    const end = await runTraining(config, { folder: parts, resume: true, signal: never, observer: log });
    expect(end).toBe('finished');
    expect(weights(parts)).toEqual(weights(whole));
    const numbers = (folder: string): unknown[] =>
      readFileSync(join(folder, 'log.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const { update, loss, gradientNorm, bleu } = JSON.parse(line) as Record<string, number>;
          return { update, loss, gradientNorm, bleu };
        });
    expect(numbers(parts)).toEqual(numbers(whole));
    expect(existsSync(join(whole, 'attention', '0000030.svg'))).toBe(true);
  });

  it('learns fifty pairs by heart', async () => {
    const config = checkRunConfig(
      {
        name: 'fifty',
        ...{ source: 'ko', target: 'en' },
        data: { train: [fiftyPairs], development: [fiftyPairs] },
        tokenizer: { sourceVocabulary: 400, targetVocabulary: 300, characterCoverage: 1 },
        model: { embedding: 48, hidden: 64 },
        training: {
          ...{ updates: 400, batchTokens: 400, learningRate: 0.01, warmup: 20, labelSmoothing: 0 },
          dropout: { embedding: 0, layer: 0, attentional: 0 },
          precision: 'float32',
        },
        validation: { every: 125, metric: 'loss', patience: 100 },
      },
      'test',
    );
    const reports: ValidationReport[] = [];
    const observer = { validated: (report: ValidationReport) => reports.push(report) };
    await runTraining(config, { folder: join(root, 'fifty'), resume: false, signal: never, observer });
    expect(reports.at(-1)?.bleu).toBeGreaterThan(95);
    expect(reports.at(-1)?.perplexity).toBeLessThan(1.1);
  });

  it('ends when patience does, with the best checkpoint kept', async () => {
    const config = reverseConfig(400, { validation: { every: 1, patience: 2, metric: 'bleu' } });
    const bleus: number[] = [];
    const observer = { validated: ({ bleu }: ValidationReport) => bleus.push(bleu) };
    const folder = join(root, 'patience');
    const end = await runTraining(config, { folder, resume: false, signal: never, observer });
    expect(end).toBe('stopped early');
    const best = Math.max(...bleus);
    expect(bleus.slice(-2).every((bleu) => bleu <= best)).toBe(true);
    expect(bleus.indexOf(best)).toBe(bleus.length - 3);
    expect(existsSync(join(folder, 'best', 'model.json'))).toBe(true);
  });

  it('goes on from the best checkpoint when the last one is damaged, and says so', async () => {
    const folder = join(root, 'damaged');
    const { signal, observer } = stopAfter(20);
    await runTraining(reverseConfig(40), { folder, resume: false, signal, observer });
    truncateSync(join(folder, 'last', 'weights.safetensors'), 100);
    const said: string[] = [];
    const end = await runTraining(reverseConfig(40), {
      ...{ folder, resume: true, signal: never },
      observer: { say: (line) => said.push(line) },
    });
    expect(end).toBe('finished');
    expect(
      said.some((line) => line.includes('weights.safetensors') && line.includes('trying the one before')),
    ).toBe(true);
  });

  it('goes on with another configuration when it is given one, and says so', async () => {
    const folder = join(root, 'changed');
    const { signal, observer } = stopAfter(10);
    await runTraining(reverseConfig(40), { folder, resume: false, signal, observer });
    const said: string[] = [];
    await runTraining(reverseConfig(20), {
      ...{ folder, resume: true, signal: never },
      observer: { say: (line) => said.push(line) },
    });
    expect(said).toContain('going on with another configuration than the run had before');
    expect(said).toContain('  training.updates: 40 before, 20 now');
    expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toMatch(/updates: 20\b/);
  });

  it('keeps the best k checkpoints, and validates what it averages', async () => {
    const config = reverseConfig(40, {
      training: { averageDecay: 0.9 },
      validation: { every: 10, keepBest: 2, metric: 'loss' },
    });
    const folder = join(root, 'kept');
    const losses: number[] = [];
    const observer = { validated: ({ loss }: ValidationReport) => losses.push(loss) };
    await runTraining(config, { folder, resume: false, signal: never, observer });
    // The loss falls all along: the two last ones are the best ones.
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(readdirSync(join(folder, 'kept'))).toEqual(['0000030', '0000040']);
    expect(readdirSync(join(folder, 'kept', '0000040'))).not.toContain('training.safetensors');
    expect(weights(folder, 'kept/0000040')).toEqual(weights(folder, 'best'));
    const plain = { every: 10, metric: 'loss' };
    const own = join(root, 'not averaged');
    await runTraining(reverseConfig(40, { validation: plain }), {
      folder: own,
      resume: false,
      signal: never,
    });
    expect(weights(own)).not.toEqual(weights(folder));
  });

  it.each([
    [{ schedule: 'constant', learningRate: 0.01 }, [0.01, 0.01]],
    [{ schedule: 'constant', learningRate: 0.01, warmup: 20 }, [0.005, 0.01]],
    [{ schedule: 'linear', learningRate: 0.021 }, [0.011, 0.001]],
    [{ schedule: 'linear', learningRate: 0.021, lowestLearningRate: 0.005 }, [0.011, 0.005]],
    [{ schedule: 'inverseSquareRoot', learningRate: 0.01, warmup: 10 }, [0.01, 0.01 / Math.SQRT2]],
    [{ schedule: 'exponential', learningRate: 0.01, decay: 0.1, decayEvery: 10 }, [0.001, 0.0001]],
    [{ schedule: 'plateau', learningRate: 0.01, decay: 0.1, plateauPatience: 1 }, [0.01, 0.001]],
  ])('has the learning rate of %j', async (training, expected) => {
    // Every validation is a BLEU of zero: only the first one is the best so far.
    const config = reverseConfig(20, {
      training: { warmup: 0, ...training },
      validation: { every: 7, metric: 'bleu', sentences: 1 },
    });
    const rates: number[] = [];
    const said: string[] = [];
    await runTraining(config, {
      ...{ folder: join(root, JSON.stringify(training)), resume: false, signal: never },
      observer: { updated: ({ learningRate }) => rates.push(learningRate), say: (line) => said.push(line) },
    });
    expect(rates).toHaveLength(2);
    rates.forEach((rate, place) => expect(rate).toBeCloseTo(expected[place], 6));
    const reduced = said.some((line) => line.includes('the learning rate is 0.00100 now'));
    expect(reduced).toBe(training.schedule === 'plateau');
  });

  it('validates when, and shows as much as, it is asked for', async () => {
    const config = reverseConfig(20, { validation: { every: 8, sentences: 5, samples: 2 } });
    const reports: ValidationReport[] = [];
    const observer = { validated: (report: ValidationReport) => reports.push(report) };
    await runTraining(config, { folder: join(root, 'shown'), resume: false, signal: never, observer });
    expect(reports.map(({ update }) => update)).toEqual([8, 16, 20]);
    for (const { hypotheses, samples } of reports) {
      expect(hypotheses).toHaveLength(5);
      expect(samples).toHaveLength(2);
    }
  });

  it('gives up where no gradient is a finite number any more, and says what to do', async () => {
    const config = reverseConfig(200, {
      training: { optimiser: { kind: 'sgd', momentum: 0 }, learningRate: 1e38, clipNorm: 1e9, warmup: 0 },
      validation: { every: 1000 },
    });
    const run = runTraining(config, { folder: join(root, 'lost'), resume: false, signal: never });
    await expect(run).rejects.toThrow(/expected a finite loss and gradient, .* lower training\.learningRate/);
  });

  it('does not begin where another has', async () => {
    const folder = join(root, 'taken');
    const stopped = { folder, resume: false, signal: AbortSignal.abort() };
    await runTraining(reverseConfig(5), stopped);
    await expect(runTraining(reverseConfig(5), stopped)).rejects.toThrow(/expected no run there, got one/);
  });

  it('begins where one failed before its first checkpoint, with vocabularies of its own', async () => {
    const folder = join(root, 'failed');
    const stopped = { folder, resume: false, signal: AbortSignal.abort() };
    const wrong = reverseConfig(5, { tokenizer: { targetVocabulary: 5000 } });
    await expect(runTraining(wrong, stopped)).rejects.toThrow(/vocabulary: expected at most/);
    const right = reverseConfig(5, { tokenizer: { sourceVocabulary: 40 } });
    await expect(runTraining(right, { ...stopped, resume: true })).rejects.toThrow(
      /start it without --resume/,
    );
    expect(await runTraining(right, stopped)).toBe('interrupted');
    expect(weights(folder).get('encoder.embedding')?.shape[0]).toBe(40);
  });

  it('is recorded in the store, and a resumed one without what it does again', async () => {
    const folder = join(root, 'recorded');
    const store = openStore(':memory:');
    const config = reverseConfig(30);
    const first = recordRun(store.runs, { config, folder, resume: false });
    const { signal, observer } = stopAfter(10);
    await runTraining(config, {
      folder,
      resume: false,
      signal,
      observer: together([first.observer, observer]),
    });
    expect(store.runs.list()).toMatchObject([{ name: 'reverse', status: 'stopped', step: 10 }]);
    const second = recordRun(store.runs, { config, folder, resume: true });
    await runTraining(config, { folder, resume: true, signal: never, observer: second.observer });
    expect(store.runs.list()).toMatchObject([{ status: 'finished', step: 30 }]);
    const [{ id }] = store.runs.list();
    expect(
      store.runs
        .metrics(id)
        .filter(({ kind }) => kind === 'training')
        .map(({ step }) => step),
    ).toEqual([10, 20, 30]);
    store.close();
  });
});
