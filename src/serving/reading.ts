/** What a model reads in the place of a sentence as somebody typed it, and what its translation gets back. */
import { shortenDrawnOut } from '../text/drawn-out.js';
import { markSentence } from '../text/final-marks.js';
import type { MarkedSentence } from '../text/final-marks.js';
import { settleCase } from '../text/letter-case.js';
import type { CountPieces } from '../text/letter-case.js';
import { takeMoods, translateMoods } from '../text/moods.js';
import { particleAfter } from '../text/particles.js';
import { placeholdersOf } from '../text/placeholders.js';
import type { Placeholder } from '../text/placeholders.js';
import { protectedSpans } from '../text/protected-spans.js';
import type { ProtectedSpan } from '../text/protected-spans.js';
import { plainNumbers } from '../text/number-words.js';
import type { PlainNumber } from '../text/number-words.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { needsTranslation } from './passage.js';
import type { Direction } from './passage.js';

/** A span of the sentence with the word that the model reads in its place. */
export interface HeldSpan {
  /** As it stands in the sentence, a Korean particle behind it included. */
  source: string;
  /** As the model reads it, with the particle in the form that goes with it. */
  read: string;
  /** What the model may write for it. */
  forms: string[];
  /** What stands in the translation for that. */
  written: string;
}

export interface Reading {
  /** Normalised. */
  source: string;
  /** What the model reads. */
  text: string;
  spans: HeldSpan[];
  /** Numbers that are left to the model and may not be lost. */
  numbers: PlainNumber[];
  /** Null where the final mark is the model's. */
  marks: MarkedSentence | null;
  /** Moods around the sentence as the target language writes them. */
  before: string;
  after: string;
  /** The translation where no word is left for a model. */
  translation: string | null;
}

/** A sentence that is read as it stands. */
export function plainReading(source: string): Reading {
  const none = { spans: [], numbers: [], marks: null, before: '', after: '', translation: null };
  return { source, text: source, ...none };
}

const FULL_WIDTH = /[\uFF01-\uFF5E]/gu;

const folded = (text: string): string =>
  text.replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0));

/** Stands for a span while the words between spans are mended; of the private use area. */
const HOLE = '\uE000';

/** Mends the words of a text and leaves its spans alone. */
function mendBetween(text: string, spans: ProtectedSpan[], mend: (text: string) => string): string {
  if (spans.length === 0 || text.includes(HOLE)) return mend(text);
  let open = text;
  for (const { start, end } of [...spans].reverse()) open = open.slice(0, start) + HOLE + open.slice(end);
  let next = 0;
  return mend(open).replaceAll(HOLE, () => text.slice(spans[next].start, spans[next++].end));
}

const counts = new WeakMap<Tokenizer, Map<string, number>>();

/** Pieces of a placeholder; the same few are asked for again and again. */
function countPieces(tokenizer: Tokenizer, word: string): number {
  const known = counts.get(tokenizer) ?? new Map<string, number>();
  counts.set(tokenizer, known);
  const count = known.get(word) ?? tokenizer.encode(word).length;
  known.set(word, count);
  return count;
}

/**
 * Of the placeholders that nothing in the sentence, and no other, can be taken for, the one that both vocabularies
 * know best: the first with the fewest pieces.
 */
function freePlaceholder(
  options: Placeholder[],
  {
    text,
    taken,
    tokenizers,
  }: { text: string; taken: ReadonlySet<string> } & Pick<ReadingOptions, 'tokenizers'>,
): Placeholder | undefined {
  const pieces = ({ read, forms: [form] }: Placeholder): number =>
    countPieces(tokenizers.source, read) + countPieces(tokenizers.target, form);
  return options
    .filter(
      ({ read, forms }) =>
        !taken.has(forms[forms.length - 1]) &&
        !text.includes(read) &&
        !forms.some((form) => text.includes(form)),
    )
    .reduce<Placeholder | undefined>(
      (best, option) => (best && pieces(best) <= pieces(option) ? best : option),
      undefined,
    );
}

