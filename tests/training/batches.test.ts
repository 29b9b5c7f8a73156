/** Batches: every example once, bounded, hardly padded, and the same for the same seed. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { parallelBatch, wordRows } from '../../src/model/parallel-batch.js';
import { bucketBatches } from '../../src/training/batches.js';
import type { Example } from '../../src/training/examples.js';

function examples(count: number): Example[] {
  const random = new Random(3);
  return Array.from({ length: count }, () => {
    const length = 2 + random.int(28);
    const target = Array.from({ length }, () => 4);
    return { source: Array.from({ length: Math.max(2, length + random.int(5) - 2) }, () => 4), target };
  });
}

const TOKENS = 600;
const many = examples(5000);

describe('bucketed batches', () => {
  const batches = bucketBatches(many, TOKENS, new Random(1));

  it('hold every example once', () => {
    expect(batches.flat().sort((a, b) => a - b)).toEqual(many.map((_, position) => position));
  });

  it('hold at most so many tokens a side, padding counted', () => {
    for (const batch of batches) {
      const longest = (side: (example: Example) => number): number =>
        Math.max(...batch.map((position) => side(many[position])));
      const width = Math.max(
        longest(({ source }) => source.length),
        longest(({ target }) => target.length + 1),
      );
      expect(width * batch.length).toBeLessThanOrEqual(TOKENS);
    }
  });

  it('are padding to less than a tenth', () => {
    let words = 0;
    let all = 0;
    for (const batch of batches) {
      const members = batch.map((position) => many[position]);
      const { source, target, tokens } = parallelBatch(
        members.map((member) => member.source),
        members.map((member) => member.target),
      );
      words += tokens + source.lengths.reduce((a, b) => a + b, 0);
      all += target.size * target.time + source.size * source.time;
    }
    expect(1 - words / all).toBeLessThan(0.1);
  });

  it('depend on the seed alone, and differ from seed to seed', () => {
    expect(bucketBatches(many, TOKENS, new Random(1))).toEqual(batches);
    expect(bucketBatches(many, TOKENS, new Random(2))).not.toEqual(batches);
  });

  it('give a sentence that is longer than a batch one of its own', () => {
    const long = { source: [4, 3], target: Array.from({ length: TOKENS + 1 }, () => 4) };
    expect(bucketBatches([long], TOKENS, new Random(1))).toEqual([[0]]);
  });
});

describe('a parallel batch', () => {
  it('gives the decoder the word before, and asks for the word', () => {
    const { target, tokens } = parallelBatch(
      [
        [9, 3],
        [9, 9, 3],
      ],
      [[5], [6, 7]],
    );
    expect([...target.inputs]).toEqual([2, 5, 0, 2, 6, 7]);
    expect([...target.outputs]).toEqual([5, 3, 0, 6, 7, 3]);
    expect(tokens).toBe(5);
    const { rows, labels } = wordRows(target);
    expect([...rows]).toEqual([0, 1, 3, 4, 5]);
    expect([...labels]).toEqual([5, 3, 6, 7, 3]);
  });
});
