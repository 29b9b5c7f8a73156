/** Sentences ranked by a metric, to read where a system does well and where it fails. */
import type { Measured } from './bootstrap.js';
import { sentenceRow } from './metric.js';

/** The score of each sentence by itself. */
export function sentenceScores({ metric, statistics }: Measured): number[] {
  return Array.from({ length: statistics.sentences }, (_, i) => metric.scoreOf(sentenceRow(statistics, i)));
}

/**
 * Places of the best and of the worst sentences, each beginning with the extreme; equal ones in the order of the
 * corpus. A sentence stands in one of the two lists at most.
 * @param count of each
 */
export function extremes(
  scores: readonly number[],
  count: number,
  lowerIsBetter = false,
): { best: number[]; worst: number[] } {
  const sign = lowerIsBetter ? 1 : -1;
  const order = [...scores.keys()].sort((a, b) => sign * (scores[a] - scores[b]) || a - b);
  const taken = Math.min(count, Math.ceil(order.length / 2));
  const best = order.slice(0, taken);
  const worst = order
    .slice(taken)
    .sort((a, b) => sign * (scores[b] - scores[a]) || a - b)
    .slice(0, count);
  return { best, worst };
}
