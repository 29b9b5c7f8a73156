/** What may not follow a hypothesis. */
import { EOS } from '../text/special-pieces.js';
import { idsOf } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import type { SearchOptions, SentenceConstraints } from './options.js';

/** Whether an id may not come next. */
export type Rejects = (id: number) => boolean;

/** Asked once for each hypothesis and step; null where all may come. */
export type Rule = (before: Hypothesis | null) => Rejects | null;

/** The ids are never produced. */
export function forbid(ids: readonly number[]): Rule {
  const forbidden = new Set(ids);
  return () => (id) => forbidden.has(id);
}

/** A translation has at least so many pieces, `</s>` included, and more than `</s>` alone: an empty one is none. */
export function atLeast(length: number): Rule {
  const least = Math.max(2, length);
  return (before) => ((before?.length ?? 0) + 1 < least ? (id) => id === EOS : null);
}

/** No sequence of n pieces stands twice in a hypothesis. */
export function noRepeat(n: number): Rule {
  return (before) => {
    if (!before || before.length < n) return null;
    const ids = idsOf(before);
    const last = ids.slice(ids.length - n + 1);
    const repeated = new Set<number>();
    for (let end = n - 1; end < ids.length; end++) {
      if (last.every((id, k) => ids[end - n + 1 + k] === id)) repeated.add(ids[end]);
    }
    return repeated.size > 0 ? (id) => repeated.has(id) : null;
  };
}

/** How often pieces may stand in a row. */
export interface RepeatLimits {
  /** Whether a piece holds a letter. */
  isWord: (id: number) => boolean;
  /** Times that a sequence with a letter in it may follow itself. */
  words: number;
  /** Times that a sequence of digits and signs may: 1,000,000 and ... are no loops. */
  signs: number;
}

/** Longest sequence whose repeats are looked for. */
const LONGEST_LOOP = 16;

/** The last so many ids of a hypothesis, the last one first. */
function lastIds(last: Hypothesis | null, count: number): number[] {
  const ids: number[] = [];
  for (let node = last; node && ids.length < count; node = node.parent) ids.push(node.id);
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
export function noLoop({ isWord, words, signs }: RepeatLimits): Rule {
  return (before) => {
    const ids = lastIds(before, LONGEST_LOOP * (Math.max(words, signs) + 1));
    const looping = new Set<number>();
    for (let n = 1; n <= LONGEST_LOOP && n < ids.length + 1; n++) {
      const repeated = periodic(ids, n);
      if (repeated < n * Math.min(words, signs) - 1) continue;
      const most = ids.slice(0, n).some(isWord) ? words : signs;
      if (repeated >= n * most - 1) looping.add(ids[n - 1]);
    }
    return looping.size > 0 ? (id) => looping.has(id) : null;
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

/** `</s>` comes only once every forced word stands there. */
const withForcedWords: Rule = (before) =>
  before?.progress && !before.progress.isComplete ? (id) => id === EOS : null;

/** The rules of one sentence. */
export function rulesOf(
  { forbidden, minLength, noRepeatNgram, bannedWords, repeats }: SearchOptions,
  sourceLength: number,
  { repeats: own = 0, once = [] }: SentenceConstraints = {},
): Rule[] {
  return [
    forbid(forbidden),
    atLeast(minLength(sourceLength)),
    withForcedWords,
    ...(noRepeatNgram > 0 ? [noRepeat(noRepeatNgram)] : []),
    ...(repeats ? [noLoop({ ...repeats, words: Math.max(repeats.words, own) })] : []),
    ...(once.length > 0 ? [onlyOnce(once)] : []),
    ...(bannedWords ? [bannedWords.rule] : []),
  ];
}

/** All rules at once. */
export function rejectsAfter(rules: readonly Rule[], before: Hypothesis | null): Rejects {
  const rejects = rules.flatMap((rule) => rule(before) ?? []);
  return (id) => rejects.some((one) => one(id));
}
