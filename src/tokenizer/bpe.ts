/** Byte-pair encoding (Sennrich et al. 2016) as SentencePiece reads it: merges ranked by frequency. */
import { PriorityQueue } from './priority-queue.js';
import { MAX_PIECE_LENGTH } from './model-file.js';
import type { Segment } from './training-text.js';

/** A merge must be seen this often: what stands once in a text teaches nothing. */
const MIN_COUNT = 2;

/** A string that two neighbouring symbols make together. */
interface Candidate {
  text: string;
  /** Characters. */
  length: number;
  /** How often neighbours make it, weighted by the counts of their segments. */
  count: number;
  /** Where it stood when it was counted; may have gone since. */
  segments: number[];
  /** Its symbol once it is a piece. */
  symbol: number | undefined;
}

/**
 * The merges of a text. Candidates are strings rather than pairs of symbols, because SentencePiece's encoder
 * joins any two neighbours whose string is a piece, however the piece came about.
 */
class Merges {
  readonly texts: string[] = [];
  private readonly lengths: number[] = [];
  private readonly symbols = new Map<string, number>();
  private readonly words: number[][];
  private readonly counts: number[];
  private readonly candidates = new Map<string, Candidate>();
  private readonly ofPair = new Map<number, Candidate | null>();
  private readonly visited: Int32Array;
  private merges = 0;
  private changed = new Set<Candidate>();
  private readonly queue = new PriorityQueue<{ candidate: Candidate; priority: number }>(
    (a, b) =>
      a.priority > b.priority ||
      (a.priority === b.priority &&
        (a.candidate.length < b.candidate.length ||
          (a.candidate.length === b.candidate.length && a.candidate.text < b.candidate.text))),
  );

  constructor(segments: Segment[]) {
    this.words = segments.map(({ characters }) => characters.map((character) => this.symbol(character, 1)));
    this.counts = segments.map(({ count }) => count);
    this.visited = new Int32Array(segments.length);
    this.words.forEach((word, index) => this.count(word, index, 1));
    this.requeue();
  }

  /** Makes the best merge and returns the new piece; nothing when none is left. */
  next(): string | undefined {
    for (;;) {
      const entry = this.queue.pop();
      if (!entry) return undefined;
      const { candidate, priority } = entry;
      if (candidate.count === 0 || priority !== priorityOf(candidate)) continue;
      if (candidate.symbol !== undefined) {
        this.merge(candidate, candidate.symbol);
        continue;
      }
      if (candidate.count < MIN_COUNT) return undefined;
      candidate.symbol = this.symbol(candidate.text, candidate.length);
      this.merge(candidate, candidate.symbol);
      return candidate.text;
    }
  }

  private symbol(text: string, length: number): number {
    let symbol = this.symbols.get(text);
    if (symbol === undefined) {
      symbol = this.texts.push(text) - 1;
      this.lengths.push(length);
      this.symbols.set(text, symbol);
    }
    return symbol;
  }

  private candidate(left: number, right: number): Candidate | null {
    const key = left * 0x4000000 + right;
    const known = this.ofPair.get(key);
    if (known !== undefined) return known;
    const length = this.lengths[left] + this.lengths[right];
    const found =
      length > MAX_PIECE_LENGTH ? null : this.candidateFor(this.texts[left] + this.texts[right], length);
    this.ofPair.set(key, found);
    return found;
  }

  private candidateFor(text: string, length: number): Candidate {
    let candidate = this.candidates.get(text);
    if (!candidate) {
      candidate = { text, length, count: 0, segments: [], symbol: undefined };
      this.candidates.set(text, candidate);
    }
    return candidate;
  }

  /** Adds (sign 1) or takes away (sign -1) the neighbours of a segment. */
  private count(word: number[], index: number, sign: 1 | -1): void {
    for (let i = 1; i < word.length; i++) {
      const candidate = this.candidate(word[i - 1], word[i]);
      if (!candidate) continue;
      candidate.count += sign * this.counts[index];
      if (sign === 1 && candidate.segments.at(-1) !== index) candidate.segments.push(index);
      this.changed.add(candidate);
    }
  }

  private merge(candidate: Candidate, symbol: number): void {
    this.merges++;
    const { segments } = candidate;
    candidate.segments = [];
    for (const index of segments) {
      if (this.visited[index] === this.merges) continue;
      this.visited[index] = this.merges;
      const word = this.words[index];
      const joined = this.join(word, candidate, symbol);
      if (joined.length === word.length) continue;
      this.count(word, index, -1);
      this.count(joined, index, 1);
      this.words[index] = joined;
    }
    this.requeue();
  }

  private join(word: number[], candidate: Candidate, symbol: number): number[] {
    const joined: number[] = [];
    for (let i = 0; i < word.length; i++) {
      if (i + 1 < word.length && this.candidate(word[i], word[i + 1]) === candidate) {
        joined.push(symbol);
        i++;
      } else {
        joined.push(word[i]);
      }
    }
    return joined;
  }

  /** Enters anew whatever a merge counted up or down; older entries are stale by their priority. */
  private requeue(): void {
    for (const candidate of this.changed) {
      if (candidate.count > 0) this.queue.push({ candidate, priority: priorityOf(candidate) });
    }
    this.changed.clear();
  }
}

/** What is a piece already is joined at once, as the encoder does. */
function priorityOf(candidate: Candidate): number {
  return candidate.symbol === undefined ? candidate.count : Infinity;
}

/**
 * The first merges of a text by frequency, at most `size`; equal frequencies go to the shorter, then to the
 * lexically first string. Pieces do not cross segments and have at most 16 characters.
 * @param onPiece told after each merge how many there are
 * @returns pieces in the order of merging; fewer than `size` when the text has no more
 */
export function trainBpe(segments: Segment[], size: number, onPiece?: (done: number) => void): string[] {
  const merges = new Merges(segments);
  const pieces: string[] = [];
  while (pieces.length < size) {
    const piece = merges.next();
    if (piece === undefined) break;
    pieces.push(piece);
    onPiece?.(pieces.length);
  }
  return pieces;
}
