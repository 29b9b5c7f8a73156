import { describe, expect, it } from 'vitest';
import { extend } from '../../src/search/hypothesis.js';
import type { Hypothesis } from '../../src/search/hypothesis.js';
import { noLoop, onlyOnce } from '../../src/search/repeats.js';
import { search } from '../../src/search/search.js';
import { rejectsAfter } from '../../src/search/rules.js';
import type { Rule } from '../../src/search/rules.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { ToyModel } from './toy-model.js';

const standing = (ids: number[]): Hypothesis | null =>
  ids.reduce<Hypothesis | null>((before, id) => extend(before, id, -1, 0), null);

/** Of the ids 4 to 9, those that a rule rejects. */
function rejected(rule: Rule, ids: number[]): number[] {
  const rejects = rejectsAfter([rule], standing(ids));
  return [4, 5, 6, 7, 8, 9].filter((id) => rejects(id));
}

/** 9 is a sign, all others are words. */
const isWord = (id: number): boolean => id !== 9;
/** 8 is 7 in capitals. */
const fold = (id: number): number => (id === 8 ? 7 : id);
const twice = noLoop({ isWord, fold, words: 2, signs: 4 });

describe('noLoop', () => {
  it.each([
    [[4], []],
    [[4, 4], [4]],
    [[4, 5, 4, 5], []],
    [[4, 5, 4, 5, 4], [5]],
    [[7, 4, 5, 6, 4, 5, 6, 4, 5], [6]],
    [[4, 5, 6, 4, 5, 7, 4, 5], []],
    [[8, 4, 7, 4], []],
    [[8, 4, 7, 4, 8], [4]],
    [
      [7, 8],
      [7, 8],
    ],
    [[9, 9], []],
    [[9, 9, 9, 9], [9]],
  ])('after %j rejects %j', (ids, expected) => {
    expect(rejected(twice, ids)).toEqual(expected);
  });

  it('sees a long sequence that comes a third time', () => {
    const sequence = [4, 5, 6, 7, 5, 4, 6, 4, 5, 6];
    expect(rejected(twice, [...sequence, ...sequence, ...sequence.slice(0, -1)])).toEqual([6]);
  });

  it('lets a decoder out of a loop that it would never leave', async () => {
    await initialiseEngine();
    const stuck = new ToyModel(8, (source, prefix) => ({
      logits: [0, 0, 0, 1, 5, 4, 3, 0].map((logit, id) => logit + (id === 3 && prefix.length > 7 ? 9 : 0)),
      attention: source.map(() => 1 / source.length),
    }));
    const repeats = { isWord: () => true, fold: (id: number) => id, words: 2, signs: 2 };
    for (const beam of [1, 3]) {
      const [[{ ids }]] = search(stuck, batchSources([[4, 5, 3]]), { beam, repeats });
      expect(ids.join(' ')).not.toMatch(/(4) \1 \1/);
      const [[free]] = search(stuck, batchSources([[4, 5, 3]]), { beam });
      expect(free.ids.slice(0, 4)).toEqual([4, 4, 4, 4]);
    }
  });

  it('lets words follow themselves as often as a sentence of its own may', () => {
    const model = new ToyModel(8, (source, prefix) => ({
      logits: [0, 0, 0, prefix.length >= 3 ? 9 : 0, 5, 1, 1, 1],
      attention: source.map(() => 1 / source.length),
    }));
    const repeats = { isWord: () => true, fold: (id: number) => id, words: 2, signs: 2 };
    const found = search(
      model,
      batchSources([
        [4, 3],
        [5, 3],
      ]),
      {
        beam: 1,
        repeats,
        constraints: [{ repeats: 3 }],
      },
    );
    expect(found.map(([{ ids }]) => ids.slice(0, 3).join(' '))).toEqual(['4 4 4', '4 4 5']);
  });
});

describe('onlyOnce', () => {
  const once = onlyOnce([[4], [5, 6]]);

  it.each([
    [[], []],
    [[4], [4]],
    [[5], []],
    [[5, 6], []],
    [[5, 6, 5], [6]],
    [
      [4, 5, 6, 7, 5],
      [4, 6],
    ],
  ])('after %j rejects %j', (ids, expected) => {
    expect(rejected(once, ids)).toEqual(expected);
  });
});
