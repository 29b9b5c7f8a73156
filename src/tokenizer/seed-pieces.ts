/** The frequent strings of a text, from which the unigram trainer starts. */
import { MAX_PIECE_LENGTH } from './model-file.js';
import type { TrainingText } from './training-text.js';

/** As SentencePiece's `seed_sentencepiece_size`. */
const MAX_SEEDS = 1_000_000;

const MIN_COUNT = 2;

export interface SeedPiece {
  piece: string;
  count: number;
}

/** A segment as one string, where its characters begin in it, and whether each string of a length is frequent. */
interface Row {
  text: string;
  offsets: number[];
  count: number;
  /** By start: whether the string of the length counted last that begins there is frequent. */
  frequent: boolean[];
}

function rowsOf({ segments }: TrainingText): Row[] {
  return segments.map(({ characters, count }) => {
    const offsets = [0];
    for (const character of characters) offsets.push(offsets[offsets.length - 1] + character.length);
    return { text: characters.join(''), offsets, count, frequent: characters.map(() => true) };
  });
}

/** Counts the strings of one length whose two substrings one shorter are frequent; others cannot be. */
function countLength(rows: Row[], length: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text, offsets, count, frequent } of rows) {
    for (let start = 0; start + length < offsets.length; start++) {
      if (!frequent[start] || !frequent[start + 1]) continue;
      const piece = text.slice(offsets[start], offsets[start + length]);
      counts.set(piece, (counts.get(piece) ?? 0) + count);
    }
  }
  for (const [piece, count] of counts) if (count < MIN_COUNT) counts.delete(piece);
  return counts;
}

/** Marks the frequent strings of one length; a row without any is done with. */
function mark(rows: Row[], length: number, counts: Map<string, number>): Row[] {
  return rows.filter((row) => {
    const { text, offsets } = row;
    row.frequent = row.frequent.map(
      (_, start) =>
        start + length < offsets.length && counts.has(text.slice(offsets[start], offsets[start + length])),
    );
    return row.frequent.includes(true);
  });
}

/**
 * All characters, then the strings of 2 to 16 characters that stand at least twice, by count times length, a
 * million at most. Counted length by length, so that only strings whose parts are frequent are ever looked at.
 */
export function seedPieces(text: TrainingText): SeedPiece[] {
  const seeds: { piece: string; count: number; weight: number }[] = [];
  let rows = rowsOf(text);
  for (let length = 2; length <= MAX_PIECE_LENGTH && rows.length > 0; length++) {
    const counts = countLength(rows, length);
    for (const [piece, count] of counts) seeds.push({ piece, count, weight: count * length });
    rows = mark(rows, length, counts);
  }
  seeds.sort((a, b) => b.weight - a.weight || (a.piece < b.piece ? -1 : 1));
  return [
    ...text.characters.map(({ character, count }) => ({ piece: character, count })),
    ...seeds.slice(0, MAX_SEEDS).map(({ piece, count }) => ({ piece, count })),
  ];
}
