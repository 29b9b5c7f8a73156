/** What the panels of the open card are about: a sentence, the hypothesis shown of it, and the model. */
import { pickedOf } from '../../render/drawn.js';
import type { DrawnHypothesis, DrawnSentence } from '../../render/drawn.js';
import type { Language } from '../../text/language.js';
import type { PageState } from '../state.js';

export interface Subject {
  /** Counted from 1. */
  number: number;
  sentence: DrawnSentence;
  hypothesis: DrawnHypothesis;
  source: Language;
  target: Language;
  model: string;
}

/** The open sentence, or null where none is open or nothing of it was translated. */
export function subjectOf({ translation, open, picks }: Readonly<PageState>): Subject | null {
  const sentence = translation?.sentences[open - 1];
  if (!translation || !sentence || sentence.unchanged) return null;
  const { source, target, model } = translation;
  const hypothesis = pickedOf(sentence, picks[open - 1]);
  return { number: open, sentence, hypothesis, source, target, model };
}

/** The fields with which every question about a sentence begins. */
export function questionOf({ sentence, source, target, model }: Subject): object {
  return { text: sentence.source, source, target, model };
}

/** Where pieces of a hypothesis are put together to a text. */
export const textOfPieces = (pieces: string[]): string =>
  pieces
    .filter((piece) => piece !== '</s>')
    .join('')
    .replaceAll('▁', ' ')
    .trim();
