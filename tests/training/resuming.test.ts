/** A run that was stopped and resumed is the run that never was, whatever it learns with. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { initialiseEngine } from '../../src/nn/backend.js';
import { checkRunConfig } from '../../src/training/configuration.js';
import type { RunConfig } from '../../src/training/configuration.js';
import { configChanges } from '../../src/training/resumption.js';
import { runTraining } from '../../src/training/run.js';
import { never, reverseConfig, stopAfter, trainingState, weights } from './small-run.js';
import type { ConfigChanges } from './small-run.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-resuming-'));
const corpora = [join(root, 'first.tsv'), join(root, 'second.tsv')];

beforeAll(async () => {
  await initialiseEngine();
  const lines = readFileSync('data/everyday/dev.tsv', 'utf8').split('\n');
  writeFileSync(corpora[0], `${lines.slice(0, 90).join('\n')}\n`);
  writeFileSync(corpora[1], `${lines.slice(90, 120).join('\n')}\n`);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Two small corpora, the second read more often than its size says. */
function mixedConfig(changes: ConfigChanges): RunConfig {
  const { training, validation, tokenizer } = changes;
  const development = { path: corpora[1], columns: ['ko', 'en'] };
  return checkRunConfig(
    {
      ...{ name: 'mixed', source: 'ko', target: 'en' },
      data: {
        train: [{ path: corpora[0] }, { path: corpora[1], weight: 2 }],
        development: [development],
        temperature: 2,
      },
      tokenizer: { sourceVocabulary: 400, targetVocabulary: 300, characterCoverage: 0.95, ...tokenizer },
      model: { embedding: 8, hidden: 12 },
      training: { updates: 40, batchTokens: 200, precision: 'float32', ...training },
      validation: { every: 15, sentences: 5, ...validation },
    },
    'test',
  );
}

const CASES: [string, () => RunConfig][] = [
  [
    'AdamW, accumulation, an average, a plateau, the best three and BPE-dropout',
    () =>
      reverseConfig(40, {
        training: {
          ...{ optimiser: { kind: 'adamw' }, accumulate: 2, averageDecay: 0.9, batchTokens: 150 },
          ...{ schedule: 'plateau', plateauPatience: 1, warmup: 5, subwordSampling: { bpeDropout: 0.3 } },
        },
        validation: { every: 8, metric: 'bleu', patience: 50, keepBest: 3, sentences: 5 },
      }),
  ],
  [
    'momentum, frozen parts, an exponential schedule, mixed corpora and unigram sampling',
    () =>
      mixedConfig({
        tokenizer: { algorithm: 'unigram' },
        training: {
          ...{ optimiser: { kind: 'sgd', nesterov: true }, freeze: ['encoder.*'], learningRate: 0.5 },
          ...{ schedule: 'exponential', decayEvery: 20, subwordSampling: { unigramAlpha: 0.2 } },
        },
      }),
  ],
  [
    'mixed corpora alone',
    () =>
      mixedConfig({ training: { schedule: 'inverseSquareRoot', averageDecay: 0.99, freeze: ['output.*'] } }),
  ],
];

describe('a run that was stopped twice and resumed is the run that never was', () => {
  it.each(CASES)('with %s', async (name, configOf) => {
    const config = configOf();
    const whole = join(root, `whole ${name}`);
    await runTraining(config, { folder: whole, resume: false, signal: never });
    const folder = join(root, `parts ${name}`);
    for (const [resume, update] of [
      [false, 10],
      [true, 20],
    ] as const) {
      const { signal, observer } = stopAfter(update);
      expect(await runTraining(config, { folder, resume, signal, observer })).toBe('interrupted');
    }
    expect(await runTraining(config, { folder, resume: true, signal: never })).toBe('finished');
    for (const checkpoint of ['last', 'best']) {
      expect(weights(folder, checkpoint)).toEqual(weights(whole, checkpoint));
      expect(trainingState(folder, checkpoint)).toEqual(trainingState(whole, checkpoint));
    }
    const kept = (of: string): string[] =>
      config.validation.keepBest > 1 ? readdirSync(join(of, 'kept')) : [];
    expect(kept(folder)).toEqual(kept(whole));
    expect(kept(folder)).toHaveLength(config.validation.keepBest > 1 ? config.validation.keepBest : 0);
  });
});

describe('a resumed run', () => {
  const begun = join(root, 'begun');
  const base = { training: { averageDecay: 0.9 } };
  beforeAll(async () => {
    const { signal, observer } = stopAfter(10);
    await runTraining(reverseConfig(20, base), { folder: begun, resume: false, signal, observer });
  });
  const resume = (config: RunConfig, folder = begun): Promise<unknown> =>
    runTraining(config, { folder, resume: true, signal: AbortSignal.abort() });

  it.each([
    [
      { model: { hidden: 16 } },
      /^model\.hidden: expected 12, as run .*begun was begun with, got 16; set it back/,
    ],
    [{ model: { bridge: 'zero' } }, /^model\.bridge: expected "dense", .* got "zero"/],
    [{ tokenizer: { sourceVocabulary: 58 } }, /^tokenizer\.sourceVocabulary: expected 57, .* got 58/],
    [
      { training: { optimiser: { kind: 'sgd' } } },
      /^training\.optimiser: expected adam, .* got sgd with momentum/,
    ],
  ])('is refused with %j, by name', async (changes, message) => {
    await expect(resume(reverseConfig(20, { ...base, ...changes }))).rejects.toThrow(message);
  });

  it('is refused with other frozen parts', async () => {
    const folder = join(root, 'frozen');
    const frozen = reverseConfig(20, { training: { freeze: ['encoder.*'] } });
    await runTraining(frozen, { folder, resume: false, signal: AbortSignal.abort() });
    await expect(resume(reverseConfig(20), folder)).rejects.toThrow(
      /^training\.freeze: expected the frozen parts/,
    );
  });

  it('is refused where its own configuration was changed in place', async () => {
    const folder = join(root, 'edited');
    await runTraining(reverseConfig(20), { folder, resume: false, signal: AbortSignal.abort() });
    const edited = reverseConfig(20, { model: { decoderLayers: 2 } });
    writeFileSync(join(folder, 'config.yaml'), stringify(edited));
    await expect(resume(edited, folder)).rejects.toThrow(
      /^model\.decoderLayers: expected 1, as checkpoint .*last was trained with, got 2/,
    );
  });

  it('may take up or leave off an average', async () => {
    const folder = join(root, 'averaged');
    const stop = { folder, signal: AbortSignal.abort() };
    const plain = reverseConfig(20, { training: { averageDecay: 0 } });
    await runTraining(plain, { ...stop, resume: false });
    const before = weights(folder);
    await runTraining(reverseConfig(20, base), { ...stop, resume: true });
    expect(weights(folder)).toEqual(before);
    await runTraining(plain, { ...stop, resume: true });
    expect(weights(folder)).toEqual(before);
  });
});

it('names what differs between two configurations', () => {
  const changes = configChanges(reverseConfig(20), reverseConfig(30, { training: { freeze: ['a'] } }));
  expect(changes).toEqual([
    { key: 'training.updates', before: 20, after: 30 },
    { key: 'training.freeze', before: [], after: ['a'] },
  ]);
});
