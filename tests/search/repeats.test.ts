import { describe, expect, it } from 'vitest';
import { BannedWords } from '../../src/search/banned-words.js';
import { extend } from '../../src/search/hypothesis.js';
import type { Hypothesis } from '../../src/search/hypothesis.js';
import { noLoop, onlyOnce, wholeNumbers } from '../../src/search/repeats.js';
import type { PieceKind } from '../../src/search/repeats.js';
import { search } from '../../src/search/search.js';
import { rejectsAfter } from '../../src/search/rules.js';
import type { Rule } from '../../src/search/rules.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { ToyModel } from './toy-model.js';

const standing = (ids: number[]): Hypothesis | null =>
  ids.reduce<Hypothesis | null>((before, id) => extend(before, id, -1, 0), null);

/** Of the ids 4 to 10, those that a rule rejects. */
function rejected(rule: Rule, ids: number[]): number[] {
  const rejects = rejectsAfter([rule], standing(ids));
  return [4, 5, 6, 7, 8, 9, 10].filter((id) => rejects(id));
}

/** 9 is a sign, 6 a comma, 10 are digits; all others are words. */
const kind = (id: number): PieceKind =>
  id === 9 ? 'sign' : id === 6 ? 'stop' : id === 10 ? 'digits' : 'word';
/** 8 is 7 in capitals. */
const fold = (id: number): number => (id === 8 ? 7 : id);
const twice = noLoop({ kind, fold, words: 2, signs: 4 });

describe('noLoop', () => {
  it.each([
    [[4], []],
    [[4, 4], [4]],
    [[4, 5, 4, 5], []],
    [[4, 5, 4, 5, 4], [5]],
    [
      [7, 4, 5, 8, 4, 5, 8, 4, 5],
      [7, 8],
    ],
    [[4, 6, 4, 6], [4]],
    [[4, 5, 6, 4, 5, 9, 4], [5]],
    [[10, 6, 10, 6, 10, 6], []],
    [[10, 9, 10, 9, 10], [9]],
    [[4, 5, 8, 4, 5, 4, 4, 5], []],
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
    const sequence = [4, 5, 11, 7, 5, 4, 12, 4, 5, 10];
    expect(rejected(twice, [...sequence, ...sequence, ...sequence.slice(0, -1)])).toEqual([10]);
  });

  it('lets a decoder out of a loop that it would never leave', async () => {
    await initialiseEngine();
    const stuck = new ToyModel(8, (source, prefix) => ({
      logits: [0, 0, 0, 1, 5, 4, 3, 0].map((logit, id) => logit + (id === 3 && prefix.length > 7 ? 9 : 0)),
      attention: source.map(() => 1 / source.length),
    }));
    const repeats = { kind: (): PieceKind => 'word', fold: (id: number) => id, words: 2, signs: 2 };
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
    const repeats = { kind: (): PieceKind => 'word', fold: (id: number) => id, words: 2, signs: 2 };
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
  const PIECES = ['<pad>', '<unk>', '<s>', '</s>', '▁Tom', '▁300', '▁T', 'om', '▁$', '▁and'];
  const once = onlyOnce([new BannedWords(PIECES, ['Tom']), new BannedWords(PIECES, ['300 won', '300'])]);

  it.each([
    [[9], []],
    [[4], [4]],
    [
      [4, 6],
      [4, 7],
    ],
    [
      [6, 7, 9, 6],
      [4, 7],
    ],
    [[5, 9], [5]],
    [
      [4, 5],
      [4, 5],
    ],
  ])('after %j rejects %j', (ids, expected) => {
    expect(rejected(once, ids)).toEqual(expected);
  });
});

describe('wholeNumbers', () => {
  const PIECES = ['<pad>', '<unk>', '<s>', '</s>', '▁19', '▁30', '0', '60년', '▁90', '년'];
  const whole = wholeNumbers(PIECES, ['19', '300']);

  it.each([
    [[], []],
    [[4], [6, 7]],
    [[5], []],
    [
      [5, 6],
      [6, 7],
    ],
    [[8], []],
    [[4, 9], []],
  ])('after %j rejects %j', (ids, expected) => {
    const rejects = rejectsAfter([whole], standing(ids));
    expect([4, 5, 6, 7, 8, 9].filter((id) => rejects(id))).toEqual(expected);
  });
});
