/** Cuts a text into sentences that a translator takes one by one, and keeps what stood between them. */
import { cutLongSentence } from './long-sentences.js';
import { normaliseText } from './normalise.js';
import { endsSentence, STOP } from './sentence-ends.js';

export interface Sentence {
  /** Normalised, never empty. */
  text: string;
  /**
   * What stands before the next sentence: line breaks (as `\n`, empty lines kept), one space within a line,
   * also where the text has none after a stop, or nothing inside a word too long for one sentence. Behind the
   * last sentence: line breaks or nothing.
   */
  separator: string;
}

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
const WORD = /[\p{L}\p{N}]/u;

/** The sentences of one normalised line. */
function splitLine(line: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  let seen = 0;
  let hasWord = false;
  for (const match of line.matchAll(STOP)) {
    hasWord ||= WORD.test(line.slice(seen, match.index));
    seen = match.index;
    const end = match.index + match[0].length;
    if (!hasWord || !endsSentence(line, start, match)) continue;
    sentences.push(line.slice(start, end));
    start = line[end] === ' ' ? end + 1 : end;
    hasWord = false;
  }
  const rest = line.slice(start);
  // Marks that no word goes with belong to the sentence before them.
  if (rest !== '' && sentences.length > 0 && !WORD.test(rest)) sentences.push(`${sentences.pop()} ${rest}`);
  else if (rest !== '') sentences.push(rest);
  return sentences;
}

/**
 * Splits a text into normalised sentences. A line break always ends one, so that titles and list items without
 * a final stop stay apart; empty lines go into the separators. Within a line a sentence ends behind a stop
 * (`sentence-ends.ts`); one that is longer than a translator can well take is cut on at clause marks
 * (`long-sentences.ts`). White space before the first sentence is dropped.
 */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  text.split(LINE_BREAK).forEach((line, index) => {
    const last = sentences.at(-1);
    if (index > 0 && last) last.separator += '\n';
    const parts = splitLine(normaliseText(line)).map((sentence) => cutLongSentence(sentence));
    for (const [number, part] of parts.entries()) {
      sentences.push(...part);
      if (number < parts.length - 1) sentences[sentences.length - 1].separator = ' ';
    }
  });
  return sentences;
}
