/** A batch of sentences being decoded: the tensors of a search, and the few numbers of a step that leave them. */
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../foundation/errors.js';
import type { DecoderState, Encoding, SourceBatch, StepModel } from '../model/step-model.js';
import { scoped } from '../nn/scope.js';

/** The likeliest next pieces of N hypotheses, best first; ties in the order of their ids. */
export interface Candidates {
  /** Candidates a row, C. */
  width: number;
  /** Target ids, `[N, C]` row-major; none that is forbidden. */
  ids: Int32Array;
  /** Log-probabilities over the whole vocabulary, `[N, C]` row-major. */
  logProbabilities: Float64Array;
  /** The attention of row n, `[T]`, padding included. */
  attention(row: number): Float32Array;
}

/** Encodes on construction and owns its tensors until `dispose`. */
export class Decoding {
  private encoding: Omit<Encoding, 'state'>;
  private state: DecoderState;
  private readonly time: number;

  constructor(
    private readonly model: StepModel,
    source: SourceBatch,
  ) {
    const { state, ...encoding } = scoped(() => model.encode(source));
    this.encoding = encoding;
    this.state = state;
    this.time = source.time;
  }

  /**
   * Feeds the last piece of each hypothesis and moves the state on.
   * @param previous target ids, `[N]`, K consecutive rows a sentence
   * @param count candidates wanted a row; fewer where the vocabulary is smaller
   * @param forbidden ids that are no candidates in this step; their probability is not given to others
   */
  advance(
    previous: Int32Array,
    { count, forbidden }: { count: number; forbidden: readonly number[] },
  ): Candidates {
    const { time, model } = this;
    const width = Math.min(count, model.vocabularySize - forbidden.length);
    const { state, ...step } = scoped(() => {
      const ids = tf.tensor1d(previous, 'int32');
      const { logits, attention, state } = model.step(ids, this.state, {
        ...this.encoding,
        state: this.state,
      });
      const allowed = tf.add(logits, exclusion(model.vocabularySize, forbidden));
      const { values, indices } = tf.topk(allowed, width, true);
      // log softmax(x)_i = x_i - max x + log max softmax(x): the fused softmax is the cheapest normaliser.
      return {
        state,
        attention,
        values,
        indices,
        greatest: tf.max<tf.Tensor1D>(logits, 1),
        share: tf.max<tf.Tensor1D>(tf.softmax(logits), 1),
      };
    });
    disposeState(this.state);
    this.state = state;
    const values = step.values.dataSync();
    const ids = step.indices.dataSync() as Int32Array;
    const greatest = step.greatest.dataSync();
    const share = step.share.dataSync();
    const attention = step.attention.dataSync() as Float32Array;
    tf.dispose(Object.values(step));
    return {
      width,
      ids,
      logProbabilities: logProbabilities(values, width, { greatest, share }),
      attention: (row) => attention.subarray(row * time, (row + 1) * time),
    };
  }

  /** Makes row n of the state what row `rows[n]` was. */
  selectRows(rows: number[]): void {
    if (isIdentity(rows, this.state.hidden[0]?.shape[0])) return;
    const old = this.state;
    this.state = scoped(() => {
      const index = tf.tensor1d(rows, 'int32');
      return {
        hidden: old.hidden.map((layer) => tf.gather(layer, index)),
        cell: old.cell.map((layer) => tf.gather(layer, index)),
        attentional: old.attentional && tf.gather(old.attentional, index),
      };
    });
    disposeState(old);
  }

  /** Keeps only these sentences of the encoding, by their present positions. */
  selectSentences(positions: number[]): void {
    if (isIdentity(positions, this.encoding.memory.shape[0])) return;
    const { memory, mask } = this.encoding;
    this.encoding = scoped(() => {
      const index = tf.tensor1d(positions, 'int32');
      return { memory: tf.gather(memory, index), mask: tf.gather(mask, index) };
    });
    tf.dispose([memory, mask]);
  }

  dispose(): void {
    disposeState(this.state);
    tf.dispose([this.encoding.memory, this.encoding.mask]);
  }
}

/** Added to the scores `[V]`: 0, and far below every score at the forbidden ids. */
function exclusion(size: number, forbidden: readonly number[]): tf.Tensor1D {
  const values = new Float32Array(size);
  for (const id of forbidden) values[id] = -1e30;
  return tf.tensor1d(values);
}

/** log softmax of the chosen scores, given each row's greatest score and that score's probability. */
function logProbabilities(
  values: ArrayLike<number>,
  width: number,
  { greatest, share }: { greatest: ArrayLike<number>; share: ArrayLike<number> },
): Float64Array {
  const result = new Float64Array(values.length);
  for (let row = 0; row < greatest.length; row++) {
    const normaliser = greatest[row] - Math.log(share[row]);
    if (!Number.isFinite(normaliser)) {
      throw new UserError('model: expected finite scores, got NaN or infinity; its weights are damaged', {
        exitCode: 1,
        status: 500,
      });
    }
    for (let i = row * width; i < (row + 1) * width; i++) result[i] = values[i] - normaliser;
  }
  return result;
}

function isIdentity(rows: number[], size: number | undefined): boolean {
  return rows.length === size && rows.every((row, position) => row === position);
}

function disposeState({ hidden, cell, attentional }: DecoderState): void {
  tf.dispose([...hidden, ...cell]);
  attentional?.dispose();
}
