/** Letters and syllables that somebody held down: 아아아아, sooooo, 진짜진짜진짜. */
import type { CountPieces } from './letter-case.js';

const LATIN_RUN = /[\p{Script=Latin}]*?(\p{Script=Latin})\1{2,}[\p{Script=Latin}]*/gu;
/** One to four syllables three times or more. */
const KOREAN_RUN = /([가-힣]{1,4}?)\1{2,}/gu;
/** 하하, 호호 and 히히 are words that take two. */
const LAUGHTER = /^[하호히헤크]$/u;

/** The word with each of its long runs as one letter, or as two where a vocabulary knows that better. */
function shortened(word: string, count: CountPieces): string {
  const [once, twice] = ['$1', '$1$1'].map((form) => word.replace(/(\p{Script=Latin})\1{2,}/giu, form));
  return count(twice) < count(once) ? twice : once;
}

/** A text in which nothing is drawn out; numerals (iii, www) keep their letters. */
export function shortenDrawnOut(text: string, count: CountPieces): string {
  return text
    .replace(LATIN_RUN, (word) => (/^(?:www|[ivx]+)$/iu.test(word) ? word : shortened(word, count)))
    .replace(KOREAN_RUN, (_, part: string) => (LAUGHTER.test(part) ? part + part : part));
}
