/** A step model whose scores are a seeded function of the source and the prefix, so that every sequence can be tried. */
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../src/foundation/random.js';
import type {
  DecoderState,
  DecoderStep,
  Encoding,
  SourceBatch,
  StepModel,
} from '../../src/model/step-model.js';

/** Scores and attention of the step after `prefix`, both before padding. */
export type ToyRule = (source: number[], prefix: number[]) => { logits: number[]; attention: number[] };

/** Pseudo-random scores in [-spread / 2, spread / 2] and an attention that no other prefix has. */
export function randomRule(vocabularySize: number, spread = 4): ToyRule {
  return (source, prefix) => {
    const random = new Random(
      [...source, -1, ...prefix].reduce((hash, id) => Math.imul(hash, 31) + id + 7, 1),
    );
    const logits = Array.from({ length: vocabularySize }, () => Math.fround((random.next() - 0.5) * spread));
    const weights = source.map(() => random.next() + 0.01);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { logits, attention: weights.map((weight) => weight / total) };
  };
}

/** Pieces that the state has room for. */
const ROOM = 192;

/** Carries the prefix in the state, one piece a column; the memory is the source ids themselves. */
export class ToyModel implements StepModel {
  /** Rows of every step so far. */
  readonly rows: number[] = [];

  constructor(
    readonly vocabularySize: number,
    readonly rule: ToyRule,
  ) {}

  encode({ ids, lengths, size, time }: SourceBatch): Encoding {
    const mask = lengths.flatMap((length) => Array.from({ length: time }, (_, t) => (t < length ? 0 : -1e9)));
    return {
      memory: tf.tensor3d(Float32Array.from(ids), [size, time, 1]),
      mask: tf.tensor3d(mask, [size, 1, time]),
      state: stateOf(lengths.map(() => [])),
    };
  }

  step(previous: tf.Tensor1D, state: DecoderState, { memory, mask }: Encoding): DecoderStep {
    const [size, time] = memory.shape;
    const sources = memory.dataSync();
    const padding = mask.dataSync();
    const last = previous.dataSync();
    const before = state.hidden[0].arraySync();
    const prefixes = before.map((columns, row) => [...columns.filter((id) => id >= 0), last[row]]);
    const steps = prefixes.map((prefix, row) => {
      const start = Math.floor(row / (prefixes.length / size)) * time;
      const words = Array.from(sources.slice(start, start + time)).filter((_, t) => padding[start + t] === 0);
      return this.rule(words, prefix.slice(1));
    });
    this.rows.push(prefixes.length);
    const pad = (row: number[]): number[] => [...row, ...new Array<number>(time - row.length).fill(0)];
    return {
      logits: tf.tensor2d(steps.map(({ logits }) => logits)),
      attention: tf.tensor2d(steps.map(({ attention }) => pad(attention))),
      state: stateOf(prefixes),
    };
  }
}

function stateOf(prefixes: number[][]): DecoderState {
  const make = (): tf.Tensor2D =>
    tf.tensor2d(prefixes.map((prefix) => [...prefix, ...new Array<number>(ROOM - prefix.length).fill(-1)]));
  return { hidden: [make()], cell: [make()], attentional: make() };
}
