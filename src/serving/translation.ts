/** The translation of a text with everything that can be shown of it. Plain data: crosses threads and HTTP. */
import type { Language } from '../text/language.js';
import type { Word } from '../text/words.js';
import type { SearchSettings } from './search-settings.js';

export interface TranslationRequest {
  text: string;
  /** `auto` tells the language by its script. */
  source: Language | 'auto';
  /** Left out, it is the other language. */
  target?: Language;
  /** Name of the model; left out, it is the first one for the direction. */
  model?: string;
  /** Beam width; 1 is greedy. */
  beam?: number;
  /** How many hypotheses a sentence to return, at most the beam. */
  nBest?: number;
  /** Likeliest pieces of each step to return with a hypothesis; none where left out. */
  candidates?: number;
  /** `dot` where left out. */
  attention?: AttentionMode;
  /** How to search beside that. */
  search?: SearchSettings;
}

export interface Translation {
  source: Language;
  target: Language;
  model: string;
  /** The whole translation: sentences joined by the white space that stood between their sources. */
  text: string;
  sentences: SentenceTranslation[];
}

export interface SentenceTranslation {
  /** The normalised source sentence. */
  source: string;
  /** White space that followed it in the text: `''`, `' '` or line breaks. */
  separator: string;
  /** Source pieces as the encoder read them, `</s>` last: length T. */
  sourcePieces: string[];
  /** The sentence as the encoder read it, where that is not as it stands in `source`. */
  read?: string;
  /** Source words that read otherwise than their pieces: what another word stood for, as it stands in `source`. */
  carried?: Word[];
  /** Best first; never empty. */
  hypotheses: Hypothesis[];
  /**
   * Set where there was nothing to translate (no letter of the source language but in addresses, numbers and
   * laughter): the only hypothesis is the source itself, one piece and `</s>`, each attending to itself; its text
   * may have a date or laughter as the target language writes it.
   */
  unchanged?: true;
}

export interface Hypothesis {
  text: string;
  /** Target pieces with the final `</s>` (absent where the length limit cut the hypothesis off): length U. */
  pieces: string[];
  /** Target words that read otherwise than their pieces: what a word of the model stands for. */
  carried?: Word[];
  /** Length-normalised log-probability, by which hypotheses are ranked. */
  score: number;
  logProbability: number;
  /** Probability of each piece given those before it, length U. */
  stepProbabilities: number[];
  /** `[U][T]`; each row sums to one, or is zero where the model has no attention. */
  attention: number[][];
  /** The likeliest pieces of each step, best first, `[U][5]`, where they were asked for. */
  candidates?: Candidate[][];
}

/** A target piece that could stand at a position. */
export interface Candidate {
  piece: string;
  /** Given the pieces before it, over the whole vocabulary. */
  probability: number;
}

/** How attention works in a translation: as trained, or, for comparison, the same weight everywhere. */
export type AttentionMode = 'dot' | 'uniform';
