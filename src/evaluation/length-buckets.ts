/** Scores of a corpus apart by the length of its sentences: does a system fail on long ones? */
import { splitWords } from './sacrebleu.js';
import { sumRows } from './metric.js';
import type { Measured } from './bootstrap.js';

/** Sentences of `from` to `to` words; null is without end. */
export interface LengthBucket {
  from: number;
  to: number | null;
  /** Their places in the corpus. */
  sentences: number[];
}

/** Greatest lengths of the buckets but the last. */
export const DEFAULT_BOUNDS = [5, 10, 15, 20, 30];

/** Words between spaces. */
export function wordCount(line: string): number {
  return splitWords(line).length;
}

/**
 * Puts sentences into buckets by length; buckets without one are left out.
 * @param lengths of each sentence @param bounds greatest lengths of the buckets but the last, ascending
 */
export function lengthBuckets(
  lengths: readonly number[],
  bounds: readonly number[] = DEFAULT_BOUNDS,
): LengthBucket[] {
  const buckets = [...bounds, null].map((to, i): LengthBucket => ({
    from: i === 0 ? 0 : bounds[i - 1] + 1,
    to,
    sentences: [],
  }));
  lengths.forEach((length, sentence) => {
    const place = bounds.findIndex((bound) => length <= bound);
    buckets[place < 0 ? bounds.length : place].sentences.push(sentence);
  });
  return buckets.filter(({ sentences }) => sentences.length > 0);
}

/** `6–10`, `31+` */
export function bucketName({ from, to }: LengthBucket): string {
  return to === null ? `${from}+` : `${from}–${to}`;
}

/** The corpus score over the sentences of a bucket. */
export function bucketScore({ metric, statistics }: Measured, { sentences }: LengthBucket): number {
  return metric.scoreOf(sumRows(statistics, sentences));
}
