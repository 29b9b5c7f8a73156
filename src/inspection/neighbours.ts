/** Which rows of an embedding point the same way. */
import type { StoredTensor } from '../model/safetensors.js';

export interface Neighbour {
  id: number;
  /** −1 to 1. */
  cosine: number;
}

/** The norm of each row, `[V]`. */
export function rowNorms({ shape: [rows, width], values }: StoredTensor): Float64Array {
  const norms = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let k = row * width; k < (row + 1) * width; k++) squares += values[k] * values[k];
    norms[row] = Math.sqrt(squares);
  }
  return norms;
}

/**
 * The rows with the greatest cosine to one, best first; itself, rows of zeros and those left out are none.
 * @param embedding `[V, E]` @param id the row to compare with
 */
export function nearestNeighbours(
  embedding: StoredTensor,
  id: number,
  { count, leaveOut = [] }: { count: number; leaveOut?: readonly number[] },
): Neighbour[] {
  const { shape, values } = embedding;
  const width = shape[1];
  const norms = rowNorms(embedding);
  const own = values.subarray(id * width, (id + 1) * width);
  const neighbours: Neighbour[] = [];
  for (const [row, norm] of norms.entries()) {
    if (row === id || norm === 0 || norms[id] === 0 || leaveOut.includes(row)) continue;
    let product = 0;
    for (let k = 0; k < width; k++) product += own[k] * values[row * width + k];
    neighbours.push({ id: row, cosine: product / (norm * norms[id]) });
  }
  return neighbours.sort((a, b) => b.cosine - a.cosine || a.id - b.id).slice(0, count);
}
