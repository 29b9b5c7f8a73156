/** The row of batches: whole epochs, found again from any position, with subwords drawn anew each epoch. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { BatchStream } from '../../src/training/batch-stream.js';
import type { BatchStreamOptions, StreamPosition } from '../../src/training/batch-stream.js';
import { countBatches, paddingShare } from '../../src/training/batches.js';
import type { ExampleSampler } from '../../src/training/example-sampling.js';
import type { Example } from '../../src/training/examples.js';

const COUNT = 300;
const random = new Random(1);
const examples = Array.from({ length: COUNT }, (_, place) => {
  const length = 1 + random.int(20);
  // The place stands in the ids, to know an example by.
  return { source: [place, ...Array<number>(length).fill(4), 3], target: Array<number>(length).fill(5) };
});
const pairs = examples.map(() => ({ source: '', target: '' }));

/** Splits the target at random, as sampling does. */
const sampler = {
  sample: (_pair: unknown, { source, target }: Example, chance: Random) => ({
    source,
    target: target.flatMap((id) => (chance.next() < 0.5 ? [id, 6] : [id])),
  }),
} as unknown as ExampleSampler;

function stream(changes: Partial<BatchStreamOptions> = {}, position = start()): BatchStream {
  const parts = [{ first: 0, size: COUNT, weight: 1 }];
  const options = { batchTokens: 100, seed: 1, temperature: 1, poolSize: 70, sampler: null, ...changes };
  return new BatchStream({ examples: { examples, pairs, left: 0, parts }, ...options }, position);
}

const start = (): StreamPosition => ({ epoch: 0, pool: 0, batch: 0 });

function epoch(changes: Partial<BatchStreamOptions>, position = start()): Example[][] {
  const batches: Example[][] = [];
  const from = position.epoch;
  const row = stream(changes, position);
  while (position.epoch === from) batches.push(row.next());
  return batches;
}

describe('a row of batches', () => {
  it('reads every example once an epoch, over several pools', () => {
    const position = start();
    for (let round = 0; round < 2; round++) {
      const seen = epoch({}, position).flatMap((batch) => batch.map(({ source }) => source[0]));
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, place) => place));
    }
    expect(position).toEqual({ epoch: 2, pool: 0, batch: 0 });
  });

  it.each([null, sampler])('goes on from any position as if it had never stopped (sampler: %s)', (drawn) => {
    const position = start();
    const whole = stream({ sampler: drawn }, position);
    const stops: { position: StreamPosition; next: Example[] }[] = [];
    for (let k = 0; k < 120; k++) {
      const before = { ...position };
      stops.push({ position: before, next: whole.next() });
    }
    expect(position.epoch).toBeGreaterThan(0);
    for (const stop of stops)
      expect(stream({ sampler: drawn }, { ...stop.position }).next()).toEqual(stop.next);
  });

  it('draws subwords anew each epoch and for each seed', () => {
    const targets = (batches: Example[][]): string[] =>
      batches
        .flat()
        .sort((a, b) => a.source[0] - b.source[0])
        .map(({ target }) => target.join(''));
    const position = start();
    const first = targets(epoch({ sampler }, position));
    expect(targets(epoch({ sampler }, position))).not.toEqual(first);
    expect(targets(epoch({ sampler, seed: 2 }))).not.toEqual(first);
    expect(targets(epoch({ sampler }))).toEqual(first);
  });

  it('mixes corpora by temperature', () => {
    const parts = [
      { first: 0, size: COUNT - 30, weight: 1 },
      { first: COUNT - 30, size: 30, weight: 1 },
    ];
    const mixed = { examples: { examples, pairs, left: 0, parts } };
    const rare = (temperature: number): number =>
      epoch({ ...mixed, temperature })
        .flat()
        .filter(({ source }) => source[0] >= COUNT - 30).length;
    expect(rare(1)).toBe(30);
    expect(rare(1000)).toBe(150);
  });
});

it('counts what batches hold', () => {
  const counts = countBatches([
    [
      { source: [1, 2, 3], target: [1] },
      { source: [1, 3], target: [1, 2] },
    ],
    [{ source: [3], target: [] }],
  ]);
  expect(counts).toEqual({
    ...{ batches: 2, sentences: 3, sourceTokens: 6, sourcePlaces: 7, targetTokens: 6, targetPlaces: 7 },
  });
  expect(paddingShare(counts)).toBeCloseTo(2 / 14);
});
