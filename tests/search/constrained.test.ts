import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { BannedWords, search } from '../../src/search/search.js';
import type { SearchOptions, SearchResult } from '../../src/search/search.js';
import { EOS, SPECIAL_PIECES, UNK } from '../../src/text/special-pieces.js';
import { randomRule, ToyModel } from './toy-model.js';
import type { ToyRule } from './toy-model.js';

const SOURCES = [
  [4, 5, 6, 7, 3],
  [5, 3],
  [9, 8, 3],
];
const SIZE = 20;

function run(options: Partial<SearchOptions>, rule: ToyRule = randomRule(SIZE, 8)): SearchResult[][] {
  return search(new ToyModel(SIZE, rule), batchSources(SOURCES), options);
}

const contains = (ids: number[], phrase: number[]): boolean =>
  ids.some((_, start) => phrase.every((id, k) => ids[start + k] === id));

beforeAll(async () => {
  await initialiseEngine();
});

describe.each([1, 4])('with beam %d', (beam) => {
  const base = { beam, nBest: beam };

  it('begins with the prefix of each sentence, whose probability counts', () => {
    const constraints = [{ prefix: [19, 18, 19] }, {}, { prefix: [17] }];
    const found = run({ ...base, constraints });
    const plain = run(base);
    for (const { ids } of found[0]) expect(ids.slice(0, 3)).toEqual([19, 18, 19]);
    for (const { ids } of found[2]) expect(ids[0]).toBe(17);
    expect(found[1]).toEqual(plain[1]);
    expect(plain[0][0].ids.slice(0, 3)).not.toEqual([19, 18, 19]);
    const { logProbability, stepProbabilities } = found[0][0];
    expect(stepProbabilities.reduce((sum, p) => sum + Math.log(p), 0)).toBeCloseTo(logProbability, 5);
  });

  it('lets a prefix be longer than the length limit', () => {
    const [[{ ids }]] = run({ ...base, maxLength: () => 2, constraints: [{ prefix: [4, 5, 6, 7] }] });
    expect(ids.slice(0, 4)).toEqual([4, 5, 6, 7]);
    expect(ids).toHaveLength(5);
  });

  it('repeats no n-gram', () => {
    const loop: ToyRule = (source, prefix) => {
      const logits = new Array<number>(SIZE).fill(0);
      logits[4 + (prefix.length % 2)] = 9;
      logits[EOS] = -9;
      return { logits, attention: source.map(() => 1 / source.length) };
    };
    const repeats = (ids: number[]): boolean => {
      const pairs = ids.slice(1).map((id, k) => `${ids[k]} ${id}`);
      return new Set(pairs).size < pairs.length;
    };
    expect(run(base, loop)[0].some(({ ids }) => repeats(ids))).toBe(true);
    expect(run({ ...base, noRepeatNgram: 2 }, loop)[0].some(({ ids }) => repeats(ids))).toBe(false);
  });

  it('is as long as the shortest and the longest length that are allowed', () => {
    const short = run({ ...base, maxLength: () => 2 }).flat();
    expect(short.every(({ ids }) => ids.length <= 2)).toBe(true);
    const plain = run(base).flat();
    const long = run({ ...base, maxLength: () => 99, minLength: (length) => 13 * length }).flat();
    expect(plain.every(({ ids }) => ids.length < 26)).toBe(true);
    expect(long.every(({ ids }) => ids.length >= 26)).toBe(true);
  });

  it('writes no banned word', () => {
    const pieces = [...SPECIAL_PIECES, ...Array.from({ length: SIZE - 4 }, (_, k) => `▁w${k + 4}.`)];
    const [[{ ids }]] = run(base);
    const bannedWords = new BannedWords(pieces, [`w${ids[0]}.`]);
    for (const result of run({ ...base, bannedWords }).flat()) expect(result.ids).not.toContain(ids[0]);
  });

  it('writes <unk> only where it is allowed', () => {
    const unknown: ToyRule = (source, prefix) => {
      const logits = new Array<number>(SIZE).fill(0);
      logits[prefix.length === 0 ? UNK : EOS] = 9;
      return { logits, attention: source.map(() => 1 / source.length) };
    };
    expect(run(base, unknown)[0][0].ids).not.toContain(UNK);
    expect(run({ ...base, forbidden: [0, 2] }, unknown)[0][0].ids).toEqual([UNK, EOS]);
  });

  it('looks further down the vocabulary where the likeliest pieces may not come', () => {
    const falling: ToyRule = (source) => ({
      logits: Array.from({ length: SIZE }, (_, id) => (id === EOS ? -50 : -id)),
      attention: source.map(() => 1 / source.length),
    });
    const forbidden = Array.from({ length: SIZE - 1 }, (_, id) => id).filter((id) => id !== EOS);
    const [[{ ids }]] = run({ ...base, nBest: 1, forbidden, maxLength: () => 3 }, falling);
    expect(ids[0]).toBe(SIZE - 1);
    expect(ids.every((id) => [SIZE - 1, EOS].includes(id))).toBe(true);
  });

  it('says so when nothing may come', () => {
    const forbidden = Array.from({ length: SIZE }, (_, id) => id);
    expect(() => run({ ...base, forbidden })).toThrow(/^search: expected a piece that may come first/);
  });

  it('writes every forced word, in each hypothesis that is finished', () => {
    const constraints = [{ forced: [[17, 18], [19]] }, {}, { forced: [[16]] }];
    const found = run({ ...base, constraints });
    const plain = run(base);
    for (const { ids } of found[0].filter(({ ids: own }) => own.at(-1) === EOS)) {
      expect(contains(ids, [17, 18]) && contains(ids, [19])).toBe(true);
    }
    expect(contains(found[0][0].ids, [17, 18]) && contains(found[0][0].ids, [19])).toBe(true);
    expect(contains(found[2][0].ids, [16])).toBe(true);
    expect(contains(plain[0][0].ids, [17, 18])).toBe(false);
    expect(found[1]).toEqual(plain[1]);
  });

  it('leaves no tensors behind', () => {
    const model = new ToyModel(SIZE, randomRule(SIZE, 8));
    const before = tf.memory().numTensors;
    const constraints = [{ forced: [[17, 18]], prefix: [4] }];
    search(model, batchSources(SOURCES), { ...base, constraints, coveragePenalty: 1, noRepeatNgram: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('forced words', () => {
  it('are found at their best place: as the best of all translations that hold them', () => {
    const rule = randomRule(8, 2);
    const model = new ToyModel(8, rule);
    const options = { beam: 300, nBest: 300, maxLength: () => 4, lengthPenalty: 0 };
    const [all] = search(model, batchSources([SOURCES[0]]), options);
    const holding = all.filter(({ ids }) => contains(ids, [6, 7]) && ids.at(-1) === EOS);
    const constraints = [{ forced: [[6, 7]] }];
    const [[best]] = search(model, batchSources([SOURCES[0]]), { ...options, nBest: 1, constraints });
    expect(best.ids).toEqual(holding[0].ids);
    expect(best.score).toBeCloseTo(holding[0].score, 5);
  });
});

describe('coverage penalty', () => {
  it('prefers the translation that has looked at every source word', () => {
    // Two ways: 4 looks at the first word twice, 5 at one word after the other and is a little less likely.
    const rule: ToyRule = (source, prefix) => {
      const logits = new Array<number>(SIZE).fill(-20);
      if (prefix.length === 0) {
        logits[4] = 1;
        logits[5] = 0.8;
      } else logits[prefix.length < 2 ? prefix[0] : EOS] = 20;
      const place = (prefix[0] ?? 0) === 5 && prefix.length === 1 ? 1 : 0;
      return { logits, attention: source.map((_, t) => (t === place ? 1 : 0)) };
    };
    const best = (coveragePenalty: number): number =>
      search(new ToyModel(SIZE, rule), batchSources([[4, 5, 3]]), { beam: 3, coveragePenalty })[0][0].ids[0];
    expect(best(0)).toBe(4);
    expect(best(0.5)).toBe(5);
  });
});

describe('temperature', () => {
  it('divides the scores before the softmax', () => {
    const sure = run({ temperature: 0.5 })[0][0].stepProbabilities[0];
    const plain = run({})[0][0].stepProbabilities[0];
    const unsure = run({ temperature: 4 })[0][0].stepProbabilities[0];
    expect(sure).toBeGreaterThan(plain);
    expect(unsure).toBeLessThan(plain);
  });
});

describe.each([1, 4])('candidates with beam %d', (beam) => {
  it('come with each piece where they are asked for', () => {
    const [[{ ids, candidates = [], stepProbabilities }]] = run({ beam, candidates: 3 });
    expect(candidates).toHaveLength(ids.length);
    candidates.forEach((step, u) => {
      expect(step).toHaveLength(3);
      const own = step.find(({ id }) => id === ids[u]);
      if (own) expect(own.probability).toBeCloseTo(stepProbabilities[u], 6);
      expect(step[0].probability).toBeGreaterThanOrEqual(step[2].probability);
    });
    expect(run({ beam })[0][0].candidates).toBeUndefined();
  });
});
