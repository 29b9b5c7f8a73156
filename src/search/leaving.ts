/** When finished sentences leave a batch. */

/** They leave when they are this part of the batch: gathering the encoding of the others has its price too. */
const LEAVE_FROM = 1 / 8;

/**
 * Positions of the sentences that stay in the batch.
 * @param done of each sentence, by position @returns none once all are done
 */
export function remaining(done: readonly boolean[]): number[] {
  const undone = done.flatMap((is, position) => (is ? [] : [position]));
  const left = done.length - undone.length;
  return undone.length === 0 || left >= done.length * LEAVE_FROM ? undone : [...done.keys()];
}
