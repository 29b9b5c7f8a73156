/** Source sentences of different lengths laid side by side for the encoder. */
import { PAD } from '../text/special-pieces.js';
import type { SourceBatch } from './step-model.js';

/** Pads sequences of source ids (each ending in `</s>`) to the longest: `[B, T]`. */
export function batchSources(sequences: number[][]): SourceBatch {
  const lengths = sequences.map((sequence) => sequence.length);
  const size = sequences.length;
  const time = Math.max(0, ...lengths);
  const ids = new Int32Array(size * time).fill(PAD);
  sequences.forEach((sequence, row) => ids.set(sequence, row * time));
  return { ids, lengths, size, time };
}
