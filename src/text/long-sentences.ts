/** Cuts sentences that are too long for the translator where they can best be cut. */

const MAX_WORDS = 60;
const MAX_CHARACTERS = 300;

const GRAPHEMES = new Intl.Segmenter('ko', { granularity: 'grapheme' });

/** Where to cut, best first: behind semicolons, other clause marks, Korean linking endings, any word. */
const CUTS = [
  /[;；:：](?= )/gu,
  /[,，](?= )|[、—–]/gu,
  /(?:고|며|면서|지만|는데|은데|어서|아서|니까|므로|면)(?= )/gu,
  / /gu,
];

/** The end of the longest beginning that is short enough: not past 60 words or 300 UTF-16 units. */
function limit(text: string): number {
  let end = 0;
  for (let words = 0; words < MAX_WORDS; words++) {
    const space = text.indexOf(' ', end + 1);
    if (space === -1 || space > MAX_CHARACTERS) return MAX_CHARACTERS;
    end = space;
  }
  return end;
}

function tooLong(text: string, from: number): boolean {
  if (text.length - from > MAX_CHARACTERS) return true;
  return text.slice(from).split(' ').length > MAX_WORDS;
}

/** The last good place to cut in `text[0, end]`, past its first third; never inside a character as one sees it. */
function cutPlace(text: string, end: number): number {
  const head = text.slice(0, end);
  for (const cut of CUTS) {
    const last = [...head.matchAll(cut)].at(-1);
    if (last && last.index + last[0].length > end / 3) return last.index + last[0].length;
  }
  return GRAPHEMES.segment(text).containing(end)?.index || end;
}

/**
 * Cuts a normalised sentence of more than 60 words or 300 characters (UTF-16 units) into shorter ones.
 * @returns the parts with what stood between them: a space, or nothing where none stood; behind the last nothing
 */
export function cutLongSentence(text: string): { text: string; separator: string }[] {
  const parts: { text: string; separator: string }[] = [];
  let from = 0;
  while (tooLong(text, from)) {
    // What follows the limit shows whether a character ends there.
    const window = text.slice(from, from + MAX_CHARACTERS + 50);
    const end = from + cutPlace(window, limit(window));
    const space = text[end] === ' ' || text[end - 1] === ' ';
    parts.push({ text: text.slice(from, end).trim(), separator: space ? ' ' : '' });
    from = text[end] === ' ' ? end + 1 : end;
  }
  parts.push({ text: text.slice(from), separator: '' });
  return parts;
}
