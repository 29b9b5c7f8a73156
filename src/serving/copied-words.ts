/** Words that a translation takes over from its source, found by attention (Luong et al. 2015b; Jean et al. 2015). */
import { groupPieces, wordAttention } from '../text/words.js';
import type { Word } from '../text/words.js';
import { SPECIAL_PIECES, EOS, UNK } from '../text/special-pieces.js';
import { decodePieces } from '../tokenizer/tokenizer.js';
import type { Hypothesis } from './translation.js';

export const COPY_MODES = ['off', 'unknown', 'all'] as const;

/** Nothing; unknown words; or also numbers and Latin words that the model has written otherwise than its source. */
export type CopyMode = (typeof COPY_MODES)[number];

const UNKNOWN = SPECIAL_PIECES[UNK];
const END = SPECIAL_PIECES[EOS];

/** A number or a Latin word, with what may stand inside of one: 3.5, 12:30, e-mail, AT&T. */
const RUN = /[\p{Script=Latin}\d]+(?:[.,:/'’&@_+-]+[\p{Script=Latin}\d]+)*/gu;

const runsOf = (text: string): string[] => text.match(RUN) ?? [];
const isNumber = (run: string): boolean => /\d/.test(run);

/** The least attention that lets a Latin word stand for what the model wrote. */
const SURE = 0.5;

interface Aligned {
  pieces: string[];
  target: Word[];
  /** The source's words as they stand in its text, its ends left out. */
  sourceWords: string[];
  /** Index in `sourceWords` of the word with the most attention, and that attention, for each target word. */
  best: { word: number; weight: number }[];
}

/** The words of the text that pieces were cut from; unknown pieces no longer tell theirs. */
function wordsOfText(text: string, grouped: Word[]): string[] {
  const words = text.split(' ');
  return words.length === grouped.length ? words : grouped.map((word) => word.text);
}

function align(source: string, sourcePieces: string[], { pieces, attention }: Hypothesis): Aligned {
  const words = wordAttention(sourcePieces, pieces, attention);
  const columns = words.source.flatMap(({ text }, column) => (text === END ? [] : [column]));
  const sourceWords = wordsOfText(
    source,
    columns.map((column) => words.source[column]),
  );
  const best = words.attention.map((row) => {
    const weights = columns.map((column) => row[column]);
    const weight = Math.max(...weights);
    // A model without attention looks at nothing.
    return { word: weight > 0 ? weights.indexOf(weight) : -1, weight };
  });
  return { pieces: [...pieces], target: words.target, sourceWords, best };
}

/** Puts the source word with the most attention in the place of what is unknown; once where several look at it. */
function copyUnknown({ pieces, target, sourceWords, best }: Aligned): void {
  let before = -1;
  target.forEach(({ start, end }, j) => {
    const first = pieces.indexOf(UNKNOWN, start);
    if (first < 0 || first >= end) {
      before = -1;
      return;
    }
    for (let k = start; k < end; k++) if (pieces[k] === UNKNOWN) pieces[k] = '';
    const { word } = best[j];
    if (word !== before) pieces[first] = sourceWords[word] ?? '';
    before = word;
  });
}

/** Mends numbers and Latin words that stand in the source and were written otherwise. */
function copyRuns({ pieces, target, sourceWords, best }: Aligned): void {
  const inSource = new Set(sourceWords.flatMap(runsOf));
  const written = new Set(target.flatMap(({ text }) => runsOf(text)));
  target.forEach(({ text, start, end }, j) => {
    const [run] = runsOf(text);
    const { word, weight } = best[j];
    if (run === undefined || inSource.has(run) || word < 0) return;
    const [own] = runsOf(sourceWords[word]).filter(
      (one) => isNumber(one) === isNumber(run) && !written.has(one),
    );
    if (own === undefined) return;
    const looksMost = best.every((other, k) => k === j || other.word !== word || other.weight <= weight);
    if (!isNumber(run) && (weight < SURE || !looksMost)) return;
    written.add(own);
    const whole = pieces.slice(start, end).join('');
    pieces.fill('', start, end);
    pieces[start] = whole.replace(run, () => own);
  });
}

/**
 * The text of a hypothesis with what it takes over from its source.
 * @param source the source sentence, normalised @param sourcePieces its pieces, which the attention is over
 */
export function copiedText(
  source: string,
  sourcePieces: string[],
  hypothesis: Hypothesis,
  mode: CopyMode,
): string {
  if (mode === 'off' || sourcePieces.length < 2) return hypothesis.text;
  const aligned = align(source, sourcePieces, hypothesis);
  copyUnknown(aligned);
  if (mode === 'all') {
    const pieces = aligned.pieces;
    copyRuns({ ...aligned, target: regroup(aligned.target, pieces) });
  }
  return decodePieces(aligned.pieces);
}

/** The same words with the text that their pieces have now. */
function regroup(words: Word[], pieces: string[]): Word[] {
  return words.map(({ start, end }) => {
    const [word] = groupPieces([pieces.slice(start, end).join('')]);
    return { text: word.text, start, end };
  });
}
