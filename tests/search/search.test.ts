import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { normalisedScore } from '../../src/search/hypothesis.js';
import { beamSearch, greedySearch, search } from '../../src/search/search.js';
import type { SearchResult } from '../../src/search/search.js';
import { BOS, EOS, PAD, UNK } from '../../src/text/special-pieces.js';
import { randomRule, ToyModel } from './toy-model.js';
import type { ToyRule } from './toy-model.js';

const SOURCES = [
  [4, 5, 6, 7, 3],
  [5, 3],
  [9, 8, 3],
  [4, 4, 4, 3],
  [6, 3],
  [11, 10, 9, 3],
];

interface Tried {
  ids: number[];
  score: number;
}

function logSoftmax(logits: number[]): number[] {
  const greatest = Math.max(...logits);
  const normaliser = greatest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
  return logits.map((logit) => logit - normaliser);
}

/** Log-probability and attention of each step of a given translation. */
function force(rule: ToyRule, source: number[], ids: number[]): { steps: number[]; attention: number[][] } {
  const taken = ids.map((id, u) => ({ ...rule(source, ids.slice(0, u)), id }));
  return {
    steps: taken.map(({ logits, id }) => logSoftmax(logits)[id]),
    attention: taken.map(({ attention }) => attention),
  };
}

/** Every complete translation of up to `limit` pieces, best first. */
function bruteForce(
  rule: ToyRule,
  vocabulary: number,
  source: number[],
  limit: number,
  alpha: number,
): Tried[] {
  const found: Tried[] = [];
  const visit = (prefix: number[], logProbability: number): void => {
    const next = logSoftmax(rule(source, prefix).logits);
    if (prefix.length > 0) {
      const ids = [...prefix, EOS];
      found.push({ ids, score: normalisedScore(logProbability + next[EOS], ids.length, alpha) });
    }
    if (prefix.length + 1 === limit) return;
    for (let id = 4; id < vocabulary; id++) visit([...prefix, id], logProbability + next[id]);
  };
  visit([], 0);
  return found.sort((a, b) => b.score - a.score);
}

function expectClose(actual: SearchResult, expected: SearchResult): void {
  expect(actual.ids).toEqual(expected.ids);
  expect(actual.score).toBeCloseTo(expected.score, 6);
  expect(actual.attention).toEqual(expected.attention);
}

beforeAll(async () => {
  await initialiseEngine();
});

