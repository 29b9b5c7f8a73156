/** Which words of a translation come from which words of its source, by the attention between them. */
import type { SentenceTranslation, Translation } from '../serving/translation.js';
import { SPACE_MARK } from '../text/special-pieces.js';
import { wordAttention } from '../text/words.js';

/** A word as the UTF-16 units `[start, end)` of its text. */
export interface Range {
  start: number;
  end: number;
}

export interface Alignment {
  source: Range[];
  target: Range[];
  /** `[target words][source words]`: attention within a sentence, 0 between sentences. */
  weights: number[][];
}

const END = '</s>';
const WHITE_SPACE = /\p{White_Space}/u;

/** The words of both sides of a sentence, `</s>` left out, and the attention between them. */
function wordsOf({ source, sourcePieces, carried, hypotheses: [best], unchanged }: SentenceTranslation): {
  source: string[];
  target: string[];
  attention: number[][];
} {
  if (unchanged) {
    const words = source.split(' ');
    const target = best.text.split(' ');
    return {
      source: words,
      target,
      attention: target.map((_, j) => words.map((__, k) => (j === k ? 1 : 0))),
    };
  }
  const words = wordAttention(sourcePieces, best.pieces, best.attention, {
    source: carried,
    target: best.carried,
  });
  const columns = words.source.flatMap(({ text }, k) => (text === END ? [] : [k]));
  const rows = words.target.flatMap(({ text }, j) => (text === END ? [] : [j]));
  return {
    // The pieces of a word with an unknown one do not spell it.
    source:
      source.split(' ').length === columns.length
        ? source.split(' ')
        : columns.map((k) => words.source[k].text),
    target: rows.map((j) => words.target[j].text),
    attention: rows.map((j) => columns.map((k) => words.attention[j][k])),
  };
}

/** Places of the characters of a text that are no white space. */
function inkOf(text: string): number[] {
  const places: number[] = [];
  for (let i = 0; i < text.length; i++) if (!WHITE_SPACE.test(text[i])) places.push(i);
  return places;
}

/** Letters that may stand before a word without being one's. */
const MOST_PASSED = 12;

/** Finds words one behind the other by their letters, wherever white space stands between them. */
class WordFinder {
  private next = 0;
  private readonly ink: number[];
  private readonly letters: string;

  constructor(text: string) {
    this.ink = inkOf(text);
    this.letters = this.ink.map((place) => text[place]).join('');
  }

  find(word: string): Range {
    const { ink } = this;
    const letters = word === SPACE_MARK ? '' : word.replace(/\p{White_Space}/gu, '');
    // What stands between words and belongs to none (laughter, emoji) is passed over.
    const found = letters === '' ? -1 : this.letters.indexOf(letters, this.next);
    const passed = found >= 0 && found - this.next <= MOST_PASSED ? found : this.next;
    const start = Math.max(0, Math.min(passed, ink.length - 1));
    const length = letters.length;
    const end = Math.min(start + length, ink.length);
    this.next = end;
    const from = ink[start] ?? 0;
    return { start: from, end: end > start ? ink[end - 1] + 1 : from };
  }
}

/**
 * Aligns a segment with its translation.
 * @param segment the text that was translated, in normal form but for its white space
 */
export function alignWords(segment: string, { text, sentences }: Translation): Alignment {
  const sourceWords = new WordFinder(segment);
  const targetWords = new WordFinder(text);
  const found = sentences.map((sentence) => {
    const words = wordsOf(sentence);
    return {
      source: words.source.map((word) => sourceWords.find(word)),
      target: words.target.map((word) => targetWords.find(word)),
      attention: words.attention,
    };
  });
  const source = found.flatMap((sentence) => sentence.source);
  let offset = 0;
  const weights = found.flatMap((sentence) => {
    const start = offset;
    offset += sentence.source.length;
    return sentence.attention.map((row) => {
      const whole = new Array<number>(source.length).fill(0);
      row.forEach((weight, k) => (whole[start + k] = weight));
      return whole;
    });
  });
  return { source, target: found.flatMap((sentence) => sentence.target), weights };
}

/** For each target word how much of its attention lies on the given source words. */
export function massOn({ weights }: Alignment, words: Iterable<number>): number[] {
  const chosen = [...words];
  return weights.map((row) => chosen.reduce((sum, k) => sum + row[k], 0));
}