function hold(
  text: string,
  spans: ProtectedSpan[],
  { direction: { source, target }, tokenizers }: ReadingOptions,
): Pick<Reading, 'text' | 'spans'> {
  const taken = new Set<string>();
  const held: HeldSpan[] = [];
  let at = 0;
  let read = '';
  for (const { start, end, kind, written } of spans) {
    const free = { text, taken, tokenizers };
    const placeholder = freePlaceholder(placeholdersOf(kind, source, target), free);
    // More spans than there are placeholders: the others are read as they stand.
    if (!placeholder) continue;
    taken.add(placeholder.forms[placeholder.forms.length - 1]);
    const particle =
      source === 'ko' ? particleAfter(placeholder.read, text.slice(end, end + 8)) : { length: 0, form: '' };
    const span = {
      source: text.slice(start, end + particle.length),
      read: placeholder.read + particle.form,
      forms: placeholder.forms,
      written,
    };
    read += text.slice(at, start) + span.read;
    at = end + particle.length;
    held.push(span);
  }
  return { text: read + text.slice(at), spans: held };
}

/** The translation of a sentence whose every word is a span. */
function knownTranslation(text: string, spans: ProtectedSpan[]): string {
  return [...spans]
    .reverse()
    .reduce((known, { start, end, written }) => known.slice(0, start) + written + known.slice(end), text);
}

/** What a part of a sentence holds of the reading of the whole. */
export function partOfReading(reading: Reading, text: string): Reading {
  if (text === reading.text) return reading;
  const spans = reading.spans.filter(({ read }) => text.includes(read));
  const numbers = reading.numbers.filter(({ digits }) => text.includes(digits));
  return { ...reading, text, spans, numbers };
}

export interface ReadingOptions {
  direction: Direction;
  tokenizers: { source: Tokenizer; target: Tokenizer };
}

/**
 * How a model reads a sentence. Full-width letters, shouting, drawn-out syllables and missing spaces are mended, a
 * final mark is added where a sentence has none, moods are taken off its ends, and words that every model knows
 * stand for what none can: addresses, code, large numbers, dates, names in other letters.
 * @param source normalised
 */
export function readingOf(source: string, { direction, tokenizers }: ReadingOptions): Reading {
  const { source: tokenizer } = tokenizers;
  const language = direction.source;
  const count: CountPieces = (word) => tokenizer.encode(word).length;
  const { before, sentence, after } = takeMoods(folded(source), language);
  const moods = {
    before: before === '' ? '' : `${translateMoods(before, direction.target).trim()} `,
    after: translateMoods(after, direction.target),
  };
  if (sentence === '') {
    return { ...plainReading(source), translation: (moods.before + moods.after).trim() };
  }
  const spanOptions = { language, count };
  const mended = mendBetween(
    sentence,
    protectedSpans(sentence, { ...spanOptions, count: () => 1 }),
    (text) => {
      const settled = shortenDrawnOut(language === 'en' ? settleCase(text, count) : text, count);
      return language === 'ko' ? (tokenizer.restoreSpaces?.(settled) ?? settled) : settled;
    },
  );
  const marks = markSentence(mended, language);
  const spans = protectedSpans(marks.read, spanOptions);
  if (
    spans.length > 0 &&
    !needsTranslation(
      knownTranslation(
        marks.read,
        spans.map((span) => ({ ...span, written: '' })),
      ),
      direction,
    )
  ) {
    const translation =
      moods.before + knownTranslation(mended, protectedSpans(mended, spanOptions)) + moods.after;
    return { ...plainReading(source), translation };
  }
  const held = hold(marks.read, spans, { direction, tokenizers });
  return {
    source,
    ...held,
    numbers: plainNumbers(marks.read, spans, direction),
    marks,
    ...moods,
    translation: null,
  };
}
