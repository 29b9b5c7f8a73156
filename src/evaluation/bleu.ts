/** BLEU (Papineni et al. 2002) with sacreBLEU's tokenizations, smoothing and signature. */
import { corpusStatistics, scoreCorpus } from './metric.js';
import type { Metric, Score } from './metric.js';
import { countNgrams } from './sacrebleu.js';
import type { NgramCounts } from './sacrebleu.js';
import { SMOOTHING_VALUES, smoothedPrecisions, smoothingSignature } from './smoothing.js';
import type { Smoothing } from './smoothing.js';
import { tokenize } from './tokenize.js';
import type { Tokenization } from './tokenize.js';

export interface BleuOptions {
  tokenize?: Tokenization;
  /** Leaves out orders that the hypothesis is too short for; meant for single sentences. */
  effectiveOrder?: boolean;
  lowercase?: boolean;
  smoothing?: Smoothing;
  /** Of `floor` and `add-k`; 0.1 and 1 where it is left out. */
  smoothingValue?: number;
}

export interface BleuDetails {
  /** In per cent, for orders 1 to 4. */
  precisions: number[];
  brevityPenalty: number;
  hypothesisLength: number;
  referenceLength: number;
}

export type BleuScore = Score & BleuDetails;

const ORDERS = [1, 2, 3, 4];
const MAX_ORDER = ORDERS.length;
/** Places in a sentence's statistics: lengths of hypothesis and reference, matching n-grams, n-grams. */
const CORRECT = 2;
const TOTAL = CORRECT + MAX_ORDER;
const WIDTH = TOTAL + MAX_ORDER;
/** Stands for log 0, as in sacreBLEU. */
const LOG_OF_ZERO = -9999999999;

/** Of several references each n-gram counts as often as the one that has it most often. */
function mostOf(counts: NgramCounts[]): NgramCounts {
  if (counts.length === 1) return counts[0];
  const most: NgramCounts = new Map();
  for (const one of counts) {
    for (const [ngram, n] of one) most.set(ngram, Math.max(n, most.get(ngram) ?? 0));
  }
  return most;
}

/** The reference length nearest to the hypothesis's, the shorter of two equally near ones. */
function closestLength(length: number, references: readonly string[][]): number {
  return references
    .map((reference) => reference.length)
    .reduce((best, one) => {
      const nearer = Math.abs(one - length) - Math.abs(best - length);
      return nearer < 0 || (nearer === 0 && one < best) ? one : best;
    });
}

function sentenceStatistics(hypothesis: string[], references: string[][]): Float64Array {
  const row = new Float64Array(WIDTH);
  row[0] = hypothesis.length;
  row[1] = closestLength(hypothesis.length, references);
  for (const n of ORDERS) {
    const reference = mostOf(references.map((words) => countNgrams(words, n, ' ')));
    for (const [ngram, count] of countNgrams(hypothesis, n, ' ')) {
      row[TOTAL + n - 1] += count;
      row[CORRECT + n - 1] += Math.min(count, reference.get(ngram) ?? 0);
    }
  }
  return row;
}

/** 1 for a hypothesis as long as the reference, exp(1 - r/c) for a shorter one. */
function brevityPenaltyOf(sums: ArrayLike<number>): number {
  const [hypothesisLength, referenceLength] = [sums[0], sums[1]];
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength > 0 ? Math.exp(1 - referenceLength / hypothesisLength) : 0;
}

function geometricMean(precisions: number[], order: number): number {
  let sum = 0;
  for (let n = 0; n < order; n++) sum += precisions[n] === 0 ? LOG_OF_ZERO : Math.log(precisions[n]);
  return Math.exp(sum / order);
}

/** BLEU as a metric of statistics: for bootstrap, buckets and several references. */
export function bleuMetric({
  tokenize: by = '13a',
  effectiveOrder = false,
  lowercase = false,
  smoothing = 'exp',
  smoothingValue = SMOOTHING_VALUES[smoothing],
}: BleuOptions = {}): Metric<BleuDetails> {
  const words = (line: string): string[] => tokenize(lowercase ? line.toLowerCase() : line, by);
  const precisionsOf = (sums: ArrayLike<number>): number[] => {
    const counts = ORDERS.map((n) => ({ correct: sums[CORRECT + n - 1], total: sums[TOTAL + n - 1] }));
    return smoothedPrecisions(counts, smoothing, smoothingValue);
  };
  return {
    name: 'BLEU',
    lowerIsBetter: false,
    width: WIDTH,
    settings: {
      case: lowercase ? 'lc' : 'mixed',
      eff: effectiveOrder,
      tok: by,
      smooth: smoothingSignature(smoothing, smoothingValue),
    },
    statistics: (hypothesis, references) => sentenceStatistics(words(hypothesis), references.map(words)),
    scoreOf: (sums) => {
      const matched = ORDERS.some((n) => sums[CORRECT + n - 1] > 0);
      if (!matched) return 0;
      const orders = ORDERS.filter((n) => sums[TOTAL + n - 1] > 0 || (smoothing === 'add-k' && n > 1));
      const order = effectiveOrder ? orders.length : MAX_ORDER;
      return brevityPenaltyOf(sums) * geometricMean(precisionsOf(sums), order);
    },
    detailsOf: (sums) => ({
      precisions: precisionsOf(sums),
      brevityPenalty: brevityPenaltyOf(sums),
      hypothesisLength: sums[0],
      referenceLength: sums[1],
    }),
  };
}

/**
 * Corpus BLEU of hypotheses against one reference each, equal to sacreBLEU's `corpus_bleu`. Throws UserError where
 * their numbers differ or are 0.
 */
export function bleu(
  hypotheses: readonly string[],
  references: readonly string[],
  options: BleuOptions = {},
): BleuScore {
  const metric = bleuMetric(options);
  return scoreCorpus(metric, corpusStatistics(metric, hypotheses, [references]));
}

/** BLEU of one sentence, over the orders that it is long enough for: sacreBLEU's `sentence_bleu`. */
export function sentenceBleu(hypothesis: string, reference: string, options: BleuOptions = {}): BleuScore {
  return bleu([hypothesis], [reference], { effectiveOrder: true, ...options });
}
