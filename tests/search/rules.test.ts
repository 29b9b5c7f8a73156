import { describe, expect, it } from 'vitest';
import { BannedWords } from '../../src/search/banned-words.js';
import { extend } from '../../src/search/hypothesis.js';
import type { Hypothesis } from '../../src/search/hypothesis.js';
import { atLeast, forbid, noRepeat, rejectsAfter } from '../../src/search/rules.js';
import type { Rule } from '../../src/search/rules.js';
import { EOS } from '../../src/text/special-pieces.js';

/** The hypothesis of these ids. */
function standing(ids: number[]): Hypothesis | null {
  return ids.reduce<Hypothesis | null>((before, id) => extend(before, id, -1, 0), null);
}

/** Of the ids 3 to 9, those that a rule leaves. */
function left(rule: Rule, ids: number[]): number[] {
  const rejects = rejectsAfter([rule], standing(ids));
  return [3, 4, 5, 6, 7, 8, 9].filter((id) => !rejects(id));
}

describe('rules', () => {
  it('forbid takes ids out', () => {
    expect(left(forbid([4, 9]), [])).toEqual([3, 5, 6, 7, 8]);
  });

  it('atLeast holds </s> back until there are enough pieces, and always at first', () => {
    expect(left(atLeast(0), [])).not.toContain(EOS);
    expect(left(atLeast(0), [4])).toContain(EOS);
    expect(left(atLeast(3), [4])).not.toContain(EOS);
    expect(left(atLeast(3), [4, 5])).toContain(EOS);
  });

  it.each([
    [1, [4, 5], [3, 6, 7, 8, 9]],
    [2, [4, 5, 4], [3, 4, 6, 7, 8, 9]],
    [2, [4, 4], [3, 5, 6, 7, 8, 9]],
    [3, [4, 5, 6, 7, 4, 5], [3, 4, 5, 7, 8, 9]],
    [3, [4, 5], [3, 4, 5, 6, 7, 8, 9]],
  ])('noRepeat(%d) after %j leaves %j', (n, ids, expected) => {
    expect(left(noRepeat(n), ids)).toEqual(expected);
  });
});

describe('BannedWords', () => {
  const PIECES = ['<pad>', '<unk>', '<s>', '</s>', '▁the', '▁we', 'ather', '▁weather', '▁a', 're'];
  const banning = (...words: string[]): Rule => new BannedWords(PIECES, words).rule;

  it('bans a word in whatever pieces it is written', () => {
    expect(left(banning('weather'), [4])).toEqual([3, 4, 5, 6, 8, 9]);
    expect(left(banning('weather'), [4, 5])).toEqual([3, 4, 5, 8, 9]);
  });

  it('bans it in capitals too, and where a word begins so, not inside of words', () => {
    expect(left(banning('WEATHER'), [])).not.toContain(7);
    expect(left(banning('we'), [])).toEqual([3, 4, 6, 8, 9]);
    expect(left(banning('at'), [5])).toContain(6);
  });

  it('bans several words in a row', () => {
    expect(left(banning('the weather'), [4])).not.toContain(7);
    expect(left(banning('the weather'), [8])).toContain(7);
  });

  it('does not hold what a forced prefix says against what follows it', () => {
    expect(left(banning('weather', 'the weather report'), [7])).toEqual([3, 4, 5, 6, 8, 9]);
  });
});
