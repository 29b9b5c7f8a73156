/** Source and target sentences side by side, as training reads them. */
import { BOS, EOS, PAD } from '../text/special-pieces.js';
import { batchSources } from './source-batch.js';
import type { SourceBatch } from './step-model.js';

/** Padded target sentences, row-major `[B, U]`; U counts the `</s>`. */
export interface TargetBatch {
  /** What the decoder reads: `<s>` and the words but the last. */
  inputs: Int32Array;
  /** What it is to write: the words and `</s>`. */
  outputs: Int32Array;
  lengths: number[];
  size: number;
  time: number;
}

export interface ParallelBatch {
  source: SourceBatch;
  target: TargetBatch;
  /** Target tokens without padding, `</s>` included. */
  tokens: number;
}

/** @param sources ids ending in `</s>` @param targets ids without control pieces */
export function parallelBatch(sources: number[][], targets: number[][]): ParallelBatch {
  const size = targets.length;
  const lengths = targets.map((target) => target.length + 1);
  const time = Math.max(0, ...lengths);
  const inputs = new Int32Array(size * time).fill(PAD);
  const outputs = new Int32Array(size * time).fill(PAD);
  targets.forEach((target, row) => {
    inputs[row * time] = BOS;
    inputs.set(target, row * time + 1);
    outputs.set(target, row * time);
    outputs[row * time + target.length] = EOS;
  });
  const tokens = lengths.reduce((a, b) => a + b, 0);
  return { source: batchSources(sources), target: { inputs, outputs, lengths, size, time }, tokens };
}

/** Rows of a flat `[B · U]` that hold words, in order, and their labels. */
export function wordRows({ lengths, time, outputs }: TargetBatch): { rows: Int32Array; labels: Int32Array } {
  const rows = new Int32Array(lengths.reduce((a, b) => a + b, 0));
  let n = 0;
  lengths.forEach((length, b) => {
    for (let u = 0; u < length; u++) rows[n++] = b * time + u;
  });
  return { rows, labels: rows.map((row) => outputs[row]) };
}
