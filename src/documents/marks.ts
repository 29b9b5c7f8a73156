/** Marks on stretches of a text (bold, links) carried over to the words of its translation by attention. */
import { massOn } from './alignment.js';
import type { Alignment, Range } from './alignment.js';

/** A mark and the marks inside it. */
export interface Mark extends Range {
  inside: Mark[];
}

/** What a mark covers in the translation; UTF-16 units. */
export interface CarriedMark extends Range {
  mark: Mark;
  inside: CarriedMark[];
}

/** Target words `[first, last]`; none where `last < first`. */
interface Span {
  first: number;
  last: number;
}

const TRAILING_MARKS = /[\p{Punctuation}]+$/u;

/** Source words of which a mark covers at least half; where there is none, the one that it covers most of. */
export function wordsIn({ start, end }: Range, words: Range[]): number[] {
  const share = words.map((word) => {
    const overlap = Math.min(end, word.end) - Math.max(start, word.start);
    return Math.max(0, overlap) / (word.end - word.start);
  });
  const covered = share.flatMap((part, k) => (part >= 0.5 ? [k] : []));
  if (covered.length > 0) return covered;
  const most = Math.max(0, ...share);
  return most > 0 ? [share.indexOf(most)] : [];
}

/**
 * The consecutive words that attend most to a mark's source: those with the greatest sum of (mass − 1/2), since
 * a word belongs to the mark when more than half of its attention does; at least one word.
 */
function bestSpan(mass: number[], free: boolean[], within: Span): Span {
  let best: Span = { first: 0, last: -1 };
  let greatest = -Infinity;
  let sum = 0;
  let first = within.first;
  for (let j = within.first; j <= within.last; j++) {
    if (!free[j]) {
      sum = 0;
      first = j + 1;
      continue;
    }
    if (sum <= 0) {
      sum = 0;
      first = j;
    }
    sum += mass[j] - 0.5;
    if (sum > greatest) [greatest, best] = [sum, { first, last: j }];
  }
  return best;
}

interface Texts {
  source: string;
  target: string;
  alignment: Alignment;
}

/** The units that words cover; a stop behind the last word stays outside where the mark had none. */
function unitsOf(
  { first, last }: Span,
  mark: Mark,
  { source, target, alignment }: Texts,
  fallback: number,
): Range {
  if (last < first) return { start: fallback, end: fallback };
  const { start } = alignment.target[first];
  const { end } = alignment.target[last];
  const stops = TRAILING_MARKS.exec(target.slice(alignment.target[last].start, end))?.[0].length ?? 0;
  const marked = source.slice(mark.start, mark.end).trimEnd();
  const word = alignment.target[last].end - alignment.target[last].start;
  const outside = stops > 0 && stops < word && !TRAILING_MARKS.test(marked);
  return { start, end: outside ? end - stops : end };
}

function carryInside(
  marks: Mark[],
  { within, units, covered, texts }: { within: Span; units: Range; covered: number[]; texts: Texts },
): CarriedMark[] {
  const free = texts.alignment.target.map(() => true);
  const carried = marks.map((mark): CarriedMark => {
    const words = wordsIn(mark, texts.alignment.source).filter((k) => covered.includes(k));
    const whole = words.length === covered.length && marks.length === 1;
    const span = whole ? within : bestSpan(massOn(texts.alignment, words), free, within);
    for (let j = span.first; j <= span.last; j++) free[j] = false;
    const own = whole ? units : unitsOf(span, mark, texts, units.end);
    const inside = carryInside(mark.inside, { within: span, units: own, covered: words, texts });
    return { mark, ...own, inside };
  });
  return carried.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Carries marks over; each keeps its nesting, covers consecutive words, and overlaps none beside it. */
export function carryMarks(marks: Mark[], texts: Texts): CarriedMark[] {
  const { source, target } = texts.alignment;
  return carryInside(marks, {
    within: { first: 0, last: target.length - 1 },
    units: { start: 0, end: texts.target.length },
    covered: source.map((_, k) => k),
    texts,
  });
}

/**
 * Where something that stood between words (an image, a note's number) stands in the translation: before the
 * word that attends most to the source word behind it, or at the end.
 */
export function carryPlace(place: number, { source, target, weights }: Alignment): number | null {
  const next = source.findIndex(({ start }) => start >= place);
  if (next < 0 || target.length === 0) return null;
  const column = weights.map((row) => row[next]);
  return target[column.indexOf(Math.max(...column))].start;
}
