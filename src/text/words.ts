/** Words made of pieces, and the attention between words that follows from the attention between pieces. */
import { EOS, SPACE_MARK, SPECIAL_PIECES, UNK } from './special-pieces.js';

/** A word and the pieces `[start, end)` that it is made of. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** How an unknown piece is shown, as SentencePiece decodes it. */
const UNKNOWN_SURFACE = '⁇';

/** `▁` alone, where a word has no other piece, is shown as it is. */
function wordText(pieces: string[]): string {
  const text = pieces
    .map((piece) => (piece === SPECIAL_PIECES[UNK] ? UNKNOWN_SURFACE : piece.replaceAll(SPACE_MARK, '')))
    .join('');
  return text === '' ? SPACE_MARK : text;
}

/** Puts words in the place of those whose pieces they have. */
function withWords(words: Word[], own: readonly Word[]): Word[] {
  if (own.length === 0) return words;
  const others = words.filter((word) =>
    own.every(({ start, end }) => word.end <= start || word.start >= end),
  );
  return [...others, ...own].sort((a, b) => a.start - b.start);
}

/**
 * Groups pieces into words: `▁` begins a word, `</s>` is a word of its own. Every piece belongs to exactly
 * one word; the words come in order and without gaps.
 * @param carried words that read otherwise than their pieces, whole words each
 */
export function groupPieces(pieces: string[], carried: readonly Word[] = []): Word[] {
  const end = SPECIAL_PIECES[EOS];
  const starts = pieces.flatMap((piece, index) => {
    const begins = index === 0 || piece.startsWith(SPACE_MARK) || piece === end || pieces[index - 1] === end;
    return begins ? [index] : [];
  });
  const words = starts.map((start, index) => {
    const stop = starts[index + 1] ?? pieces.length;
    return { text: wordText(pieces.slice(start, stop)), start, end: stop };
  });
  return withWords(words, carried);
}

/** Words of both sides that read otherwise than their pieces. */
export interface CarriedWords {
  source?: readonly Word[];
  target?: readonly Word[];
}

/**
 * Attention between words. What a target word gives to a source word is the sum over the source word's pieces,
 * averaged over the target word's pieces, so that rows that sum to one still do.
 * @param attention `[U][T]`, U target pieces by T source pieces
 * @returns the words of both sides and `[target words][source words]`
 */
export function wordAttention(
  sourcePieces: string[],
  targetPieces: string[],
  attention: number[][],
  carried: CarriedWords = {},
): { source: Word[]; target: Word[]; attention: number[][] } {
  const columns = attention.find((row) => row.length !== sourcePieces.length)?.length ?? sourcePieces.length;
  if (attention.length !== targetPieces.length || columns !== sourcePieces.length) {
    throw new RangeError(
      `attention: expected ${targetPieces.length} rows of ${sourcePieces.length}, ` +
        `got ${attention.length} rows, one of ${columns}`,
    );
  }
  const source = groupPieces(sourcePieces, carried.source);
  const target = groupPieces(targetPieces, carried.target);
  const sums = attention.map((row) => source.map(({ start, end }) => sum(row.slice(start, end))));
  return {
    source,
    target,
    attention: target.map(({ start, end }) =>
      source.map((_, column) => sum(sums.slice(start, end).map((row) => row[column])) / (end - start)),
    ),
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
