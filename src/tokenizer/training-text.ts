/** What a trainer sees of a text: stretches of words with their counts, and the characters worth a piece. */
import { normaliseText } from '../text/normalise.js';
import { SPACE_MARK } from '../text/special-pieces.js';

/** A stretch of a word that pieces may not leave. */
export interface Segment {
  /** Its characters (code points), each one of the required characters. */
  characters: string[];
  count: number;
}

export interface TrainingText {
  segments: Segment[];
  /** The most frequent characters, most frequent first, that cover the asked share of the text. */
  characters: { character: string; count: number }[];
  lines: number;
}

/** Scripts that keep to themselves; Han takes the kana, as in SentencePiece. */
const SCRIPTS: [string, RegExp][] = [
  ['Common', /^\p{Script=Common}/u],
  ['Latin', /^\p{Script=Latin}/u],
  ['Hangul', /^\p{Script=Hangul}/u],
  ['Inherited', /^\p{Script=Inherited}/u],
  ['Han', /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u],
  ['Cyrillic', /^\p{Script=Cyrillic}/u],
  ['Greek', /^\p{Script=Greek}/u],
];

function scriptOf(character: string): string {
  if (character === 'ー') return 'Han';
  return SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other';
}

/** Each distinct word of the lines, with the space mark in front, and how often it stands there. */
function countWords(lines: Iterable<string>): { words: Map<string, number>; lines: number } {
  const words = new Map<string, number>();
  let number = 0;
  for (const line of lines) {
    number++;
    for (const word of normaliseText(line).split(/[ ▁]+/)) {
      if (word !== '') words.set(SPACE_MARK + word, (words.get(SPACE_MARK + word) ?? 0) + 1);
    }
  }
  return { words, lines: number };
}

function coveringCharacters(words: Map<string, number>, coverage: number): TrainingText['characters'] {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [word, count] of words) {
    for (const character of word) {
      counts.set(character, (counts.get(character) ?? 0) + count);
      total += count;
    }
  }
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  let covered = 0;
  const kept: TrainingText['characters'] = [];
  for (const [character, count] of ordered) {
    if (covered >= coverage * total) break;
    kept.push({ character, count });
    covered += count;
  }
  return kept;
}

/**
 * Cuts a word where no piece may cross: at characters without a piece and, like SentencePiece's defaults
 * `split_by_unicode_script` and `split_by_number`, where the script changes. Digits and punctuation share the
 * script Common, so 3.5 may become one piece, while 30분 falls into 30 and 분 and "집." into 집 and the stop.
 * The space mark belongs to what follows it, a combining mark to what it stands on.
 */
function cutWord(word: string, scripts: Map<string, string>): string[][] {
  const segments: string[][] = [];
  let segment: string[] = [];
  let script = '';
  const close = (): void => {
    if (segment.length > 0) segments.push(segment);
    segment = [];
    script = '';
  };
  for (const character of word) {
    const own = scripts.get(character);
    if (own === undefined) {
      close();
      continue;
    }
    const next = own === 'Inherited' ? script : own;
    if (script !== '' && next !== script) close();
    segment.push(character);
    script = character === SPACE_MARK ? '' : next;
  }
  close();
  return segments;
}

/**
 * Reads training lines (normalised here, split at white space as SentencePiece's `split_by_whitespace` does).
 * @param coverage the share of all characters that must have a piece of their own, up to 1
 */
export function readTrainingText(lines: Iterable<string>, coverage: number): TrainingText {
  const counted = countWords(lines);
  const characters = coveringCharacters(counted.words, coverage);
  const scripts = new Map(characters.map(({ character }) => [character, scriptOf(character)]));
  const segments = new Map<string, Segment>();
  for (const [word, count] of counted.words) {
    for (const stretch of cutWord(word, scripts)) {
      const key = stretch.join('');
      const known = segments.get(key);
      if (known) known.count += count;
      else segments.set(key, { characters: stretch, count });
    }
  }
  return { segments: [...segments.values()], characters, lines: counted.lines };
}
