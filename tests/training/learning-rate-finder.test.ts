/** The range test: rates rise by one factor, and the suggestion is where the loss falls steepest. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { findLearningRate, suggestRate } from '../../src/training/learning-rate-finder.js';
import type { RateTrial } from '../../src/training/learning-rate-finder.js';
import { Learner } from '../../src/training/learner.js';
import { smallModel, SOURCES, TARGETS } from '../model/small-model.js';
import { reverseConfig } from './small-run.js';

beforeAll(() => initialiseEngine());

const examples = SOURCES.map((source, place) => ({ source, target: TARGETS[place] }));
const pairs = examples.map(() => ({ source: '', target: '' }));
const train = { examples, pairs, left: 0, parts: [{ first: 0, size: examples.length, weight: 1 }] };

/** Losses that stay, fall about a rate as a logistic curve does, and rise again from another rate on. */
function curve(fall: number, rise: number): RateTrial[] {
  return Array.from({ length: 100 }, (_, k) => {
    const learningRate = 1e-6 * 1e6 ** (k / 99);
    const x = Math.log(learningRate);
    const loss = 8 - 3 / (1 + Math.exp(-2 * (x - Math.log(fall)))) + Math.max(0, x - Math.log(rise));
    return { learningRate, loss, smoothed: loss };
  });
}

describe('the suggested rate', () => {
  it.each([1e-4, 1e-3])('is where the loss falls steepest, at %d', (fall) => {
    const suggestion = suggestRate(curve(fall, 0.05)) ?? 0;
    expect(suggestion).toBeGreaterThan(fall / 1.3);
    expect(suggestion).toBeLessThan(fall * 1.3);
  });

  it('is none where the loss only rises', () => {
    const rising = curve(1e-3, 0.05).map((trial, k) => ({ ...trial, smoothed: k }));
    expect(suggestRate(rising)).toBeNull();
    expect(suggestRate([])).toBeNull();
  });
});

describe('the search', () => {
  const search = async (to: number, signal?: AbortSignal) => {
    const training = { optimiser: { kind: 'sgd', momentum: 0 }, clipNorm: 1e9, batchTokens: 1000 };
    const config = reverseConfig(10, { training });
    const model = smallModel();
    const learner = new Learner({ config, model, train, sampler: null, precision: 'float32' });
    const result = await findLearningRate(learner, config, { from: 1e-3, to, updates: 40, signal });
    learner.dispose();
    model.dispose();
    return result;
  };

  it('tries rates from the first to the last by one factor, and learns on the way', async () => {
    const { trials, suggestion } = await search(1);
    expect(trials).toHaveLength(40);
    expect(trials[0].learningRate).toBeCloseTo(1e-3, 10);
    expect(trials[39].learningRate).toBeCloseTo(1, 10);
    expect(trials[20].learningRate / trials[19].learningRate).toBeCloseTo(1000 ** (1 / 39), 6);
    expect(trials[39].smoothed).toBeLessThan(trials[0].smoothed);
    expect(suggestion).toBeGreaterThan(1e-2);
  });

  it('ends where the loss blows up, and where it is stopped', async () => {
    expect((await search(1e6)).trials.length).toBeLessThan(40);
    expect((await search(1, AbortSignal.abort())).trials).toEqual([]);
  });
});
