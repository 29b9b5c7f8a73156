/** Several references, confidence intervals and significance tests equal the Python package's (goldens/make.py). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { bleuMetric } from '../../src/evaluation/bleu.js';
import { bootstrapScores, confidence } from '../../src/evaluation/bootstrap.js';
import type { Measured } from '../../src/evaluation/bootstrap.js';
import { chrfMetric } from '../../src/evaluation/chrf.js';
import { corpusStatistics, scoreCorpus } from '../../src/evaluation/metric.js';
import { sentenceScores } from '../../src/evaluation/ranking.js';
import { approximateRandomisation, pairedBootstrap } from '../../src/evaluation/significance.js';
import { terMetric } from '../../src/evaluation/ter.js';

const METRICS = {
  bleu: bleuMetric(),
  chrf: chrfMetric(),
  chrfPlusPlus: chrfMetric({ wordOrder: 2 }),
  ter: terMetric(),
};
type MetricName = keyof typeof METRICS;
const NAMES = Object.keys(METRICS) as MetricName[];

interface Single extends Record<
  MetricName,
  { score: number; signature: string; mean: number; half: number }
> {
  sentences: Record<'bleu' | 'chrf' | 'ter', number[]>;
}

interface Golden {
  references: string[][];
  systems: string[][];
  single: Single[];
  paired: Record<
    'bootstrap' | 'randomisation',
    Record<string, { p: number; pNear: number; signature: string }>
  >;
}

const golden = JSON.parse(
  readFileSync(new URL('./goldens/comparison.golden.json', import.meta.url), 'utf8'),
) as Golden;
const [first, second] = golden.systems;
/** Differs from the first system in every twentieth line. */
const near = first.map((line, i) => (i % 20 ? line : second[i]));

const measure = (lines: string[]): Measured[] =>
  NAMES.map((name) => ({
    metric: METRICS[name],
    statistics: corpusStatistics(METRICS[name], lines, golden.references),
  }));

describe('one system', () => {
  it.each([0, 1])('has the scores and the confidence intervals of system %i', (number) => {
    const measured = measure(golden.systems[number]);
    const intervals = bootstrapScores(measured).map(confidence);
    NAMES.forEach((name, i) => {
      const expected = golden.single[number][name];
      const { metric, statistics } = measured[i];
      const actual = scoreCorpus(metric, statistics, { bs: 1000, seed: 12345 });
      expect(actual.score).toBeCloseTo(expected.score, 6);
      expect(actual.signature).toBe(expected.signature);
      // the Python package sums in single precision
      expect(intervals[i].mean).toBeCloseTo(expected.mean, 3);
      expect(intervals[i].half).toBeCloseTo(expected.half, 3);
    });
  });

  it.each([0, 1])('scores each sentence of system %i', (number) => {
    const lines = golden.systems[number];
    const { sentences } = golden.single[number];
    const scores = (name: MetricName, metric = METRICS[name]): number[] =>
      sentenceScores({ metric, statistics: corpusStatistics(metric, lines, golden.references) });
    const expectAll = (actual: number[], expected: number[]): void =>
      actual.forEach((score, i) => expect(score, lines[i]).toBeCloseTo(expected[i], 6));
    expectAll(scores('bleu', bleuMetric({ effectiveOrder: true })), sentences.bleu);
    expectAll(scores('chrf'), sentences.chrf);
    expectAll(scores('ter'), sentences.ter);
  });
});

describe('two systems', () => {
  let systems: Measured[][];
  beforeAll(() => {
    systems = [first, second, near].map(measure);
  });
  const difference = (other: number, i: number): number => {
    const score = (system: number): number => {
      const { metric, statistics } = systems[system][i];
      return scoreCorpus(metric, statistics).score;
    };
    return score(other) - score(0);
  };
  const probabilityOf = (test: 'bootstrap' | 'randomisation', i: number): { p: number; pNear: number } =>
    golden.paired[test][METRICS[NAMES[i]].name];

  it('differ by paired bootstrap as much', () => {
    const scores = systems.map((measured) => bootstrapScores(measured));
    NAMES.forEach((_, i) => {
      const p = (other: number): number =>
        pairedBootstrap(scores[0][i], scores[other][i], difference(other, i));
      expect(p(1)).toBeCloseTo(probabilityOf('bootstrap', i).p, 3);
      expect(p(2)).toBeCloseTo(probabilityOf('bootstrap', i).pNear, 3);
    });
  });

  it('differ by approximate randomisation as much', () => {
    const p = [1, 2].map((other) => approximateRandomisation(systems[0], systems[other], { samples: 2000 }));
    NAMES.forEach((_, i) => {
      expect(p[0][i]).toBeCloseTo(probabilityOf('randomisation', i).p, 3);
      expect(p[1][i]).toBeCloseTo(probabilityOf('randomisation', i).pNear, 3);
    });
  });
});
