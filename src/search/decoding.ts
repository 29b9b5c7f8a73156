/** A batch of sentences being decoded: the tensors of a search, and the few numbers of a step that leave them. */
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../foundation/errors.js';
import type { DecoderState, Encoding, SourceBatch, StepModel } from '../model/step-model.js';
import { logProbabilities } from '../nn/inference-kernels.js';
import { scoped } from '../nn/scope.js';
import { topCandidates } from '../nn/top-candidates.js';

/** The likeliest next pieces of N hypotheses, best first; ties in the order of their ids. */
export interface Candidates {
  /** Candidates a row, C. */
  width: number;
  /** Target ids, `[N, C]` row-major. */
  ids: Int32Array;
  /** Log-probabilities over the whole vocabulary, `[N, C]` row-major. */
  logProbabilities: Float32Array;
}

/** Encodes on construction and owns its tensors until `dispose`. */
export class Decoding {
  /** Width of the attention, T. */
  readonly time: number;
  private encoding: Omit<Encoding, 'state'>;
  private state: DecoderState;
  /** Of the step that was taken last, `[N, V]`. */
  private scores: tf.Tensor2D | null = null;
  /** Attention of every step, `[N, T]` each: it leaves the engine in one piece at the end. */
  private readonly attention: tf.Tensor2D[] = [];
  /** Rows of attention before the step that was taken last. */
  private attentionRows = 0;

  constructor(
    private readonly model: StepModel,
    source: SourceBatch,
    private readonly temperature = 1,
  ) {
    const { state, ...encoding } = scoped(() => model.encode(source));
    this.encoding = encoding;
    this.state = state;
    this.time = source.time;
  }

  /**
   * Feeds the last piece of each hypothesis and moves the state on.
   * @param previous target ids, `[N]`, K consecutive rows a sentence
   */
  advance(previous: Int32Array): void {
    this.attentionRows += this.attention.at(-1)?.shape[0] ?? 0;
    const { scores, attention, state } = scoped(() => {
      const ids = tf.tensor1d(previous, 'int32');
      const step = this.model.step(ids, this.state, { ...this.encoding, state: this.state });
      const logits =
        this.temperature === 1 ? step.logits : tf.div<tf.Tensor2D>(step.logits, this.temperature);
      return { attention: step.attention, state: step.state, scores: logProbabilities(logits) };
    });
    disposeState(this.state);
    this.scores?.dispose();
    this.state = state;
    this.scores = scores;
    this.attention.push(attention);
  }

  /** The likeliest pieces to come next, so many a row; fewer where the vocabulary is smaller. */
  best(count: number): Candidates {
    const width = Math.min(count, this.model.vocabularySize);
    const { values, indices } = topCandidates(this.lastScores(), width);
    const found = { width, ids: indices, logProbabilities: values };
    for (let row = 0; row < found.ids.length; row += width) {
      if (!Number.isFinite(found.logProbabilities[row])) {
        throw new UserError('model: expected finite scores, got NaN or infinity; its weights are damaged', {
          exitCode: 1,
          status: 500,
        });
      }
    }
    return found;
  }

  /** Log-probabilities of certain pieces to come next, each of its row. */
  of(rows: readonly number[], ids: readonly number[]): Float32Array {
    const size = this.model.vocabularySize;
    return tf.tidy(() => {
      const places = tf.tensor1d(
        rows.map((row, k) => row * size + ids[k]),
        'int32',
      );
      return tf.gather(tf.reshape(this.lastScores(), [-1]), places).dataSync<'float32'>();
    });
  }

  /** Where the attention of a row of the last step is found in the end. */
  attentionRow(row: number): number {
    return this.attentionRows + row;
  }

  /** Attention of the last step, for searches that look at it on the way. */
  lastAttention(): (row: number) => Float32Array {
    return rowsOf(this.attention[this.attention.length - 1], this.time);
  }

  /** Attention of every step by `attentionRow`, `[T]` each, padding included. */
  readAttention(): (row: number) => Float32Array {
    const all = tf.concat(this.attention, 0);
    const rows = rowsOf(all, this.time);
    all.dispose();
    return rows;
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
    const { memory, mask, ...others } = this.encoding;
    this.encoding = scoped(() => {
      const index = tf.tensor1d(positions, 'int32');
      const chosen = Object.entries(others).map(([name, tensor]) => [name, tf.gather(tensor, index)]);
      return {
        memory: tf.gather(memory, index),
        mask: tf.gather(mask, index),
        ...(Object.fromEntries(chosen) as typeof others),
      };
    });
    tf.dispose([memory, mask, ...Object.values(others)]);
  }

  dispose(): void {
    disposeState(this.state);
    tf.dispose([...Object.values(this.encoding), ...this.attention]);
    this.scores?.dispose();
  }

  private lastScores(): tf.Tensor2D {
    if (!this.scores) throw new Error('decoding: expected a step before its candidates, got none');
    return this.scores;
  }
}

/** The rows of a matrix in JavaScript. */
function rowsOf(matrix: tf.Tensor2D, width: number): (row: number) => Float32Array {
  const values = matrix.dataSync<'float32'>();
  return (row) => values.subarray(row * width, (row + 1) * width);
}

function isIdentity(rows: number[], size: number | undefined): boolean {
  return rows.length === size && rows.every((row, position) => row === position);
}

function disposeState({ hidden, cell, attentional }: DecoderState): void {
  tf.dispose([...hidden, ...cell]);
  attentional?.dispose();
}
