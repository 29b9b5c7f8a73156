/** Everything that is measured of one or more systems on a test set, as plain data. */
import { bleuMetric } from './bleu.js';
import type { BleuOptions, BleuScore } from './bleu.js';
import { bootstrapScores, confidence, DEFAULT_SEED } from './bootstrap.js';
import type { Confidence, Measured } from './bootstrap.js';
import { chrfMetric } from './chrf.js';
import { bucketScore, lengthBuckets } from './length-buckets.js';
import { corpusStatistics, scoreCorpus } from './metric.js';
import type { Metric, References, Score } from './metric.js';
import { extremes, sentenceScores } from './ranking.js';
import type { Settings } from './sacrebleu.js';
import {
  approximateRandomisation,
  pairedBootstrap,
  shareOfWins,
  TEST_NAMES,
  TEST_SAMPLES,
} from './significance.js';
import type { PairedTest } from './significance.js';
import { terMetric } from './ter.js';
import type { TerOptions, TerScore } from './ter.js';

export const METRIC_NAMES = ['bleu', 'chrf', 'chrfPlusPlus', 'ter'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

export interface System {
  name: string;
  /** One a sentence. */
  hypotheses: readonly string[];
}

export interface EvaluationOptions {
  bleu?: Omit<BleuOptions, 'effectiveOrder'>;
  ter?: TerOptions;
  /** Of chrF; BLEU and TER have their own. */
  lowercase?: boolean;
  /** Whether to measure the interval of each score. */
  confidence?: boolean;
  /** How systems are compared with the first. */
  test?: PairedTest;
  /** Of the bootstrap or the test; sacreBLEU's numbers where left out. */
  samples?: number;
  seed?: number;
  /** The length of each sentence, where scores by length are wanted. */
  lengths?: readonly number[];
  /** Greatest lengths of the buckets but the last. */
  bounds?: readonly number[];
  /** How many of the best and of the worst sentences to name. */
  examples?: number;
  /** What ranks them. */
  rankBy?: MetricName;
}

type WithConfidence<S> = S & { confidence?: Confidence };

export interface BucketReport extends Record<MetricName, number> {
  from: number;
  to: number | null;
  sentences: number;
}

export interface ExampleReport {
  /** Line of the files, counted from 1. */
  line: number;
  score: number;
  hypothesis: string;
  references: string[];
}

/** How a system stands to the first one by one metric. */
export interface Comparison {
  /** Its score less the first one's. */
  difference: number;
  /** Probability of a difference as great if both were equal. */
  p: number;
  /** Share of the bootstrap's samples in which it is better; only by bootstrap. */
  wins?: number;
}

export interface SystemReport {
  name: string;
  bleu: WithConfidence<BleuScore>;
  chrf: WithConfidence<Score>;
  chrfPlusPlus: WithConfidence<Score>;
  ter: WithConfidence<TerScore>;
  comparison?: Record<MetricName, Comparison>;
  buckets?: BucketReport[];
  best?: ExampleReport[];
  worst?: ExampleReport[];
}

type MeasuredSystem = Record<MetricName, Measured>;

/** A record with a value for each metric. */
function forEachMetric<T>(value: (name: MetricName, place: number) => T): Record<MetricName, T> {
  const [bleu, chrf, chrfPlusPlus, ter] = METRIC_NAMES.map(value);
  return { bleu, chrf, chrfPlusPlus, ter };
}

const listed = (measured: MeasuredSystem): Measured[] => METRIC_NAMES.map((name) => measured[name]);

/** Evaluates systems on one test set. Throws UserError where numbers of lines differ. */
export function evaluateSystems(
  systems: readonly System[],
  references: References,
  options: EvaluationOptions = {},
): SystemReport[] {
  const metrics = {
    bleu: bleuMetric(options.bleu),
    chrf: chrfMetric({ lowercase: options.lowercase }),
    chrfPlusPlus: chrfMetric({ lowercase: options.lowercase, wordOrder: 2 }),
    ter: terMetric(options.ter),
  };
  const measure = (metric: Metric, hypotheses: readonly string[]): Measured => ({
    metric,
    statistics: corpusStatistics(metric, hypotheses, references),
  });
  const measured = systems.map(({ hypotheses }) =>
    forEachMetric((name) => measure(metrics[name], hypotheses)),
  );
  const resampled = resampledScores(measured, options);
  const settings = testSettings(systems.length, options);
  return systems.map(({ name, hypotheses }, system) => {
    const one = measured[system];
    const score = <D extends object>(metric: Metric<D>, key: MetricName): WithConfidence<Score & D> => ({
      ...scoreCorpus(metric, one[key].statistics, settings),
      ...(options.confidence && { confidence: confidence(resampled[system][key]) }),
    });
    const compared = system > 0 && options.test !== undefined;
    return {
      name,
      bleu: score(metrics.bleu, 'bleu'),
      chrf: score(metrics.chrf, 'chrf'),
      chrfPlusPlus: score(metrics.chrfPlusPlus, 'chrfPlusPlus'),
      ter: score(metrics.ter, 'ter'),
      ...(compared && { comparison: compare(measured, resampled, system, options) }),
      ...(options.lengths && { buckets: bucketReports(one, options.lengths, options.bounds) }),
      ...(options.examples && exampleReports(one, hypotheses, references, options)),
    };
  });
}

/** Scores of bootstrap samples by system and metric, the same samples for all; none where none are needed. */
function resampledScores(
  measured: MeasuredSystem[],
  { confidence: wanted, test, samples, seed }: EvaluationOptions,
): Record<MetricName, Float64Array>[] {
  if (!wanted && test !== 'bootstrap') return [];
  // with randomisation the number given is that of its trials
  const options = { seed, samples: test === 'randomisation' ? undefined : samples };
  const scores = bootstrapScores(measured.flatMap(listed), options);
  return measured.map((_, system) =>
    forEachMetric((_name, place) => scores[system * METRIC_NAMES.length + place]),
  );
}

/** What the signature says of resampling, as sacreBLEU puts it. */
function testSettings(
  systems: number,
  { confidence: wanted, test, samples, seed = DEFAULT_SEED }: EvaluationOptions,
): Settings {
  if (test !== undefined && systems > 1) {
    const bootstrap: Settings = test === 'randomisation' && wanted ? { bs: TEST_SAMPLES.bootstrap } : {};
    return { ...bootstrap, [TEST_NAMES[test]]: samples ?? TEST_SAMPLES[test], seed };
  }
  return wanted ? { bs: samples ?? TEST_SAMPLES.bootstrap, seed } : {};
}

function compare(
  measured: MeasuredSystem[],
  resampled: Record<MetricName, Float64Array>[],
  system: number,
  { test, samples, seed }: EvaluationOptions,
): Record<MetricName, Comparison> {
  const corpusScore = (of: MeasuredSystem, name: MetricName): number =>
    scoreCorpus(of[name].metric, of[name].statistics).score;
  const differences = forEachMetric(
    (name) => corpusScore(measured[system], name) - corpusScore(measured[0], name),
  );
  if (test === 'randomisation') {
    const options = { samples, seed };
    const p = approximateRandomisation(listed(measured[0]), listed(measured[system]), options);
    return forEachMetric((name, place) => ({ difference: differences[name], p: p[place] }));
  }
  const [first, own] = [resampled[0], resampled[system]];
  return forEachMetric((name) => ({
    difference: differences[name],
    p: pairedBootstrap(first[name], own[name], differences[name]),
    wins: shareOfWins(first[name], own[name], measured[0][name].metric.lowerIsBetter),
  }));
}

function bucketReports(
  measured: MeasuredSystem,
  lengths: readonly number[],
  bounds?: readonly number[],
): BucketReport[] {
  return lengthBuckets(lengths, bounds).map((bucket) => ({
    from: bucket.from,
    to: bucket.to,
    sentences: bucket.sentences.length,
    ...forEachMetric((name) => bucketScore(measured[name], bucket)),
  }));
}

function exampleReports(
  measured: MeasuredSystem,
  hypotheses: readonly string[],
  references: References,
  { examples = 0, rankBy = 'chrf', bleu }: EvaluationOptions,
): Pick<SystemReport, 'best' | 'worst'> {
  const { metric, statistics } = measured[rankBy];
  // single sentences are scored over the orders that they are long enough for
  const ranking = rankBy === 'bleu' ? bleuMetric({ ...bleu, effectiveOrder: true }) : metric;
  const scores = sentenceScores({ metric: ranking, statistics });
  const { best, worst } = extremes(scores, examples, metric.lowerIsBetter);
  const example = (i: number): ExampleReport => ({
    line: i + 1,
    score: scores[i],
    hypothesis: hypotheses[i],
    references: references.map((lines) => lines[i]),
  });
  return { best: best.map(example), worst: worst.map(example) };
}
