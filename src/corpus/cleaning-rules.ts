/** Rules that a normalised pair must pass to be worth training on. */
import { otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import type { Direction, SentencePair } from './pairs.js';

/** Why a pair is unfit, in the order in which the rules are tried. */
export type PairFault = 'empty' | 'characters' | 'wordless' | 'swapped' | 'language' | 'long' | 'ratio';

export interface PairLimits {
  /** Longest side kept, in characters. */
  maxCharacters?: number;
  /** Largest quotient of the lengths, after the usual English 2 to Korean 1. */
  maxRatio?: number;
}

export const DEFAULT_MAX_CHARACTERS = 400;
export const DEFAULT_MAX_RATIO = 4;

const BAD_CHARACTERS = /[\uFFFD\p{Co}\p{Cn}\p{Cs}]/u;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
/** English takes about two characters where Korean takes one. */
const CHARACTERS_PER_SYLLABLE = { ko: 1, en: 2 } as const;
/** Added to both lengths so that short answers ("네." / "Yes, I do.") pass. */
const RATIO_SLACK = 8;
const SCRIPT = { ko: /\p{Script=Hangul}/gu, en: /\p{Script=Latin}/gu } as const;
/** Least share of a side's letters in its own script; Korean with a web address in it stays above. */
const OWN_SHARE = 0.1;

function lengthRatio(pair: SentencePair, { source, target }: Direction): number {
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

/** The first rule that a normalised pair breaks, if any. */
export function faultOf(pair: SentencePair, options: Direction & PairLimits): PairFault | undefined {
  const { maxCharacters = DEFAULT_MAX_CHARACTERS, maxRatio = DEFAULT_MAX_RATIO } = options;
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
