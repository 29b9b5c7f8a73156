/** The two languages, and which of them a text is in, told by its script. */

export type Language = 'ko' | 'en';

export const LANGUAGES = ['ko', 'en'] as const satisfies readonly Language[];

export function otherLanguage(language: Language): Language {
  return language === 'ko' ? 'en' : 'ko';
}

export interface DetectedLanguage {
  language: Language;
  /** Share of the words in that language's script, 0 (no word of either) to 1. */
  confidence: number;
}

/** Web and mail addresses are written alike in every language. */
const ADDRESS = /https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+/gu;
const HANGUL = /\p{Script=Hangul}/u;
const LATIN = /\p{Script=Latin}/u;
const LETTER = /\p{L}/u;

/**
 * Tells Korean from English by counting words. A word with any Hangul (syllables, jamo, composed or not) is
 * Korean, since Korean hangs its endings on foreign words (Pro를); of the others those with Latin letters are
 * English. A draw is Korean; a text without a word of either is English with confidence 0.
 */
export function detectLanguage(text: string): DetectedLanguage {
  let korean = 0;
  let english = 0;
  let others = 0;
  for (const word of text.replace(ADDRESS, ' ').split(/\s+/u)) {
    if (HANGUL.test(word)) korean++;
    else if (LATIN.test(word)) english++;
    else if (LETTER.test(word)) others++;
  }
  const language = korean > 0 && korean >= english ? 'ko' : 'en';
  const found = language === 'ko' ? korean : english;
  return { language, confidence: found === 0 ? 0 : found / (korean + english + others) };
}
