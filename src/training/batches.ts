/** Batches of sentences of like length, counted in tokens (bucketing). */
import type { Random } from '../foundation/random.js';
import type { Example } from './examples.js';

/** Tokens that a batch fills with padding counted, on its longer side. */
function paddedTokens(longestSource: number, longestTarget: number, sentences: number): number {
  return Math.max(longestSource, longestTarget) * sentences;
}

/**
 * Cuts examples into batches of at most `tokens` tokens a side, padding counted, and shuffles the batches. A
 * shuffle before the stable sort by length lets each epoch put other sentences together. A sentence longer than
 * `tokens` is a batch of its own.
 * @returns positions in `examples`, batch by batch
 */
export function bucketBatches(examples: Example[], tokens: number, random: Random): number[][] {
  const order = random.shuffle(examples.map((_, position) => position));
  order.sort(
    (a, b) =>
      examples[a].target.length - examples[b].target.length ||
      examples[a].source.length - examples[b].source.length,
  );
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
