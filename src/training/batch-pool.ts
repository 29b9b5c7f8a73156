/** A part of an epoch, whose examples are put into pieces little by little and then cut into batches of like length. */
import { Random } from '../foundation/random.js';
import { bucketBatches } from './batches.js';
import type { ExampleSampler } from './example-sampling.js';
import type { Example } from './examples.js';
import { mixSeeds, STREAMS } from './seeds.js';
import type { TrainingExamples } from './training-examples.js';

export interface BatchPoolOptions {
  examples: TrainingExamples;
  /** Null: each example stays in its usual pieces. */
  sampler: ExampleSampler | null;
  batchTokens: number;
  seed: number;
}

export class BatchPool {
  private readonly members: Example[] = [];
  private readonly subwords: Random;

  /** What is in a pool depends on the seed, the epoch and its number alone, so a resumed run finds it again. */
  constructor(
    private readonly options: BatchPoolOptions,
    private readonly places: number[],
    readonly epoch: number,
    readonly pool: number,
  ) {
    this.subwords = new Random(mixSeeds(options.seed, STREAMS.subwords, epoch, pool));
  }

  get size(): number {
    return this.places.length;
  }

  /** Puts so many more of its examples into pieces. */
  prepare(count: number): void {
    const { examples, sampler } = this.options;
    const until = Math.min(this.places.length, this.members.length + count);
    while (this.members.length < until) {
      const place = this.places[this.members.length];
      const example = examples.examples[place];
      this.members.push(
        sampler === null ? example : sampler.sample(examples.pairs[place], example, this.subwords),
      );
    }
  }

  /** Its batches in random order. */
  batches(): Example[][] {
    this.prepare(this.places.length);
    const { seed, batchTokens } = this.options;
    const random = new Random(mixSeeds(seed, STREAMS.pool, this.epoch, this.pool));
    return bucketBatches(this.members, batchTokens, random).map((batch) =>
      batch.map((place) => this.members[place]),
    );
  }
}
