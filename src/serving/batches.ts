/** Sources of all lengths grouped into batches of similar length for search. */

export interface BatchLimits {
  /** Most decoder rows, sentences times beam. */
  rows: number;
  /** Most source positions, padding included. */
  tokens: number;
}

export const DEFAULT_BATCH_LIMITS: BatchLimits = { rows: 320, tokens: 8192 };

/**
 * Groups sequences, longest first, so that each batch keeps within the limits; one that is over them alone has a
 * batch of its own.
 * @param lengths length of each sequence
 * @returns for each batch the indices of its sequences
 */
export function batchByLength(
  lengths: number[],
  beam: number,
  { rows, tokens }: BatchLimits = DEFAULT_BATCH_LIMITS,
): number[][] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[b] - lengths[a]);
  const batches: number[][] = [];
  let size = 0; // how many sequences the batch being filled can take
  for (const index of order) {
    const batch = batches.at(-1);
    if (batch && batch.length < size) {
      batch.push(index);
    } else {
      batches.push([index]);
      size = Math.max(1, Math.min(Math.floor(rows / beam), Math.floor(tokens / lengths[index])));
    }
  }
  return batches;
}
