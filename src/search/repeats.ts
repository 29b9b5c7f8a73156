/** How often pieces of a translation may follow themselves, or stand in it. */
import { idsOf } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import type { Rule } from './rules.js';

/** Times that words may follow themselves where nothing else is asked for. */
export const DEFAULT_MAX_REPEATS = 2;

/** How often pieces may stand in a row. */
export interface RepeatLimits {
  /** Whether a piece holds a letter. */
  isWord: (id: number) => boolean;
  /** One id for all pieces that are the same but for capitals. */
  fold: (id: number) => number;
  /** Times that a sequence with a letter in it may follow itself. */
  words: number;
  /** Times that a sequence of digits and signs may: 1,000,000 and ... are no loops. */
  signs: number;
}

/** Longest sequence whose repeats are looked for. */
const LONGEST_LOOP = 16;

/** The last so many ids of a hypothesis, the last one first, capitals left out of account. */
function lastIds(last: Hypothesis | null, count: number, fold: RepeatLimits['fold']): number[] {
  const ids: number[] = [];
  for (let node = last; node && ids.length < count; node = node.parent) ids.push(fold(node.id));
  return ids;
}

/** How many of these ids, the last one first, repeat with a period of n before the pattern breaks. */
function periodic(ids: readonly number[], n: number): number {
  let length = 0;
  while (length + n < ids.length && ids[length] === ids[length + n]) length++;
  return length;
}

/**
 * No sequence of up to 16 pieces follows itself more often than the limits say, which no sentence does but one
 * that a decoder cannot get out of. What is rejected is the piece that would complete one repeat too many.
 */
export function noLoop({ isWord, fold, words, signs }: RepeatLimits): Rule {
  return (before) => {
    const ids = lastIds(before, LONGEST_LOOP * (Math.max(words, signs) + 1), fold);
    const looping = new Set<number>();
    for (let n = 1; n <= LONGEST_LOOP && n < ids.length + 1; n++) {
      const repeated = periodic(ids, n);
      if (repeated < n * Math.min(words, signs) - 1) continue;
      const most = ids.slice(0, n).some(isWord) ? words : signs;
      if (repeated >= n * most - 1) looping.add(ids[n - 1]);
    }
    return looping.size > 0 ? (id) => looping.has(fold(id)) : null;
  };
}

/** Sequences of ids of which each stands in a hypothesis once at most. */
export function onlyOnce(phrases: readonly (readonly number[])[]): Rule {
  const endsWith = (
    ids: readonly number[],
    end: number,
    phrase: readonly number[],
    length: number,
  ): boolean => end >= length && phrase.slice(0, length).every((id, k) => ids[end - length + k] === id);
  return (before) => {
    const ids = idsOf(before);
    const rejected = phrases.filter((phrase) => {
      if (!endsWith(ids, ids.length, phrase, phrase.length - 1)) return false;
      return ids.some((_, k) => endsWith(ids, k + 1, phrase, phrase.length));
    });
    const last = new Set(rejected.map((phrase) => phrase[phrase.length - 1]));
    return last.size > 0 ? (id) => last.has(id) : null;
  };
}
