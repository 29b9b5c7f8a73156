/** Resampling, significance, buckets and ranking against reasoning of their own, apart from the Python package. */
import { describe, expect, it } from 'vitest';
import { bootstrapScores, confidence } from '../../src/evaluation/bootstrap.js';
import type { Measured } from '../../src/evaluation/bootstrap.js';
import { bucketName, bucketScore, lengthBuckets, wordCount } from '../../src/evaluation/length-buckets.js';
import { corpusStatistics } from '../../src/evaluation/metric.js';
import type { Metric } from '../../src/evaluation/metric.js';
import { NumpyRandom } from '../../src/evaluation/numpy-random.js';
import { extremes, sentenceScores } from '../../src/evaluation/ranking.js';
import { approximateRandomisation, pairedBootstrap, shareOfWins } from '../../src/evaluation/significance.js';

/** The mean of numbers that stand as text: a metric whose statistics are known. */
const MEAN: Metric = {
  name: 'mean',
  lowerIsBetter: false,
  width: 2,
  settings: {},
  statistics: (line) => [Number(line), 1],
  scoreOf: ({ 0: sum, 1: count }) => sum / count,
  detailsOf: () => ({}),
};

function measured(values: number[]): Measured {
  const lines = values.map(String);
  return { metric: MEAN, statistics: corpusStatistics(MEAN, lines, [lines]) };
}

describe("NumPy's generator", () => {
  it('gives the integers that default_rng gives', () => {
    const small = new NumpyRandom(12345);
    expect(Array.from({ length: 12 }, () => small.int(7))).toEqual([4, 1, 5, 2, 1, 5, 4, 4, 6, 2, 5, 2]);
    // a seed of two words, a range above 2^31
    const wide = new NumpyRandom(1234567890123);
    expect(Array.from({ length: 3 }, () => wide.int(3_000_000_000))).toEqual([
      700121068, 2586960102, 78928768,
    ]);
    const zero = new NumpyRandom(0);
    expect(Array.from({ length: 3 }, () => zero.int(2 ** 31 + 12345))).toEqual([
      1367872670, 579365886, 1746494579,
    ]);
  });

  it('tosses the coins that it tosses, also across calls', () => {
    const random = new NumpyRandom(12345);
    const tosses = [8, 8, 24].map((length) => {
      const coins = new Uint8Array(length);
      random.coins(coins);
      return coins.join('');
    });
    expect(tosses).toEqual(['10111001', '10000011', '111111110100110110110001']);
  });
});

describe('bootstrap', () => {
  it('has no spread where all sentences are alike', () => {
    const [scores] = bootstrapScores([measured([3, 3, 3])]);
    expect(confidence(scores)).toEqual({ mean: 3, half: 0, low: 3, high: 3 });
  });

  it("has the mean's normal interval, ±1.96 σ/√n", () => {
    const random = new NumpyRandom(3);
    const values = Array.from({ length: 400 }, () => random.int(1000));
    const centre = values.reduce((a, b) => a + b) / 400;
    const sigma = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 400);
    const { mean, half } = confidence(bootstrapScores([measured(values)], { samples: 4000 })[0]);
    expect(Math.abs(mean - centre)).toBeLessThan(sigma / 20 / 10);
    expect(half / ((1.96 * sigma) / 20)).toBeGreaterThan(0.95);
    expect(half / ((1.96 * sigma) / 20)).toBeLessThan(1.05);
  });

  it('leaves out one score in 40 at either end', () => {
    const scores = Float64Array.from({ length: 80 }, (_, i) => (i * 7) % 80);
    expect(confidence(scores)).toEqual({ mean: 39.5, half: 37.5, low: 2, high: 77 });
  });

  it('draws the same samples for all, and others from another seed', () => {
    const values = [1, 5, 9, 14];
    const [a, b] = bootstrapScores([measured(values), measured(values)], { samples: 50 });
    expect(a).toEqual(b);
    const [c] = bootstrapScores([measured(values)], { samples: 50, seed: 1 });
    expect(c).not.toEqual(a);
  });
});

describe('significance', () => {
  it('finds no difference between a system and itself', () => {
    const one = measured([4, 8, 15, 16, 23, 42]);
    const [scores] = bootstrapScores([one]);
    // equal differences of zero never pass a difference of zero: the one of the measurement itself is counted
    expect(pairedBootstrap(scores, scores, 0)).toBe(1 / 1001);
    expect(shareOfWins(scores, scores, false)).toBe(0);
    expect(approximateRandomisation([one], [one], { samples: 99 })).toEqual([1 / 100]);
  });

  it('agrees with all exchanges of a small corpus counted one by one', () => {
    const a = [10, 12, 9, 14, 8, 13, 11, 10, 12, 15];
    const b = [11, 14, 9, 17, 9, 12, 15, 9, 16, 15];
    const difference = (exchanged: number): number => {
      const gaps = a.map((value, i) => (b[i] - value) * ((exchanged >> i) & 1 ? -1 : 1));
      return Math.abs(gaps.reduce((sum, gap) => sum + gap, 0));
    };
    const all = Array.from({ length: 2 ** 10 }, (_, exchanged) => difference(exchanged));
    const exact = all.filter((value) => value > difference(0)).length / all.length;
    const [p] = approximateRandomisation([measured(a)], [measured(b)], { samples: 20_000 });
    expect(exact).toBeGreaterThan(0.01);
    expect(Math.abs(p - exact)).toBeLessThan(0.01);
  });

  it('counts wins in the direction of the metric', () => {
    const [baseline, system] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 1, 3, 5)];
    expect(shareOfWins(baseline, system, false)).toBe(0.5);
    expect(shareOfWins(baseline, system, true)).toBe(0.25);
  });
});

describe('buckets by length', () => {
  it('hold every sentence once, bounds included, and leave out empty ones', () => {
    const lines = ['', 'a', 'a b c d e', 'a b c d e f', '가 나', Array(40).fill('x').join(' ')];
    const buckets = lengthBuckets(lines.map(wordCount), [5, 10, 30]);
    expect(buckets.map((bucket) => [bucketName(bucket), bucket.sentences])).toEqual([
      ['0–5', [0, 1, 2, 4]],
      ['6–10', [3]],
      ['31+', [5]],
    ]);
  });

  it('are scored by their own sentences', () => {
    const one = measured([10, 20, 60]);
    expect(lengthBuckets([1, 9, 2], [5]).map((bucket) => bucketScore(one, bucket))).toEqual([35, 20]);
  });
});

describe('ranking', () => {
  it('names the best and the worst, none twice', () => {
    const scores = sentenceScores(measured([5, 9, 1, 7]));
    expect(scores).toEqual([5, 9, 1, 7]);
    expect(extremes(scores, 1)).toEqual({ best: [1], worst: [2] });
    expect(extremes(scores, 1, true)).toEqual({ best: [2], worst: [1] });
    expect(extremes(scores, 9)).toEqual({ best: [1, 3], worst: [2, 0] });
    expect(extremes([1, 1, 1], 2)).toEqual({ best: [0, 1], worst: [2] });
  });
});
