/** English names that a vocabulary has no word for. */
import type { CountPieces } from './letter-case.js';

/** Pieces of a name in capitals up to which the model is taken to know it. */
const KNOWN_NAME_PIECES = 1;
/** And of the same in small letters, as other words have it. */
const KNOWN_WORD_PIECES = 2;

const CAPITAL_WORD = "(?:\\p{Lu}|\\p{Ll}(?=\\p{Lu}))[\\p{L}\\d]*(?:['’.-](?!s(?!\\p{L}))[\\p{L}\\d]+)*";
const SEQUENCE = new RegExp(
  `(?<![\\p{L}\\d'’])${CAPITAL_WORD}(?: (?:${CAPITAL_WORD}|\\d+(?= \\p{Lu})))*`,
  'gu',
);

/** Endings of words that are no names, for the first word of a sentence, which is in capitals whatever it is. */
const WORD_ENDING = /(?:ly|ing|tions?|sions?|ous|able|ible|ed|ness|ments?|ful|less|ate|ive|est|n't)$/u;
const INTERJECTIONS = new Set(
  'aha aww dude eww geez gosh haha hmm hooray huh nah nope okay oops ouch phew ugh whoa wow yay yeah yep yikes yup'.split(
    ' ',
  ),
);
/** What follows a name rather than another first word of a sentence: Michael is, Michael’s, Michael, come. */
const BEHIND_NAME =
  /^(?:['’]s|,| (?:is|was|has|had|will|can|and|said|says|told|went|came|met|lives?|lived|works?|worked|wants?|wanted|likes?|loves?|does|did)(?!\p{L}))/u;
const CONTRACTION = /^\p{L}+['’]\p{Ll}{1,2}$/u;

/** Words that titles have in small letters. */
const SMALL_IN_TITLES = new Set('a an the and or of in on at to for from by with as'.split(' '));

/** A title or a label, in which every word is in capitals: its names cannot be told. */
function isTitle(text: string): boolean {
  const small = text.match(/(?<![\p{L}\d'’-])\p{Ll}+(?![\p{L}\d])/gu) ?? [];
  return small.every((word) => SMALL_IN_TITLES.has(word));
}

/**
 * Names in the middle of a sentence: words in capitals, or several in a row, that take more than one piece, and in
 * small letters more than two; also what has a number between them (iPhone 15 Pro).
 * @returns `[start, end)` of each, UTF-16 units
 */
export function unknownNames(text: string, count: CountPieces): { start: number; end: number }[] {
  const isUnknown = (word: string): boolean =>
    word.length > 1 &&
    !CONTRACTION.test(word) &&
    !INTERJECTIONS.has(word.toLowerCase()) &&
    count(word) > KNOWN_NAME_PIECES &&
    count(word.toLowerCase()) > KNOWN_WORD_PIECES &&
    // The plural of a word that is known: Saturdays.
    !(word.endsWith('s') && count(word.slice(0, -1)) <= KNOWN_NAME_PIECES);
  const sequences = [...text.matchAll(SEQUENCE)];
  if (sequences.length === 0 || isTitle(text)) return [];
  return sequences.flatMap((match) => {
    const words = match[0].split(' ');
    const begins = !/[\p{L}\d]/u.test(text.slice(0, match.index));
    const isAlone = words.length === 1 && !BEHIND_NAME.test(text.slice(match.index + match[0].length));
    const isName = (word: string, k: number): boolean =>
      isUnknown(word) && !(begins && k === 0 && (WORD_ENDING.test(word) || isAlone));
    const hasNumber = words.some((word) => /^\d/u.test(word));
    if (!hasNumber && !words.some(isName)) return [];
    // The first word of a sentence is no part of the name behind it.
    const skipped =
      begins && words.length > 1 && !isName(words[0], 0) && !hasNumber ? words[0].length + 1 : 0;
    return [{ start: match.index + skipped, end: match.index + match[0].length }];
  });
}
