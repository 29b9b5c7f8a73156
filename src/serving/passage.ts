/** What a request means, and a text put together again from its translated sentences. */
import { UserError } from '../foundation/errors.js';
import { detectLanguage, otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { DEFAULT_LIMITS, checkBeam, checkLength, countCharacters } from './limits.js';
import type { RequestLimits } from './limits.js';
import type { SentenceTranslation, Translation, TranslationRequest } from './translation.js';

export interface Direction {
  source: Language;
  target: Language;
}

const SCRIPT: Record<Language, RegExp> = { ko: /\p{Script=Hangul}/u, en: /\p{Script=Latin}/u };

/**
 * The direction that a request means: what is said, then what follows from the other language, then the script.
 * @throws UserError when both languages are the same
 */
export function directionOf({ text, source, target }: TranslationRequest): Direction {
  const from = source !== 'auto' ? source : target ? otherLanguage(target) : detectLanguage(text).language;
  const to = target ?? otherLanguage(from);
  if (from === to) {
    throw new UserError(`direction: expected two languages, got ${from} twice; choose ko or en as the other`);
  }
  return { source: from, target: to };
}

/**
 * Checks what a request asks for beside its languages.
 * @throws UserError when the text is too long or the beam out of range
 */
export function checkRequest(
  { text, beam = 1, nBest = 1 }: TranslationRequest,
  limits: RequestLimits = DEFAULT_LIMITS,
): void {
  checkLength(countCharacters(text), limits);
  checkBeam({ beam, nBest }, limits);
}

/** Whether a sentence has something to translate: letters of the source language. */
export function needsTranslation(sentence: string, { source }: Direction): boolean {
  return SCRIPT[source].test(sentence);
}

/** A sentence that goes through as it is. */
export function unchangedSentence(source: string): SentenceTranslation {
  return knownSentence(source, source);
}

/** A sentence without a word for the model, as the target language writes it. */
export function knownSentence(source: string, text: string): SentenceTranslation {
  const attention = [
    [1, 0],
    [0, 1],
  ];
  const hypothesis = {
    text,
    pieces: [text, '</s>'],
    score: 0,
    logProbability: 0,
    stepProbabilities: [1, 1],
    attention,
  };
  return { source, separator: '', sourcePieces: [source, '</s>'], hypotheses: [hypothesis], unchanged: true };
}

/** Puts a text's translated sentences together again, in their order. */
export function joinSentences(
  direction: Direction,
  model: string,
  sentences: SentenceTranslation[],
): Translation {
  const text = sentences
    .map(({ hypotheses: [best], separator }, i) => {
      const touching = separator === '' && best.text !== '' && i < sentences.length - 1;
      return best.text + (touching ? ' ' : separator);
    })
    .join('');
  return { ...direction, model, text, sentences };
}
