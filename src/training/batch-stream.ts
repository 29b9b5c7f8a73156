/** The endless row of training batches: epochs, cut into pools that are made one at a time, and where a run stands. */
import { BatchPool } from './batch-pool.js';
import type { BatchPoolOptions } from './batch-pool.js';
import { corpusQuotas, epochOrder } from './corpus-mixing.js';
import type { Example } from './examples.js';

/**
 * Examples of a pool. Only a pool at a time is sorted by length and cut, which takes a few hundredths of a second
 * however large the corpus is; and it is enough of them for batches of like length.
 */
const POOL = 32768;

/** Where a run stands in its batches; all that is needed to find the next one again. */
export interface StreamPosition {
  /** Counted from 0. */
  epoch: number;
  /** Pool of the epoch, and batches of it that were taken. */
  pool: number;
  batch: number;
}

export interface BatchStreamOptions extends BatchPoolOptions {
  /** T of the mixing of corpora. */
  temperature: number;
  /** Examples of a pool. */
  poolSize?: number;
}

export class BatchStream {
  /** Batches of the present pool, made when they are first asked for. */
  private batches: Example[][] | null = null;
  /** The pool after it, which is put into pieces while this one is read, so that no batch has to wait for it. */
  private upcoming: BatchPool | null = null;
  private order: { epoch: number; examples: number[] } | null = null;
  private readonly quotas: number[];
  private readonly pools: number;

  /** @param position moved on with each batch */
  constructor(
    private readonly options: BatchStreamOptions,
    private readonly position: StreamPosition,
  ) {
    const { examples, temperature, poolSize = POOL } = options;
    this.quotas = corpusQuotas(examples.parts, temperature);
    this.pools = Math.max(1, Math.round(examples.examples.length / poolSize));
  }

  /** The examples of the next batch; none holds examples of two epochs. */
  next(): Example[] {
    const { position } = this;
    const batches = (this.batches ??= this.enterPool());
    const batch = batches[position.batch];
    position.batch += 1;
    this.upcoming?.prepare(Math.ceil(this.upcoming.size / batches.length));
    if (position.batch >= batches.length) {
      this.batches = null;
      Object.assign(position, this.after(position), { batch: 0 });
    }
    return batch;
  }

  private after({ epoch, pool }: StreamPosition): { epoch: number; pool: number } {
    return pool + 1 < this.pools ? { epoch, pool: pool + 1 } : { epoch: epoch + 1, pool: 0 };
  }

  private enterPool(): Example[][] {
    const { position, upcoming } = this;
    const ready = upcoming?.epoch === position.epoch && upcoming.pool === position.pool;
    const batches = (ready ? upcoming : this.pool(position)).batches();
    this.upcoming = this.pool(this.after(position));
    return batches;
  }

  private pool({ epoch, pool }: { epoch: number; pool: number }): BatchPool {
    const order = this.orderOf(epoch);
    const edge = (place: number): number => Math.floor((place * order.length) / this.pools);
    return new BatchPool(this.options, order.slice(edge(pool), edge(pool + 1)), epoch, pool);
  }

  private orderOf(epoch: number): number[] {
    if (this.order?.epoch !== epoch) {
      const { seed, examples } = this.options;
      this.order = { epoch, examples: epochOrder(examples.parts, this.quotas, seed, epoch) };
    }
    return this.order.examples;
  }
}
