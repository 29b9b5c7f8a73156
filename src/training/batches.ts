/** Batches of sentences of like length, counted in tokens (bucketing). */
import type { Random } from '../foundation/random.js';
import type { Example } from './examples.js';

/** Tokens that a batch fills with padding counted, on its longer side. */
function paddedTokens(longestSource: number, longestTarget: number, sentences: number): number {
  return Math.max(longestSource, longestTarget) * sentences;
}

/**
 * By target length, then by source length: falling and rising in turn, so that where the target grows by a word the
 * source keeps its length.
 */
function byLength(a: Example, b: Example): number {
  const direction = a.target.length % 2 === 0 ? 1 : -1;
  return a.target.length - b.target.length || direction * (a.source.length - b.source.length);
}

/**
 * Cuts examples into batches of at most `tokens` tokens a side, padding counted, and shuffles the batches. A
 * shuffle before the stable sort by length lets each epoch put other sentences together. A sentence longer than
 * `tokens` is a batch of its own.
 * @returns positions in `examples`, batch by batch
 */
export function bucketBatches(examples: Example[], tokens: number, random: Random): number[][] {
  const order = random.shuffle(examples.map((_, position) => position));
  order.sort((a, b) => byLength(examples[a], examples[b]));
  const batches: number[][] = [];
  let batch: number[] = [];
  let longestSource = 0;
  let longestTarget = 0;
  for (const position of order) {
    const { source, target } = examples[position];
    const widerSource = Math.max(longestSource, source.length);
    const widerTarget = Math.max(longestTarget, target.length + 1);
    if (batch.length > 0 && paddedTokens(widerSource, widerTarget, batch.length + 1) > tokens) {
      batches.push(batch);
      batch = [];
      longestSource = source.length;
      longestTarget = target.length + 1;
    } else {
      longestSource = widerSource;
      longestTarget = widerTarget;
    }
    batch.push(position);
  }
  if (batch.length > 0) batches.push(batch);
  return random.shuffle(batches);
}

/** What batches hold: words of both sides, and places with padding counted. */
export interface BatchCounts {
  batches: number;
  sentences: number;
  sourceTokens: number;
  sourcePlaces: number;
  targetTokens: number;
  targetPlaces: number;
}

/** Counts what batches hold, `</s>` included on both sides. */
export function countBatches(batches: Iterable<Example[]>): BatchCounts {
  const counts = {
    batches: 0,
    sentences: 0,
    sourceTokens: 0,
    sourcePlaces: 0,
    targetTokens: 0,
    targetPlaces: 0,
  };
  for (const batch of batches) {
    let [longestSource, longestTarget] = [0, 0];
    for (const { source, target } of batch) {
      counts.sourceTokens += source.length;
      counts.targetTokens += target.length + 1;
      longestSource = Math.max(longestSource, source.length);
      longestTarget = Math.max(longestTarget, target.length + 1);
    }
    counts.batches += 1;
    counts.sentences += batch.length;
    counts.sourcePlaces += longestSource * batch.length;
    counts.targetPlaces += longestTarget * batch.length;
  }
  return counts;
}

/** The share of places that hold padding, on both sides together. */
export function paddingShare({
  sourceTokens,
  targetTokens,
  sourcePlaces,
  targetPlaces,
}: BatchCounts): number {
  return 1 - (sourceTokens + targetTokens) / (sourcePlaces + targetPlaces);
}
