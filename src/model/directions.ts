/**
 * Where each word stands in the two directions of an encoder. The backward one reads each sentence reversed within
 * its own length and leaves padding behind it, so that no step of the recurrence needs a mask.
 */
import type { SourceBatch } from './step-model.js';

/** The place in time at which a direction (0 forward, 1 backward) reads word t of a sentence. */
function placeOf(direction: number, t: number, length: number): number {
  return direction === 1 && t < length ? length - 1 - t : t;
}

/** Rows of the words `[T · B]` in the order in which the backward direction reads them. */
export function backwardOrder({ lengths, size, time }: SourceBatch): Int32Array {
  const order = new Int32Array(time * size);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < size; b++) order[t * size + b] = placeOf(1, t, lengths[b]) * size + b;
  }
  return order;
}

/** Rows of states `[D · T · B]`, as read, in the order of the words: `[T · B · D]`. */
export function timeMajorOrder({ lengths, size, time }: SourceBatch, directions: number): Int32Array {
  const order = new Int32Array(directions * time * size);
  let n = 0;
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < size; b++) {
      for (let d = 0; d < directions; d++) order[n++] = (d * time + placeOf(d, t, lengths[b])) * size + b;
    }
  }
  return order;
}

/** The same in the order `[B · T · D]`. */
export function batchMajorOrder({ lengths, size, time }: SourceBatch, directions: number): Int32Array {
  const order = new Int32Array(directions * time * size);
  let n = 0;
  for (let b = 0; b < size; b++) {
    for (let t = 0; t < time; t++) {
      for (let d = 0; d < directions; d++) order[n++] = (d * time + placeOf(d, t, lengths[b])) * size + b;
    }
  }
  return order;
}

/** Rows of states `[D · T · B]` after the last word that each direction reads, in the order `[B · D]`. */
export function lastRows({ lengths, size, time }: SourceBatch, directions: number): Int32Array {
  const rows = new Int32Array(directions * size);
  lengths.forEach((length, b) => {
    for (let d = 0; d < directions; d++) rows[b * directions + d] = (d * time + length - 1) * size + b;
  });
  return rows;
}
