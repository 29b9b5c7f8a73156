/** BLEU (Papineni et al. 2002) with sacreBLEU's tokenizations, smoothing and signature. */
import { checkAligned, countNgrams, matches, signature, total } from './sacrebleu.js';
import { tokenize } from './tokenize.js';
import type { Tokenization } from './tokenize.js';

export interface BleuOptions {
  tokenize?: Tokenization;
  /** Leaves out orders that the hypothesis is too short for; meant for single sentences. */
  effectiveOrder?: boolean;
}

export interface BleuScore {
  /** 0..100. */
  score: number;
  signature: string;
  /** In per cent, for orders 1 to 4. */
  precisions: number[];
  brevityPenalty: number;
  hypothesisLength: number;
  referenceLength: number;
}

/** Sums over a corpus; `correct[n - 1]` of `total[n - 1]` n-grams match. */
interface BleuCounts {
  correct: number[];
  total: number[];
  hypothesisLength: number;
  referenceLength: number;
}

const MAX_ORDER = 4;
const ORDERS = [1, 2, 3, 4];
/** Stands for log 0, as in sacreBLEU. */
const LOG_OF_ZERO = -9999999999;

function countCorpus(
  hypotheses: readonly string[],
  references: readonly string[],
  by: Tokenization,
): BleuCounts {
  const counts: BleuCounts = {
    correct: ORDERS.map(() => 0),
    total: ORDERS.map(() => 0),
    hypothesisLength: 0,
    referenceLength: 0,
  };
  hypotheses.forEach((line, index) => {
    const hypothesis = tokenize(line, by);
    const reference = tokenize(references[index], by);
    counts.hypothesisLength += hypothesis.length;
    counts.referenceLength += reference.length;
    for (const n of ORDERS) {
      const ngrams = countNgrams(hypothesis, n, ' ');
      counts.total[n - 1] += total(ngrams);
      counts.correct[n - 1] += matches(ngrams, countNgrams(reference, n, ' '));
    }
  });
  return counts;
}

/** 1 for a hypothesis as long as the reference, exp(1 - r/c) for a shorter one. */
function brevityPenaltyOf({ hypothesisLength, referenceLength }: BleuCounts): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength > 0 ? Math.exp(1 - referenceLength / hypothesisLength) : 0;
}

/**
 * Precisions in per cent. Exponential smoothing (Chen & Cherry 2014, method 3): the k-th order without a match
 * counts as 1/2^k of one. Orders with no n-gram at all stay 0.
 */
function precisionsOf({ correct, total }: BleuCounts): number[] {
  let smoothing = 1;
  return ORDERS.map((n) => {
    if (total[n - 1] === 0) return 0;
    if (correct[n - 1] > 0) return (100 * correct[n - 1]) / total[n - 1];
    smoothing *= 2;
    return 100 / (smoothing * total[n - 1]);
  });
}

function geometricMean(precisions: number[], order: number): number {
  const logs = precisions.slice(0, order).map((p) => (p === 0 ? LOG_OF_ZERO : Math.log(p)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / order);
}

/**
 * Corpus BLEU of hypotheses against one reference each, equal to sacreBLEU's `corpus_bleu`. Throws UserError where
 * their numbers differ or are 0.
 */
export function bleu(
  hypotheses: readonly string[],
  references: readonly string[],
  { tokenize: by = '13a', effectiveOrder = false }: BleuOptions = {},
): BleuScore {
  checkAligned(hypotheses, references);
  const counts = countCorpus(hypotheses, references, by);
  const brevityPenalty = brevityPenaltyOf(counts);
  const matched = counts.correct.some((n) => n > 0);
  const precisions = matched ? precisionsOf(counts) : ORDERS.map(() => 0);
  const order = effectiveOrder ? counts.total.filter((n) => n > 0).length : MAX_ORDER;
  return {
    score: matched ? brevityPenalty * geometricMean(precisions, order) : 0,
    signature: signature({
      nrefs: 1,
      case: 'mixed',
      eff: effectiveOrder ? 'yes' : 'no',
      tok: by,
      smooth: 'exp',
    }),
    precisions,
    brevityPenalty,
    hypothesisLength: counts.hypothesisLength,
    referenceLength: counts.referenceLength,
  };
}

/** BLEU of one sentence, over the orders that it is long enough for: sacreBLEU's `sentence_bleu`. */
export function sentenceBleu(hypothesis: string, reference: string, options: BleuOptions = {}): BleuScore {
  return bleu([hypothesis], [reference], { effectiveOrder: true, ...options });
}
