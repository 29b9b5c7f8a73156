/** Spaces put back into Korean that was written without any, by the pieces of a unigram vocabulary. */
import { SPACE_MARK, SPECIAL_PIECES } from '../text/special-pieces.js';
import type { ScoredPiece } from './model-file.js';

/** A run of Hangul so long is no word. */
const CERTAIN = 10;
/** One so long is none where the runs of its sentence are so long on average. */
const LIKELY = 7;
const LIKELY_MEAN = 5.5;

const HANGUL_RUN = /[가-힣]+/gu;

/** Syllables of the longest piece that is tried. */
const LONGEST_PIECE = 12;

/**
 * The vocabulary tells where words begin: a piece with U+2581 before it begins one. Of all ways to write a run as
 * pieces, each beginning a word or not, the likeliest is taken (Viterbi; Kudo 2018 with the space left free).
 */
export class Spacing {
  private readonly beginnings = new Map<string, number>();
  private readonly insides = new Map<string, number>();
  /** A syllable that no piece has is less likely than any piece. */
  private readonly unknown: number;

  /** @param pieces the vocabulary with its log-probabilities */
  constructor(pieces: readonly ScoredPiece[]) {
    let least = 0;
    for (const { piece, score } of pieces.slice(SPECIAL_PIECES.length)) {
      least = Math.min(least, score);
      if (!piece.startsWith(SPACE_MARK)) this.insides.set(piece, score);
      else if (piece !== SPACE_MARK) this.beginnings.set(piece.slice(1), score);
    }
    this.unknown = least - 1;
  }

  /** A normalised text with spaces inside of runs of Hangul that are too long for words; others stay. */
  restore(text: string): string {
    const lengths = (text.match(HANGUL_RUN) ?? []).map(({ length }) => length);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    const least = mean >= LIKELY_MEAN ? LIKELY : CERTAIN;
    if (!lengths.some((length) => length >= least)) return text;
    return text.replace(HANGUL_RUN, (run) => (run.length >= least ? this.split(run) : run));
  }

  private split(run: string): string {
    const best = new Float64Array(run.length + 1).fill(-Infinity);
    best[0] = 0;
    const steps = new Array<{ start: number; begins: boolean }>(run.length + 1);
    const offer = (start: number, end: number, score: number, begins: boolean): void => {
      if (best[start] + score <= best[end]) return;
      best[end] = best[start] + score;
      steps[end] = { start, begins };
    };
    for (let start = 0; start < run.length; start++) {
      for (let end = start + 1; end <= Math.min(run.length, start + LONGEST_PIECE); end++) {
        const piece = run.slice(start, end);
        const [begins, inside] = [this.beginnings.get(piece), this.insides.get(piece)];
        if (inside !== undefined) offer(start, end, inside, false);
        if (begins !== undefined) offer(start, end, begins, true);
        if (end === start + 1) offer(start, end, this.unknown, false);
      }
    }
    const parts: string[] = [];
    for (let end = run.length; end > 0; end = steps[end].start) {
      const { start, begins } = steps[end];
      parts.unshift((begins && start > 0 ? ' ' : '') + run.slice(start, end));
    }
    return parts.join('');
  }
}
