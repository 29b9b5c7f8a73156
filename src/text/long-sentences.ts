/** Cuts sentences that are too long for the translator where they can best be cut. */

export interface SentenceLimits {
  words: number;
  /** UTF-16 units. */
  characters: number;
}

/** Models that were trained on everyday sentences have hardly read longer ones. */
export const SENTENCE_LIMITS: SentenceLimits = { words: 24, characters: 160 };

const GRAPHEMES = new Intl.Segmenter('ko', { granularity: 'grapheme' });

const SUBJECT =
  "(?:i|you|he|she|it|we|they|there|this|that|these|those|the|a|my|your|his|her|its|our|their|some|no)(?:['’]\\p{L}+)?";

/** Where to cut, best first: behind semicolons, other clause marks, before and behind clauses, at any word. */
const CUTS = [
  /[;；:：](?= )/gu,
  /[,，](?= )|[、—–]/gu,
  new RegExp(
    // Korean linking endings: 하고, 하면서, 했지만, 하는데, 해서, 하니까, 하려고.
    '(?:[가-힣](?:고|며|면서|지만|는데|은데|던데|니까|므로|려고|도록|더니|다가|거나|든지|길래)|[가-힣]{2,}면|[아어여해워와려겨쳐]서|자마자|[한은] (?:후|뒤|다음)에)(?= )' +
      // English clauses: and I …, because the ….
      `|[\\p{L}\\p{N}](?= (?:and|but|so|or|because|since|although|though|while|when|until|after|before|if) ${SUBJECT} )`,
    'giu',
  ),
  /[가-힣](?:서|때|면|데)(?= )|[\p{L}\p{N}](?= (?:and|but|so|or|because|who|which|where|when|while|that) )/giu,
  / /gu,
];

/** The end of the longest beginning that is short enough. */
function limit(text: string, { words, characters }: SentenceLimits): number {
  let end = 0;
  for (let word = 0; word < words; word++) {
    const space = text.indexOf(' ', end + 1);
    if (space === -1 || space > characters) return characters;
    end = space;
  }
  return end;
}

const countWords = (text: string): number => text.split(' ').length;

/** How many parts a text of so many words and UTF-16 units needs; 1 where it is short enough. */
const partsOf = (size: SentenceLimits, { words, characters }: SentenceLimits): number =>
  Math.ceil(Math.max(size.words / words, size.characters / characters));

/**
 * The best place to cut a text: of the best kind that there is, the one that comes
 * nearest to `equal`, the length of equal parts; never inside a character as one sees it.
 */
function cutPlace(text: string, equalPart: number, limits: SentenceLimits): number {
  const most = limit(text, limits);
  const equal = Math.min(most, equalPart);
  // What follows the limit shows whether a character ends there.
  const head = text.slice(0, most + 50);
  for (const cut of CUTS) {
    const ends = [...head.matchAll(cut)]
      .map(({ index, 0: mark }) => index + mark.length)
      .filter((end) => end > equal / 2 && end <= most);
    if (ends.length > 0) {
      return ends.reduce((best, end) => (Math.abs(end - equal) < Math.abs(best - equal) ? end : best));
    }
  }
  return GRAPHEMES.segment(head).containing(most)?.index || most;
}

/**
 * Cuts a normalised sentence that is longer than the limits into shorter ones of about equal length.
 * @returns the parts with what stood between them: a space, or nothing where none stood; behind the last nothing
 */
export function cutLongSentence(
  text: string,
  limits: SentenceLimits = SENTENCE_LIMITS,
): { text: string; separator: string }[] {
  const parts: { text: string; separator: string }[] = [];
  let rest = text;
  const size = { words: countWords(text), characters: text.length };
  for (let count = partsOf(size, limits); count > 1; count = partsOf(size, limits)) {
    const end = cutPlace(rest, rest.length / count, limits);
    const space = rest[end] === ' ' || rest[end - 1] === ' ';
    parts.push({ text: rest.slice(0, end).trim(), separator: space ? ' ' : '' });
    size.words -= countWords(parts[parts.length - 1].text) - (space ? 0 : 1);
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
    size.characters = rest.length;
  }
  parts.push({ text: rest, separator: '' });
  return parts;
}