describe('beamSearch', () => {
  it.each([0, 0.6, 1])(
    'finds the best of all translations when the beam holds them all (alpha %d)',
    (alpha) => {
      const rule = randomRule(8);
      const limit = 4;
      const options = { beam: 200, nBest: 20, maxLength: () => limit, lengthPenalty: alpha };
      const results = beamSearch(new ToyModel(8, rule), batchSources(SOURCES), options);
      results.forEach((nBest, sentence) => {
        const expected = bruteForce(rule, 8, SOURCES[sentence], limit, alpha).slice(0, 20);
        expect(nBest.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
        nBest.forEach(({ score }, rank) => expect(score).toBeCloseTo(expected[rank].score, 4));
      });
    },
  );

  it('never scores below a narrower beam on this toy and finds better ones than greedy', () => {
    const model = new ToyModel(12, randomRule(12));
    const source = batchSources(SOURCES);
    const scores = (beam: number): number[] =>
      search(model, source, { beam, maxLength: () => 8, lengthPenalty: 0 }).map(([best]) => best.score);
    const greedy = scores(1);
    const wide = scores(64);
    wide.forEach((score, i) => expect(score).toBeGreaterThanOrEqual(greedy[i] - 1e-6));
    expect(wide.some((score, i) => score > greedy[i] + 1e-3)).toBe(true);
  });

  it('gives a sentence the same n-best list in a batch as alone', () => {
    const model = new ToyModel(20, randomRule(20, 8));
    const options = { beam: 4, nBest: 4, maxLength: (length: number) => 2 * length };
    const together = beamSearch(model, batchSources(SOURCES), options);
    SOURCES.forEach((source, sentence) => {
      const [alone] = beamSearch(model, batchSources([source]), options);
      expect(together[sentence]).toHaveLength(alone.length);
      alone.forEach((expected, rank) => expectClose(together[sentence][rank], expected));
    });
  });

  it('returns the attention and the probabilities that a forced decoding of each hypothesis gives', () => {
    const rule = randomRule(12, 6);
    const options = { beam: 5, nBest: 5, maxLength: () => 7 };
    const results = beamSearch(new ToyModel(12, rule), batchSources(SOURCES), options);
    results.forEach((nBest, sentence) => {
      expect(nBest).toHaveLength(5);
      for (const { ids, attention, stepProbabilities, logProbability } of nBest) {
        const forced = force(rule, SOURCES[sentence], ids);
        expect(attention).toHaveLength(ids.length);
        attention.forEach((row, u) => {
          expect(row).toHaveLength(SOURCES[sentence].length);
          row.forEach((weight, t) => expect(weight).toBeCloseTo(forced.attention[u][t], 6));
          expect(stepProbabilities[u]).toBeCloseTo(Math.exp(forced.steps[u]), 5);
        });
        expect(logProbability).toBeCloseTo(
          forced.steps.reduce((sum, step) => sum + step, 0),
          4,
        );
      }
    });
  });

  it('returns different hypotheses, best first', () => {
    const [nBest] = beamSearch(new ToyModel(30, randomRule(30, 8)), batchSources([SOURCES[0]]), {
      beam: 6,
      nBest: 6,
    });
    const scores = nBest.map(({ score }) => score);
    expect(new Set(nBest.map(({ ids }) => ids.join(' '))).size).toBe(6);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('is deterministic between equal scores: the lower id comes first', () => {
    const even: ToyRule = (source) => ({
      logits: [0, 0, 0, -9, 0, 0, 0],
      attention: source.map(() => 1 / source.length),
    });
    const [nBest] = beamSearch(new ToyModel(7, even), batchSources([[5, 3]]), {
      beam: 3,
      nBest: 3,
      maxLength: () => 1,
    });
    expect(nBest.map(({ ids }) => ids)).toEqual([[4], [5], [6]]);
  });

  it('lets finished sentences leave the batch', () => {
    const rule: ToyRule = (source, prefix) => {
      const logits = new Array<number>(8).fill(-20);
      logits[prefix.length < source.length - 1 ? 4 : EOS] = 20;
      return { logits, attention: source.map(() => 1 / source.length) };
    };
    const model = new ToyModel(8, rule);
    const results = beamSearch(model, batchSources(SOURCES), { beam: 2 });
    expect(results.map(([best]) => best.ids.length)).toEqual(SOURCES.map(({ length }) => length));
    expect(model.rows).toEqual([6, 12, 8, 6, 2]);
  });
});

describe('greedySearch', () => {
  it('equals beam search with beam 1 exactly', () => {
    const model = new ToyModel(40, randomRule(40, 8));
    const source = batchSources(SOURCES);
    expect(beamSearch(model, source, { beam: 1 })).toEqual(greedySearch(model, source));
  });

  it('takes the likeliest piece at each step', () => {
    const rule = randomRule(9);
    const [[{ ids }]] = greedySearch(new ToyModel(9, rule), batchSources([SOURCES[0]]), {
      maxLength: () => 6,
    });
    ids.forEach((id, u) => {
      const { logits } = rule(SOURCES[0], ids.slice(0, u));
      const allowed = logits
        .map((logit, other) => ({ logit, other }))
        .filter(({ other }) => other > (u > 0 ? 2 : 3));
      expect(id).toBe(allowed.sort((a, b) => b.logit - a.logit)[0].other);
    });
  });
});

describe.each([1, 3])('search with beam %d', (beam) => {
  const uniform = (source: number[]): number[] => source.map(() => 1 / source.length);

  it('never produces control pieces nor an empty translation', () => {
    const rule: ToyRule = (source) => ({ logits: [9, 8, 7, 6, 1, 0, 0, 0], attention: uniform(source) });
    const [nBest] = search(new ToyModel(8, rule), batchSources([[5, 3]]), { beam, nBest: beam });
    for (const { ids } of nBest) {
      expect(ids.length).toBeGreaterThan(1);
      expect(ids.some((id) => [PAD, UNK, BOS].includes(id))).toBe(false);
    }
    expect(nBest[0].ids).toEqual([4, EOS]);
  });

  it('cuts off at the length limit and still returns the hypothesis', () => {
    const rule: ToyRule = (source) => ({ logits: [0, 0, 0, -50, 9, 1, 0, 0], attention: uniform(source) });
    const [nBest] = search(new ToyModel(8, rule), batchSources([[5, 3]]), { beam, nBest: beam });
    expect(nBest).toHaveLength(beam);
    expect(nBest[0].ids).toEqual(new Array<number>(14).fill(4));
    expect(nBest[0].attention).toHaveLength(14);
  });

  it('leaves no tensors behind', () => {
    const model = new ToyModel(20, randomRule(20, 8));
    const before = tf.memory().numTensors;
    search(model, batchSources(SOURCES), { beam, nBest: beam });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops between two steps when asked, and leaves no tensors behind', () => {
    const controller = new AbortController();
    const random = randomRule(20, 8);
    const rule: ToyRule = (source, prefix) => {
      if (prefix.length === 2) controller.abort();
      return random(source, prefix);
    };
    const model = new ToyModel(20, rule);
    const before = tf.memory().numTensors;
    const stopped = (): unknown =>
      search(model, batchSources(SOURCES), { beam, nBest: beam, signal: controller.signal });
    expect(stopped).toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
    expect(model.rows).toHaveLength(3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses scores that are not numbers', () => {
    const rule: ToyRule = (source) => ({
      logits: new Array<number>(8).fill(NaN),
      attention: uniform(source),
    });
    expect(() => search(new ToyModel(8, rule), batchSources([[5, 3]]), { beam })).toThrow(
      /model: expected finite/,
    );
  });
});

describe('search options', () => {
  it.each([
    [{ beam: 0 }, /^beam: expected a whole number from 1, got 0$/],
    [{ beam: 2.5 }, /^beam: /],
    [{ beam: 2, nBest: 3 }, /^n-best: expected a whole number from 1 to the beam width 2, got 3$/],
    [{ lengthPenalty: -1 }, /^length penalty: /],
  ])('refuses %j', (options, message) => {
    const run = (): unknown => search(new ToyModel(8, randomRule(8)), batchSources([[5, 3]]), options);
    expect(run).toThrow(UserError);
    expect(run).toThrow(message);
  });

  it('normalises by ((5 + length) / 6)^alpha', () => {
    expect(normalisedScore(-6, 7, 1)).toBeCloseTo(-3, 12);
    expect(normalisedScore(-6, 1, 0.6)).toBeCloseTo(-6, 12);
    expect(normalisedScore(-6, 19, 0)).toBeCloseTo(-6, 12);
  });
});
