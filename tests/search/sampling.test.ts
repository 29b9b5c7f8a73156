import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { search } from '../../src/search/search.js';
import type { Sampling, SearchResult } from '../../src/search/search.js';
import { randomRule, ToyModel } from './toy-model.js';
import type { ToyRule } from './toy-model.js';

const SOURCES = [
  [4, 5, 6, 7, 3],
  [5, 3],
  [9, 8, 3],
];
const SIZE = 12;

function draw(
  sampling: Partial<Sampling>,
  { nBest = 40, rule = randomRule(SIZE, 6), sources = SOURCES } = {},
): SearchResult[][] {
  const whole = { temperature: 1, topK: 0, seed: 1, ...sampling };
  return search(new ToyModel(SIZE, rule), batchSources(sources), { nBest, sampling: whole });
}

const texts = (results: SearchResult[]): string[] => results.map(({ ids }) => ids.join(' '));
const kinds = (results: SearchResult[]): number => new Set(texts(results)).size;

beforeAll(async () => {
  await initialiseEngine();
});

describe('sampling', () => {
  it('draws the same with the same seed and others with another', () => {
    expect(draw({ seed: 3 })).toEqual(draw({ seed: 3 }));
    expect(texts(draw({ seed: 3 })[0])).not.toEqual(texts(draw({ seed: 4 })[0]));
  });

  it('draws for a sentence alone what it draws in a batch', () => {
    const together = draw({}, { nBest: 5 });
    SOURCES.forEach((source, k) => {
      expect(texts(draw({}, { nBest: 5, sources: [source] })[0])).toEqual(texts(together[k]));
    });
  });

  it('draws each piece as often as its probability says', () => {
    const rule: ToyRule = (source, prefix) => {
      const logits = new Array<number>(SIZE).fill(-30);
      if (prefix.length > 0) logits[3] = 9;
      else [logits[4], logits[5], logits[6]] = [Math.log(0.6), Math.log(0.3), Math.log(0.1)];
      return { logits, attention: source.map(() => 1 / source.length) };
    };
    const share = (results: SearchResult[], id: number): number =>
      results.filter(({ ids }) => ids[0] === id).length / results.length;
    const [even] = draw({}, { nBest: 2000, rule, sources: [[5, 3]] });
    expect(share(even, 4)).toBeCloseTo(0.6, 1);
    expect(share(even, 6)).toBeCloseTo(0.1, 1);
    const [cold] = draw({ temperature: 0.5 }, { nBest: 2000, rule, sources: [[5, 3]] });
    expect(share(cold, 4)).toBeCloseTo(0.36 / 0.46, 1);
    const [two] = draw({ topK: 2 }, { nBest: 2000, rule, sources: [[5, 3]] });
    expect(share(two, 6)).toBe(0);
    expect(share(two, 4)).toBeCloseTo(2 / 3, 1);
  });

  it('is greedy with the likeliest piece alone, and the wilder the hotter', () => {
    const [greedy] = search(new ToyModel(SIZE, randomRule(SIZE, 6)), batchSources([SOURCES[0]]), { beam: 1 });
    expect(new Set(texts(draw({ topK: 1 })[0]))).toEqual(new Set(texts(greedy)));
    expect(kinds(draw({ temperature: 3 })[0])).toBeGreaterThan(kinds(draw({ temperature: 0.2 })[0]));
  });

  it('returns as many as are wanted, likeliest first, with their own attention', () => {
    for (const results of draw({}, { nBest: 7 })) {
      const scores = results.map(({ score }) => score);
      expect(results).toHaveLength(7);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const { ids, attention } of results) expect(attention).toHaveLength(ids.length);
    }
  });

  it('leaves no tensors behind', () => {
    draw({});
    const before = tf.memory().numTensors;
    draw({});
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ temperature: 0 }, /^sampling temperature: expected a number above 0, got 0$/],
    [{ topK: -1 }, /^top-k: /],
    [{ seed: 0.5 }, /^seed: /],
  ])('refuses %j', (sampling, message) => {
    expect(() => draw(sampling)).toThrow(message);
  });

  it('is no search: forced words and a trace are refused', () => {
    const sampling = { temperature: 1, topK: 0, seed: 1 };
    const model = new ToyModel(SIZE, randomRule(SIZE));
    const constraints = [{ forced: [[4]] }];
    const source = batchSources(SOURCES);
    expect(() => search(model, source, { sampling, constraints })).toThrow(
      /^forced words: expected a search/,
    );
    expect(() => search(model, source, { sampling, trace: () => undefined })).toThrow(/^trace: /);
  });
});
