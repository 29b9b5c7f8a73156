/** The translation of a sentence as it is shown: what the model wrote, with all that it did not read put back. */
import { restoreMarks } from '../text/final-marks.js';
import { EOS, SPECIAL_PIECES } from '../text/special-pieces.js';
import { applyEdits, editedWords, editsOf, standingAlone } from '../text/substitution.js';
import type { Edit, Replacement } from '../text/substitution.js';
import { groupPieces, wordAttention } from '../text/words.js';
import type { Word } from '../text/words.js';
import type { Language } from '../text/language.js';
import { joinParts } from './parts.js';
import type { PartTranslation } from './parts.js';
import { knownSentence } from './passage.js';
import type { HeldSpan, Reading } from './reading.js';
import type { Hypothesis, SentenceTranslation } from './translation.js';

const END = SPECIAL_PIECES[EOS];

/** The form in which a translation holds a span's placeholder. */
const formIn = (text: string, { forms }: HeldSpan): string | undefined =>
  forms.find((form) => standingAlone(form).test(text));

const heldBy = (text: string, spans: readonly HeldSpan[]): Replacement[] =>
  spans.flatMap((span) => {
    const from = formIn(text, span);
    return from === undefined ? [] : [{ from, to: span.written }];
  });

/** How often a word stands in a text by itself. */
const timesIn = (text: string, word: string): number => [...text.matchAll(standingAlone(word))].length;

export interface WantedWord {
  /** In the form that it has in the translation, or ought to have. */
  word: string;
  /** How often it stands there. */
  times: number;
}

/** The words that must stand in a translation. */
export function wantedWords(text: string, { spans, numbers }: Reading): WantedWord[] {
  return [
    ...spans.map((span) => {
      const form = formIn(text, span);
      return { word: form ?? span.forms[0], times: form === undefined ? 0 : timesIn(text, form) };
    }),
    // What stands there as a word needs no digits beside it.
    ...numbers.flatMap(({ digits, isIn }) => {
      const times = timesIn(text, digits);
      return isIn(text) && times === 0 ? [] : [{ word: digits, times }];
    }),
  ];
}

/** The place of a word in a text from a place on, in capitals or small; -1 where it is not there. */
function placeIn(text: string, word: string, from: number): number {
  const exact = text.indexOf(word, from);
  return exact >= 0 ? exact : text.toLowerCase().indexOf(word.toLowerCase(), from);
}

/**
 * The words of a source that its model reads otherwise, as they stand in it: those that another stands for, words
 * in other letters, and the last one, whose final mark may be another.
 */
function carriedSource(pieces: string[], { source, text, spans }: Reading): Word[] {
  if (source === text) return [];
  const words = groupPieces(pieces).filter((word) => word.text !== END);
  const own = words.map((word) => word.text).join(' ');
  const replacements = spans.map((span) => ({ from: span.read, to: span.source }));
  const held = editedWords(words, editsOf(own, replacements, false));
  let cursor = 0;
  return groupPieces(pieces, held).flatMap((word): Word[] => {
    if (word.text === END) return [];
    for (const name of [word.text, word.text.replace(/[.?!]$/u, '')]) {
      const place = name === '' ? -1 : placeIn(source, name, cursor);
      if (place < 0) continue;
      cursor = place + name.length;
      const found = { ...word, text: source.slice(place, cursor) };
      return held.includes(word) || found.text !== word.text ? [found] : [];
    }
    return held.includes(word) ? [word] : [];
  });
}

/** Where in a text a span goes that the model has not written: behind the word that looks at it most. */
function placeOf(
  span: HeldSpan,
  text: string,
  sourcePieces: string[],
  { pieces, attention }: Hypothesis,
): number {
  const end = text.replace(/[.!?…]+$/u, '').length;
  const words = wordAttention(sourcePieces, pieces, attention);
  const column = words.source.findIndex((word) => word.text.includes(span.read.split(' ')[0]));
  const rows = words.target.filter((word) => word.text !== END);
  if (column < 0 || rows.length !== text.split(' ').length) return end;
  const weights = rows.map((_, row) => words.attention[row][column]);
  const most = weights.indexOf(Math.max(...weights));
  return Math.min(
    end,
    rows.slice(0, most + 1).reduce((length, word) => length + word.text.length + 1, -1),
  );
}

