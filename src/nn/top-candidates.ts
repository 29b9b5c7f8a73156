/** The greatest scores of each row with their places: what a step of search takes from the vocabulary. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { callKernels } from './kernels.js';

/**
 * The `count` greatest of each row, greatest first; of equal ones that of the lower index.
 * @param scores `[N, V]` @param count at most V
 * @returns values and int32 indices, `[N, count]` each
 */
export function topCandidates(scores: Tensor2D, count: number): { values: Tensor2D; indices: Tensor2D } {
  const [values, indices] = callKernels('TopCandidates', { scores }, { count }) as Tensor2D[];
  return { values, indices };
}

/** Blocks shorter or longer than this gain nothing over one search of the whole row. */
const SHORTEST = 16;
const LONGEST = 1024;

/**
 * The length of the blocks in which a row is searched: the greatest `count` of a row stand in the `count` blocks
 * with the greatest maxima, so that only the maxima and those blocks need be searched. The length divides the row
 * and makes both searches small together.
 * @param size length of the row, V
 * @returns null where the row is best searched as a whole
 */
export function blockLength(size: number, count: number): number | null {
  let best: number | null = null;
  let least = size / 2;
  for (let length = SHORTEST; length <= LONGEST; length++) {
    if (size % length !== 0 || size / length < count) continue;
    const searched = size / length + count * length;
    if (searched < least) [best, least] = [length, searched];
  }
  return best;
}
