/** What may not follow a hypothesis. */
import { EOS } from '../text/special-pieces.js';
import { idsOf } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import type { SearchOptions, SentenceConstraints } from './options.js';
import { noLoop } from './repeats.js';

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

/** `</s>` comes only once every forced word stands there. */
const withForcedWords: Rule = (before) =>
  before?.progress && !before.progress.isComplete ? (id) => id === EOS : null;

/** The rules of one sentence. */
export function rulesOf(
  { forbidden, minLength, noRepeatNgram, bannedWords, repeats }: SearchOptions,
  sourceLength: number,
  { repeats: own = 0, rules: others = [] }: SentenceConstraints = {},
): Rule[] {
  return [
    forbid(forbidden),
    atLeast(minLength(sourceLength)),
    withForcedWords,
    ...(noRepeatNgram > 0 ? [noRepeat(noRepeatNgram)] : []),
    ...(repeats ? [noLoop({ ...repeats, words: Math.max(repeats.words, own) })] : []),
    ...others,
    ...(bannedWords ? [bannedWords.rule] : []),
  ];
}

/** All rules at once. */
export function rejectsAfter(rules: readonly Rule[], before: Hypothesis | null): Rejects {
  const rejects = rules.flatMap((rule) => rule(before) ?? []);
  return (id) => rejects.some((one) => one(id));
}
