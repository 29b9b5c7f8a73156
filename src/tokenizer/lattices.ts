/** All ways to read the segments of a text as pieces: the lattices of a unigram language model. */
import { MAX_PIECE_LENGTH } from './model-file.js';
import type { Segment } from './training-text.js';

/** Pieces one after another and the sum of their log-probabilities. */
export interface Reading {
  ids: number[];
  score: number;
}

/** log(e^a + e^b). */
function logAdd(a: number, b: number): number {
  if (a < b) [a, b] = [b, a];
  return b === -Infinity ? a : a + Math.log1p(Math.exp(b - a));
}

/**
 * One lattice a segment, laid flat: edge e reads piece `ids[e]` from character `starts[e]` to `ends[e]`; the
 * edges of a segment stand together, by their ends. Every character is an edge, so that no lattice is cut.
 */
export class Lattices {
  private starts: Int32Array;
  private ends: Int32Array;
  private ids: Int32Array;
  /** First edge of each segment, and one past the last. */
  private offsets: Int32Array;
  private readonly lengths: number[];
  private readonly counts: number[];
  private readonly longest: number;

  /** @param pieces the id of each piece, all characters of the segments among them */
  constructor(segments: Segment[], pieces: Map<string, number>) {
    const edges: number[][] = [[], [], []];
    this.offsets = new Int32Array(segments.length + 1);
    segments.forEach(({ characters }, index) => {
      addEdges(characters, pieces, edges);
      this.offsets[index + 1] = edges[0].length;
    });
    [this.starts, this.ends, this.ids] = edges.map((values) => Int32Array.from(values));
    this.lengths = segments.map(({ characters }) => characters.length);
    this.counts = segments.map(({ count }) => count);
    this.longest = this.lengths.reduce((longest, length) => Math.max(longest, length), 0);
  }

  /** Gives pieces new ids; edges of pieces whose new id is -1 go. */
  renumber(newIds: Int32Array): void {
    const offsets = new Int32Array(this.offsets.length);
    let kept = 0;
    for (let segment = 0; segment + 1 < offsets.length; segment++) {
      for (let edge = this.offsets[segment]; edge < this.offsets[segment + 1]; edge++) {
        const id = newIds[this.ids[edge]];
        if (id === -1) continue;
        this.starts[kept] = this.starts[edge];
        this.ends[kept] = this.ends[edge];
        this.ids[kept++] = id;
      }
      offsets[segment + 1] = kept;
    }
    this.offsets = offsets;
    this.starts = this.starts.subarray(0, kept);
    this.ends = this.ends.subarray(0, kept);
    this.ids = this.ids.subarray(0, kept);
  }

  /** How often each piece is expected in the text: forward-backward over every lattice (E step). */
  expectedCounts(scores: Float64Array): Float64Array {
    const expected = new Float64Array(scores.length);
    const forward = new Float64Array(this.longest + 1);
    const backward = new Float64Array(this.longest + 1);
    this.counts.forEach((count, segment) => {
      const length = this.lengths[segment];
      const [from, to] = [this.offsets[segment], this.offsets[segment + 1]];
      forward.fill(-Infinity, 0, length + 1)[0] = 0;
      backward.fill(-Infinity, 0, length + 1)[length] = 0;
      for (let e = from; e < to; e++) {
        forward[this.ends[e]] = logAdd(forward[this.ends[e]], forward[this.starts[e]] + scores[this.ids[e]]);
      }
      // From the last end on, whatever starts at a place has been added when an edge that ends there is reached.
      for (let e = to - 1; e >= from; e--) {
        const [start, id] = [this.starts[e], this.ids[e]];
        const onwards = scores[id] + backward[this.ends[e]];
        backward[start] = logAdd(backward[start], onwards);
        expected[id] += count * Math.exp(forward[start] + onwards - forward[length]);
      }
    });
    return expected;
  }

  /** How often each piece stands in the best readings of the segments (Viterbi). */
  bestCounts(scores: Float64Array): Float64Array {
    const counts = new Float64Array(scores.length);
    const path = new BestPath(this.longest);
    this.counts.forEach((count, segment) => {
      const length = this.lengths[segment];
      path.clear(length);
      for (let e = this.offsets[segment]; e < this.offsets[segment + 1]; e++) {
        path.add(this.starts[e], this.ends[e], this.ids[e], scores[this.ids[e]]);
      }
      for (const id of path.read(length).ids) counts[id] += count;
    });
    return counts;
  }

  /** The best reading of each piece by other pieces; none for characters and for pieces without an edge. */
  alternatives(scores: Float64Array): Map<number, Reading> {
    const found = new Map<number, Reading>();
    const path = new BestPath(MAX_PIECE_LENGTH);
    for (let segment = 0; segment < this.counts.length; segment++) {
      for (let edge = this.offsets[segment]; edge < this.offsets[segment + 1]; edge++) {
        const length = this.ends[edge] - this.starts[edge];
        if (length === 1 || found.has(this.ids[edge])) continue;
        this.readWithout(edge, segment, scores, path);
        found.set(this.ids[edge], path.read(length));
      }
    }
    return found;
  }

  /** Finds the best path from the start to the end of an edge that does not take the edge itself. */
  private readWithout(edge: number, segment: number, scores: Float64Array, path: BestPath): void {
    const [start, end] = [this.starts[edge], this.ends[edge]];
    path.clear(end - start);
    for (let e = this.offsets[segment]; e < this.offsets[segment + 1] && this.ends[e] <= end; e++) {
      if (e === edge || this.starts[e] < start) continue;
      path.add(this.starts[e] - start, this.ends[e] - start, this.ids[e], scores[this.ids[e]]);
    }
  }
}

/** Appends the edges of one segment to the starts, ends and ids. */
function addEdges(characters: string[], pieces: Map<string, number>, [starts, ends, ids]: number[][]): void {
  const text = characters.join('');
  const offsets = [0];
  for (const character of characters) offsets.push(offsets[offsets.length - 1] + character.length);
  for (let end = 1; end <= characters.length; end++) {
    for (let start = Math.max(0, end - MAX_PIECE_LENGTH); start < end; start++) {
      const id = pieces.get(text.slice(offsets[start], offsets[end]));
      if (id === undefined) continue;
      starts.push(start);
      ends.push(end);
      ids.push(id);
    }
  }
}

/** The best path through one lattice (Viterbi), its buffers used again for the next. */
class BestPath {
  private readonly best: Float64Array;
  private readonly previous: Int32Array;
  private readonly piece: Int32Array;

  constructor(longest: number) {
    this.best = new Float64Array(longest + 1);
    this.previous = new Int32Array(longest + 1);
    this.piece = new Int32Array(longest + 1);
  }

  clear(length: number): void {
    this.best.fill(-Infinity, 0, length + 1)[0] = 0;
  }

  /** Adds an edge; those that end earlier must have come before. */
  add(start: number, end: number, id: number, score: number): void {
    const total = this.best[start] + score;
    if (total <= this.best[end]) return;
    this.best[end] = total;
    this.previous[end] = start;
    this.piece[end] = id;
  }

  read(length: number): Reading {
    const ids: number[] = [];
    for (let end = length; end > 0; end = this.previous[end]) ids.push(this.piece[end]);
    return { ids, score: this.best[length] };
  }
}
