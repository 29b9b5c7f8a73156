/** Rules that a pair must pass to be worth training on, with a count of what each rule dropped. */
import { otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { normaliseText } from '../text/normalise.js';
import type { Pair } from './pairs.js';

/** Why a pair is dropped, in the order in which the rules are tried. */
export const CLEANING_REASONS = {
  empty: 'a side is empty',
  characters: 'a side has replacement, private-use or unassigned characters',
  wordless: 'a side has neither letters nor digits',
  swapped: 'the sides are swapped',
  language: 'a side is not in its language',
  long: 'a side is too long',
  ratio: 'one side is far longer than the other',
  duplicate: 'the same pair stood before',
} as const;

export type CleaningReason = keyof typeof CLEANING_REASONS;

export interface CleaningOptions {
  source: Language;
  target: Language;
  /** Longest side kept, in characters. */
  maxCharacters?: number;
  /** Largest quotient of the lengths, after the usual English 2 to Korean 1. */
  maxRatio?: number;
}

export interface CleaningResult {
  /** Pairs that passed, with both sides normalised. */
  kept: Pair[];
  /** Pairs dropped, as they stood, each with its reason. */
  dropped: { pair: Pair; reason: CleaningReason }[];
  counts: Record<CleaningReason, number>;
}

const BAD_CHARACTERS = /[\uFFFD\p{Co}\p{Cn}\p{Cs}]/u;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
/** English takes about two characters where Korean takes one. */
const CHARACTERS_PER_SYLLABLE = { ko: 1, en: 2 } as const;
/** Added to both lengths so that short answers ("네." / "Yes, I do.") pass. */
const RATIO_SLACK = 8;
const SCRIPT = { ko: /\p{Script=Hangul}/gu, en: /\p{Script=Latin}/gu } as const;
/** Least share of a side's letters in its own script; Korean with a web address in it stays above. */
const OWN_SHARE = 0.1;

function lengthRatio(pair: Pair, { source, target }: CleaningOptions): number {
  const a = pair.source.length / CHARACTERS_PER_SYLLABLE[source] + RATIO_SLACK;
  const b = pair.target.length / CHARACTERS_PER_SYLLABLE[target] + RATIO_SLACK;
  return Math.max(a / b, b / a);
}

/** Whether hardly any letter of a text is of its language's script; a text without letters is not foreign. */
function isForeign(text: string, language: Language): boolean {
  const own = text.match(SCRIPT[language])?.length ?? 0;
  const other = text.match(SCRIPT[otherLanguage(language)])?.length ?? 0;
  return own < OWN_SHARE * (own + other);
}

/** The first rule but `duplicate` that a normalised pair breaks, if any. */
export function faultOf(pair: Pair, options: CleaningOptions): CleaningReason | undefined {
  const { maxCharacters = 400, maxRatio = 4 } = options;
  const sides = [pair.source, pair.target];
  if (sides.some((side) => side === '')) return 'empty';
  if (sides.some((side) => BAD_CHARACTERS.test(side))) return 'characters';
  if (sides.some((side) => !WORD_CHARACTER.test(side))) return 'wordless';
  const foreign = [isForeign(pair.source, options.source), isForeign(pair.target, options.target)];
  if (foreign[0] && foreign[1]) return 'swapped';
  if (foreign[0] || foreign[1]) return 'language';
  if (sides.some((side) => side.length > maxCharacters)) return 'long';
  if (lengthRatio(pair, options) > maxRatio) return 'ratio';
  return undefined;
}

/**
 * Normalises both sides of each pair and drops those that break a rule; of equal pairs the first stays. The order is
 * kept.
 */
export function cleanPairs(pairs: Iterable<Pair>, options: CleaningOptions): CleaningResult {
  const counts = Object.fromEntries(Object.keys(CLEANING_REASONS).map((reason) => [reason, 0])) as Record<
    CleaningReason,
    number
  >;
  const kept: Pair[] = [];
  const dropped: CleaningResult['dropped'] = [];
  const seen = new Set<string>();
  for (const pair of pairs) {
    const clean = { ...pair, source: normaliseText(pair.source), target: normaliseText(pair.target) };
    const key = `${clean.source}\t${clean.target}`;
    const reason = faultOf(clean, options) ?? (seen.has(key) ? 'duplicate' : undefined);
    if (reason === undefined) {
      seen.add(key);
      kept.push(clean);
    } else {
      counts[reason] += 1;
      dropped.push({ pair, reason });
    }
  }
  return { kept, dropped, counts };
}
