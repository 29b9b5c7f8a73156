/** Training pairs as examples: corpus by corpus with their weights, bounded in length, sampled on the sides asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import type { TokenizerAlgorithm } from '../../src/tokenizer/training.js';
import { checkRunConfig } from '../../src/training/configuration.js';
import { exampleSampler } from '../../src/training/example-sampling.js';
import { reversePairs } from '../../src/training/reverse-task.js';
import { RunFolder } from '../../src/training/run-folder.js';
import { runTokenizers } from '../../src/training/tokenizers.js';
import type { Tokenizers } from '../../src/training/tokenizers.js';
import { encodeTrainingExamples } from '../../src/training/training-examples.js';
import type { TrainingExamples } from '../../src/training/training-examples.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-examples-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pairs = reversePairs({ pairs: 60, shortest: 3, longest: 8, seed: 1 });
const corpora = [40, 20].map((count, place) => ({ path: String(place), pairs: count, sha256: '' }));
const data = { train: pairs, development: pairs, corpora };

function config(training: object = {}, tokenizer: object = {}) {
  const train = ['first', { path: 'second', weight: 3 }];
  return checkRunConfig(
    {
      ...{ name: 'x', source: 'en', target: 'en', data: { train, development: ['b'] } },
      tokenizer: { sourceVocabulary: 50, targetVocabulary: 50, characterCoverage: 1, ...tokenizer },
      training,
    },
    'x',
  );
}

const folderOf = (algorithm: TokenizerAlgorithm): RunFolder => new RunFolder(join(root, algorithm));
let tokenizers: Tokenizers;
let usual: TrainingExamples;
beforeAll(async () => {
  for (const algorithm of ['unigram', 'bpe'] as const) {
    const { tokenizer } = config({}, { algorithm });
    tokenizers = await runTokenizers(folderOf(algorithm), tokenizer, pairs, () => undefined);
  }
  usual = encodeTrainingExamples(data, config(), tokenizers);
});

describe('training examples', () => {
  it('stand corpus by corpus, each with its weight', () => {
    expect(usual.parts).toEqual([
      { first: 0, size: 40, weight: 1 },
      { first: 40, size: 20, weight: 3 },
    ]);
    expect(usual.pairs).toEqual(pairs);
  });

  it('are no longer than allowed', () => {
    const short = encodeTrainingExamples(data, config({ longest: 6 }), tokenizers);
    expect(short.left).toBeGreaterThan(0);
    expect(short.examples.length + short.left).toBe(60);
    expect(Math.max(...short.examples.map(({ source }) => source.length))).toBe(6);
    expect(short.parts[0].size + short.parts[1].size).toBe(short.examples.length);
    expect(short.parts[1].first).toBe(short.parts[0].size);
  });
});

describe('sampled subwords', () => {
  /** Whether any example is in other pieces on each side. */
  function changed(training: object): { source: boolean; target: boolean } {
    const sampler = exampleSampler(config(training), folderOf('bpe'));
    if (sampler === null) return { source: false, target: false };
    const random = new Random(1);
    const drawn = usual.examples.map((example, place) => sampler.sample(pairs[place], example, random));
    const differs = (side: 'source' | 'target'): boolean =>
      drawn.some((example, place) => example[side].join() !== usual.examples[place][side].join());
    for (const { source, target } of drawn) {
      expect(source.at(-1)).toBe(3);
      expect(target).not.toContain(3);
    }
    return { source: differs('source'), target: differs('target') };
  }

  it.each([
    [{}, false, false],
    [{ bpeDropout: 0.5 }, true, true],
    [{ bpeDropout: 0.5, sides: ['source'] }, true, false],
    [{ bpeDropout: 0.5, sides: ['target'] }, false, true],
  ])('with %j change the source: %s, the target: %s', (subwordSampling, source, target) => {
    expect(changed({ subwordSampling })).toEqual({ source, target });
  });

  it('never make an example longer than allowed', () => {
    const longest = Math.max(...usual.examples.map(({ source }) => source.length));
    const sampler = exampleSampler(
      config({ longest, subwordSampling: { bpeDropout: 0.9 } }),
      folderOf('bpe'),
    );
    const random = new Random(1);
    usual.examples.forEach((example, place) => {
      const { source, target } = sampler!.sample(pairs[place], example, random);
      expect(source.length).toBeLessThanOrEqual(longest);
      expect(target.length).toBeLessThan(longest);
    });
  });

  it('are refused from a vocabulary of the other kind, whatever the configuration calls it', () => {
    const wanted = config({ subwordSampling: { bpeDropout: 0.1 } });
    expect(() => exampleSampler(wanted, folderOf('unigram'))).toThrow(
      /bpeDropout: expected 0 with a unigram/,
    );
  });
});
