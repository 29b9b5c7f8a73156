/** One loaded model that reads given translations word by word: what it finds them worth, and where it looks. */
import { dispose } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import { loadTextModel } from '../loading/text-model.js';
import type { TextModel } from '../loading/text-model.js';
import { parallelBatch } from '../model/parallel-batch.js';
import { normaliseText } from '../text/normalise.js';
import { EOS } from '../text/special-pieces.js';

export interface GivenPair {
  source: string;
  target: string;
}

/** A pair as the model read it; T source and U target pieces. */
export interface ForcedDecoding {
  /** Normalised, as they were cut into pieces. */
  source: string;
  target: string;
  /** `</s>` last, `[T]`. */
  sourcePieces: string[];
  /** `</s>` last, `[U]`. */
  targetPieces: string[];
  /** log P(y_u | y_1 … y_{u−1}, x) of each target piece, in nats, `[U]`. */
  logProbabilities: number[];
  /** `[U][T]`; each row sums to one, or is zero where the model has no attention. */
  attention: number[][];
}

export type ForcedDecoderParts = Omit<TextModel, 'card'>;

interface EncodedPair {
  pair: GivenPair;
  source: number[];
  target: number[];
}

/** Pairs that are sorted by length together; their order is kept. */
const WINDOW = 512;
/** Positions of a batch's longer side, padding included. */
const BATCH_POSITIONS = 2048;

/** Groups of indices of like length, longest first. */
function batchesOf(lengths: number[]): number[][] {
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a]);
  const batches: number[][] = [];
  let room = 0;
  for (const index of order) {
    if (room === 0) {
      batches.push([]);
      room = Math.max(1, Math.floor(BATCH_POSITIONS / lengths[index]));
    }
    batches[batches.length - 1].push(index);
    room--;
  }
  return batches;
}

export class ForcedDecoder {
  readonly name: string;
  readonly direction: ForcedDecoderParts['direction'];
  private readonly model: ForcedDecoderParts['model'];
  private readonly tokenizers: ForcedDecoderParts['tokenizers'];

  constructor({ model, name, direction, tokenizers }: ForcedDecoderParts) {
    this.model = model;
    this.name = name;
    this.direction = direction;
    this.tokenizers = tokenizers;
  }

  /**
   * Starts the engine and loads a checkpoint folder with its tokenizers.
   * @throws UserError when the folder is missing, damaged or no checkpoint of Ieum's
   */
  static async load(folder: string): Promise<ForcedDecoder> {
    return new ForcedDecoder(await loadTextModel(folder));
  }

  /** Frees the model's tensors. */
  dispose(): void {
    this.model.dispose();
  }

  /** Reads pairs as they come and gives a result for each, in their order; memory stays flat. */
  async *decode(
    pairs: AsyncIterable<GivenPair> | Iterable<GivenPair>,
    onProgress?: (done: number) => void,
  ): AsyncGenerator<ForcedDecoding> {
    let done = 0;
    let window: GivenPair[] = [];
    const flush = async (): Promise<ForcedDecoding[]> => {
      const before = done;
      const results = await this.decodeWindow(window, (within) => onProgress?.(before + within));
      done += window.length;
      window = [];
      return results;
    };
    for await (const pair of pairs) {
      window.push(pair);
      if (window.length === WINDOW) yield* await flush();
    }
    if (window.length > 0) yield* await flush();
  }

  private async decodeWindow(
    pairs: GivenPair[],
    onProgress: (done: number) => void,
  ): Promise<ForcedDecoding[]> {
    const encoded = pairs.map((pair) => this.encode(pair));
    const results: ForcedDecoding[] = [];
    let done = 0;
    const lengths = encoded.map(({ source, target }) => Math.max(source.length, target.length + 1));
    for (const batch of batchesOf(lengths)) {
      this.decodeBatch(batch.map((index) => encoded[index])).forEach(
        (result, row) => (results[batch[row]] = result),
      );
      done += batch.length;
      onProgress(done);
      // Lets signals and timers have their turn.
      await setImmediate();
    }
    return results;
  }

  private encode({ source, target }: GivenPair): EncodedPair {
    const pair = { source: normaliseText(source), target: normaliseText(target) };
    return {
      pair,
      source: [...this.tokenizers.source.encode(pair.source), EOS],
      target: this.tokenizers.target.encode(pair.target),
    };
  }

  private decodeBatch(batch: EncodedPair[]): ForcedDecoding[] {
    const parallel = parallelBatch(
      batch.map(({ source }) => source),
      batch.map(({ target }) => target),
    );
    const { negativeLogProbabilities, attention } = this.model.score(parallel);
    const losses = negativeLogProbabilities.dataSync<'float32'>();
    const weights = attention.dataSync<'float32'>();
    dispose([negativeLogProbabilities, attention]);
    const [time, width] = [parallel.target.time, parallel.source.time];
    let next = 0;
    return batch.map(({ pair, source, target }, row) => {
      const ids = [...target, EOS];
      const rowStart = row * time * width;
      return {
        ...pair,
        sourcePieces: this.tokenizers.source.pieces(source),
        targetPieces: this.tokenizers.target.pieces(ids),
        logProbabilities: ids.map(() => -losses[next++]),
        attention: ids.map((_, u) => {
          const start = rowStart + u * width;
          return Array.from(weights.subarray(start, start + source.length));
        }),
      };
    });
  }
}
