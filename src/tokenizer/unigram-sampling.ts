/** Subword regularisation: readings drawn from a unigram model by their probability (Kudo 2018). */
import type { Random } from '../foundation/random.js';
import { UNK } from '../text/special-pieces.js';
import { MAX_PIECE_LENGTH } from './model-file.js';
import type { TokenizerModel } from './model-file.js';
import { textPieces } from './word-sampler.js';
import type { WordSampler } from './word-sampler.js';

/** How far the score of an unknown character lies below that of the rarest piece, as in SentencePiece. */
const UNKNOWN_PENALTY = 10;
/** Lattices that are remembered before the memory is emptied. */
const REMEMBERED_WORDS = 50_000;

/** The pieces of a word, by where they end: what a reading is drawn from, last piece first. */
interface Lattice {
  length: number;
  /** Pieces that end after k characters stand from `offsets[k - 1]` to `offsets[k]`. */
  offsets: number[];
  starts: number[];
  ids: number[];
  /** The probability of each among those that end where it does, summed up to it. */
  cumulative: number[];
}

export class UnigramSampling implements WordSampler {
  private readonly pieces: Map<string, number>;
  private readonly scores: number[];
  private readonly unknownScore: number;
  private readonly lattices = new Map<string, Lattice>();

  /** @param alpha α: a reading x is drawn with a probability in proportion to P(x)^α */
  constructor(
    model: TokenizerModel,
    private readonly alpha: number,
  ) {
    this.pieces = textPieces(model);
    this.scores = model.pieces.map(({ score }) => score);
    let lowest = 0;
    for (const id of this.pieces.values()) lowest = Math.min(lowest, this.scores[id]);
    this.unknownScore = lowest - UNKNOWN_PENALTY;
  }

  /** Forward filtering (in the lattice) and backward sampling: an exact draw from all readings. */
  sample(word: string, random: Random): number[] {
    const { length, offsets, starts, ids, cumulative } = this.lattice(word);
    const reading: number[] = [];
    let end = length;
    while (end > 0) {
      let edge = offsets[end - 1];
      const last = offsets[end] - 1;
      const drawn = last > edge ? random.next() : 0;
      while (edge < last && cumulative[edge] <= drawn) edge++;
      reading.push(ids[edge]);
      end = starts[edge];
    }
    return reading.reverse();
  }

  private lattice(word: string): Lattice {
    let lattice = this.lattices.get(word);
    if (lattice === undefined) {
      lattice = this.makeLattice(Array.from(word));
      if (this.lattices.size >= REMEMBERED_WORDS) this.lattices.clear();
      this.lattices.set(word, lattice);
    }
    return lattice;
  }

  /** `forward[k]` is the logarithm of Σ P(x)^α over the readings x of the first k characters. */
  private makeLattice(characters: string[]): Lattice {
    const lattice: Lattice = { length: characters.length, offsets: [0], starts: [], ids: [], cumulative: [] };
    const forward = [0];
    for (let end = 1; end <= characters.length; end++) {
      const first = lattice.ids.length;
      const totals: number[] = [];
      const add = (start: number, id: number, score: number): void => {
        lattice.starts.push(start);
        lattice.ids.push(id);
        totals.push(forward[start] + this.alpha * score);
      };
      let text = '';
      for (let start = end - 1; start >= Math.max(0, end - MAX_PIECE_LENGTH); start--) {
        text = characters[start] + text;
        const id = this.pieces.get(text);
        if (id !== undefined) add(start, id, this.scores[id]);
        else if (start === end - 1) add(start, UNK, this.unknownScore);
      }
      const greatest = Math.max(...totals);
      let sum = 0;
      totals.forEach((total, place) => {
        sum += Math.exp(total - greatest);
        lattice.cumulative[first + place] = sum;
      });
      for (let edge = first; edge < lattice.ids.length; edge++) lattice.cumulative[edge] /= sum;
      forward.push(greatest + Math.log(sum));
      lattice.offsets.push(lattice.ids.length);
    }
    return lattice;
  }
}
