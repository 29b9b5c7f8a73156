/** The greatest scores of each row with their places: what a step of search takes from the vocabulary. */
import { dispose, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { computed } from './recorded.js';

export interface TopCandidates {
  /** `[N, count]` row-major. */
  values: Float32Array;
  /** Where they stand in their rows. */
  indices: Int32Array;
}

/**
 * The `count` greatest of each row, greatest first; of equal ones that of the lower index.
 * @param scores `[N, V]` @param count at most V
 */
export function topCandidates(scores: Tensor2D, count: number): TopCandidates {
  const length = blockLength(scores.shape[1], count);
  if (length !== null) return topOfBlocks(scores, count, length);
  return numbersOf(computed([scores], (ops, [x]) => ops.top(x, count)));
}

function numbersOf([values, indices]: Tensor[]): TopCandidates {
  const numbers = { values: values.dataSync<'float32'>(), indices: indices.dataSync<'int32'>() };
  dispose([values, indices]);
  return numbers;
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

function topOfBlocks(scores: Tensor2D, count: number, length: number): TopCandidates {
  const [rows, size] = scores.shape;
  const shape = [rows, size / length, length];
  const { indices: blocks } = numbersOf(
    computed([scores], (ops, [x]) => ops.top(ops.maximum(ops.reshape(x, shape)), count)),
  );
  // In the order of their places, so that of equal scores the lower index stays first.
  for (let row = 0; row < rows; row++) blocks.subarray(row * count, (row + 1) * count).sort();
  const places = tensor2d(placesOf(blocks, count), [rows * count, 2], 'int32');
  const { values, indices: within } = numbersOf(
    computed([scores, places], (ops, [x, at]) => {
      const chosen = ops.pick(ops.reshape(x, shape), at);
      return ops.top(ops.reshape(chosen, [rows, count * length]), count);
    }),
  );
  places.dispose();
  const indices = within.map((place, i) => {
    const block = blocks[i - (i % count) + Math.floor(place / length)];
    return block * length + (place % length);
  });
  return { values, indices };
}

/** Row and block of each chosen block, `[N · count, 2]`. */
function placesOf(blocks: Int32Array, count: number): Int32Array {
  const places = new Int32Array(2 * blocks.length);
  blocks.forEach((block, i) => {
    places[2 * i] = Math.floor(i / count);
    places[2 * i + 1] = block;
  });
  return places;
}
