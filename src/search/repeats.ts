/** How often pieces of a translation may follow themselves, or stand in it. */
import { SPACE_MARK } from '../text/special-pieces.js';
import type { BannedWords } from './banned-words.js';
import type { Hypothesis } from './hypothesis.js';
import type { Rule } from './rules.js';

/** Times that words may follow themselves where nothing else is asked for. */
export const DEFAULT_MAX_REPEATS = 2;

/**
 * What a piece is: part of a word, or the beginning of a number; more digits of a number; a stop or comma, which
 * stands inside of numbers too; another sign.
 */
export type PieceKind = 'word' | 'digits' | 'stop' | 'sign';

/** How often pieces may stand in a row. */
export interface RepeatLimits {
  kind: (id: number) => PieceKind;
  /** One id for all pieces that are the same but for capitals. */
  fold: (id: number) => number;
  /** Times that words, and numbers with signs between them, may follow themselves. */
  words: number;
  /** Times that signs, and digits of one number, may: 1,000,000 and ... are no loops. */
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

/** Times that a sequence may follow itself. */
function mostOf(sequence: readonly number[], { kind, words, signs }: RepeatLimits): number {
  const kinds = new Set(sequence.map(kind));
  return kinds.has('word') || (kinds.has('digits') && kinds.has('sign')) ? words : signs;
}

/** Ids that would complete one repeat too many behind these, the last one first. */
function loopsBehind(ids: readonly number[], limits: RepeatLimits): number[] {
  const least = Math.min(limits.words, limits.signs);
  const looping: number[] = [];
  for (let n = 1; n <= LONGEST_LOOP && n <= ids.length; n++) {
    const repeated = periodic(ids, n);
    if (repeated < n * least - 1) continue;
    if (repeated >= n * mostOf(ids.slice(0, n), limits) - 1) looping.push(ids[n - 1]);
  }
  return looping;
}

/**
 * No sequence of up to 16 pieces follows itself more often than the limits say, which no sentence does but one
 * that a decoder cannot get out of; commas and other signs between its words make no other sequence of it. What
 * is rejected is the piece that would complete one repeat too many.
 */
export function noLoop(limits: RepeatLimits): Rule {
  const { kind, fold, words, signs } = limits;
  return (before) => {
    const ids = lastIds(before, LONGEST_LOOP * (Math.max(words, signs) + 1), fold);
    const spoken = ids.filter((id) => kind(id) === 'word' || kind(id) === 'digits');
    const looping = new Set([...loopsBehind(ids, limits), ...loopsBehind(spoken, limits)]);
    return looping.size > 0 ? (id) => looping.has(fold(id)) : null;
  };
}

/** Words of which none stands in a hypothesis twice, nor two of one group. */
export function onlyOnce(groups: readonly BannedWords[]): Rule {
  return (before) => {
    const rejects = groups.flatMap((words) => (words.standIn(before) ? words.rule(before) : []));
    return rejects.length > 0 ? (id) => rejects.some((one) => one?.(id)) : null;
  };
}

/** Numbers of which none goes on with more digits where it stands: not 19 in 1960. */
export function wholeNumbers(pieces: readonly string[], numbers: readonly string[]): Rule {
  const longest = Math.max(0, ...numbers.map(({ length }) => length)) + 1;
  return (before) => {
    let end = '';
    for (let node = before; node && end.length < longest; node = node.parent) end = pieces[node.id] + end;
    if (!numbers.some((number) => end.endsWith(SPACE_MARK + number))) return null;
    return (id) => /^\p{N}/u.test(pieces[id]);
  };
}
