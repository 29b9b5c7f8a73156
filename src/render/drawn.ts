/** What is drawn of a translation: the parts of serving's answer that a picture or the page needs. */
import type { Language } from '../text/language.js';
import type { Word } from '../text/words.js';

export interface DrawnCandidate {
  piece: string;
  probability: number;
}

export interface DrawnHypothesis {
  text: string;
  /** U target pieces, `</s>` last unless the length limit cut it off. */
  pieces: string[];
  /** Words that read otherwise than their pieces. */
  carried?: Word[];
  logProbability: number;
  /** `[U]` */
  stepProbabilities: number[];
  /** `[U][T]` */
  attention: number[][];
  /** `[U]` likeliest pieces of each step, best first. */
  candidates?: DrawnCandidate[][];
}

export interface DrawnSentence {
  source: string;
  /** White space to the next sentence. */
  separator: string;
  /** T source pieces, `</s>` last. */
  sourcePieces: string[];
  /** Words that read otherwise than their pieces. */
  carried?: Word[];
  /** Best first, never empty. */
  hypotheses: DrawnHypothesis[];
  unchanged?: true;
}

export interface DrawnTranslation {
  source: Language;
  target: Language;
  model: string;
  sentences: DrawnSentence[];
}

export const LANGUAGE_NAMES: Record<Language, string> = { ko: 'Korean', en: 'English' };

/** The hypothesis of a sentence that was picked; the best where none of that rank is there. */
export function pickedOf({ hypotheses }: DrawnSentence, rank = 0): DrawnHypothesis {
  return hypotheses[rank] ?? hypotheses[0];
}

/** White space behind sentence n: sentences that touched in the source are apart in the translation. */
export function separatorOf({ sentences }: DrawnTranslation, index: number): string {
  const { separator } = sentences[index];
  return separator === '' && index < sentences.length - 1 ? ' ' : separator;
}

/** The whole translation with the picked hypothesis of each sentence. */
export function textOf(translation: DrawnTranslation, picks: readonly number[]): string {
  return translation.sentences
    .map((sentence, index) => pickedOf(sentence, picks[index]).text + separatorOf(translation, index))
    .join('');
}
