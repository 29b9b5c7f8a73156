/** The probability of a translation word by word: the chain rule, and perplexity. */
import { groupPieces } from '../text/words.js';
import type { ForcedDecoding } from './forced-decoder.js';

export interface PieceScore {
  piece: string;
  /** Nats. */
  logProbability: number;
}

export interface WordScore {
  word: string;
  pieces: PieceScore[];
  /** log P(word | the words before, source), the sum over its pieces, in nats. */
  logProbability: number;
  /** Its exponential, 0..1. */
  probability: number;
}

export interface SentenceScore {
  source: string;
  target: string;
  /** The end of the sentence, `</s>`, last. */
  words: WordScore[];
  /** log P(target | source) = Σ_w log P(w | the words before, source), in nats. */
  logProbability: number;
  /** exp(−log P / pieces), `</s>` counted. */
  perplexity: number;
}

/** Words as the user wrote them, where they are as many as the words of the pieces: an unknown piece hides its text. */
export function wordsAsWritten(text: string, words: readonly string[]): string[] {
  const written = text.split(' ');
  return written.length === words.length - 1 ? [...written, words[words.length - 1]] : [...words];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The scores of a pair's target words. */
export function sentenceScore({
  source,
  target,
  targetPieces,
  logProbabilities,
}: ForcedDecoding): SentenceScore {
  const groups = groupPieces(targetPieces);
  const names = wordsAsWritten(
    target,
    groups.map(({ text }) => text),
  );
  const words = groups.map(({ start, end }, i): WordScore => {
    const logProbability = sum(logProbabilities.slice(start, end));
    const pieces = targetPieces
      .slice(start, end)
      .map((piece, k) => ({ piece, logProbability: logProbabilities[start + k] }));
    return { word: names[i], pieces, logProbability, probability: Math.exp(logProbability) };
  });
  const logProbability = sum(logProbabilities);
  return {
    source,
    target,
    words,
    logProbability,
    perplexity: Math.exp(-logProbability / logProbabilities.length),
  };
}

export interface ScoreTotals {
  sentences: number;
  /** Target words, `</s>` counted. */
  words: number;
  /** Target pieces, `</s>` counted. */
  pieces: number;
  /** Target characters, spaces included. */
  characters: number;
  /** Nats. */
  logProbability: number;
  /** exp(−log P / pieces): what training reports. */
  perplexity: number;
  /** exp(−log P / words): comparable between vocabularies. */
  wordPerplexity: number;
  /** −log₂ P / characters: comparable between vocabularies and, roughly, languages. */
  bitsPerCharacter: number;
}

/** Sums over sentences as they come. */
export class ScoreSums {
  private sentences = 0;
  private words = 0;
  private pieces = 0;
  private characters = 0;
  private logProbability = 0;

  add({ target, words, logProbability }: SentenceScore): void {
    this.sentences++;
    this.words += words.length;
    this.pieces += sum(words.map(({ pieces }) => pieces.length));
    this.characters += Array.from(target).length;
    this.logProbability += logProbability;
  }

  totals(): ScoreTotals {
    const { sentences, words, pieces, characters, logProbability } = this;
    return {
      ...{ sentences, words, pieces, characters, logProbability },
      perplexity: Math.exp(-logProbability / pieces),
      wordPerplexity: Math.exp(-logProbability / words),
      bitsPerCharacter: -logProbability / Math.LN2 / characters,
    };
  }
}