/** An edit that writes a span behind a word, which it takes in where no other edit has it. */
function insertion(
  text: string,
  place: number,
  { written, edits }: { written: string; edits: readonly Edit[] },
): Edit {
  const start = place - 1;
  const isTaken = edits.some((edit) => edit.start <= start && edit.end > start);
  if (start < 0 || isTaken)
    return { start: place, end: place, text: start < 0 ? `${written} ` : ` ${written}` };
  return { start, end: place, text: `${text[start]} ${written}` };
}

interface Written {
  text: string;
  /** Words that read otherwise than their pieces. */
  carried: Word[];
}

/**
 * @param hypothesis what the model wrote; its text may hold copied words
 * @param sourcePieces pieces that its attention is over
 */
function writtenText(
  hypothesis: Hypothesis,
  { reading, sourcePieces, target }: { reading: Reading; sourcePieces: string[]; target: Language },
): Written {
  const { spans } = reading;
  const particles = target === 'ko';
  if (spans.length === 0) return { text: hypothesis.text, carried: [] };
  const { text } = hypothesis;
  const edits = editsOf(text, heldBy(text, spans), particles);
  const lost = spans.filter((span) => formIn(text, span) === undefined);
  for (const span of lost) {
    const start = placeOf(span, text, sourcePieces, hypothesis);
    edits.push(insertion(text, start, { written: span.written, edits }));
  }
  edits.sort((a, b) => a.start - b.start);
  const words = groupPieces(hypothesis.pieces).filter((word) => word.text !== END);
  const own = words.map((word) => word.text).join(' ');
  const carried = editedWords(words, own === text ? edits.filter(({ start, end }) => end > start) : []);
  return { text: applyEdits(text, edits), carried };
}

/** What search found for a reading, with the words put back that others stood for. */
export function writtenPart(
  { sourcePieces, hypotheses }: PartTranslation,
  reading: Reading,
  target: Language,
): PartTranslation {
  const carried = carriedSource(sourcePieces, reading);
  return {
    sourcePieces,
    ...(carried.length > 0 && { carried }),
    hypotheses: hypotheses.map((hypothesis) => {
      const written = writtenText(hypothesis, { reading, sourcePieces, target });
      return {
        ...hypothesis,
        text: written.text,
        ...(written.carried.length > 0 && { carried: written.carried }),
      };
    }),
  };
}

/** A whole translation with the marks and moods of its source. */
function finished(hypothesis: Hypothesis, { marks, before, after }: Reading): Hypothesis {
  const { text, pieces, carried = [] } = hypothesis;
  const marked = marks ? restoreMarks(text, marks) : text;
  if (marked === text || !marks) return { ...hypothesis, text: before + text + after };
  const last = groupPieces(pieces, carried).findLast((word) => word.text !== END);
  const own = last ? restoreMarks(last.text, marks) : '';
  const others = carried.filter(({ end }) => end !== last?.end);
  return {
    ...hypothesis,
    text: before + marked + after,
    ...(last && own !== '' && { carried: [...others, { ...last, text: own }] }),
  };
}

/** The translation of a sentence from those of the parts that it was read in. */
export function joinReading(reading: Reading, parts: PartTranslation[]): SentenceTranslation {
  const { source, text, translation } = reading;
  if (translation !== null) return knownSentence(source, translation);
  const joined = joinParts(source, parts);
  const hypotheses = joined.hypotheses.map((one) => finished(one, reading));
  return { ...joined, ...(text !== source && { read: text }), hypotheses };
}
