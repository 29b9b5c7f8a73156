/** The unigram language model of pieces (Kudo 2018), trained by EM and pruned as SentencePiece does. */
import { Lattices } from './lattices.js';
import { seedPieces } from './seed-pieces.js';
import type { TrainingText } from './training-text.js';

/** EM rounds before each pruning. */
const SUB_ITERATIONS = 2;
/** Share of the pieces that a pruning leaves. */
const SHRINKING = 0.75;
/** Pieces are pruned to this multiple of the size; the least probable ones then make up the difference. */
const MARGIN = 1.1;
/** A piece expected less often goes; a character is taken to be expected this often. */
const MIN_EXPECTED = 0.5;

/** ψ(x), the derivative of log Γ, by its recurrence and asymptotic series (error below 1e-10 for x > 0). */
export function digamma(x: number): number {
  let result = 0;
  while (x < 7) result -= 1 / x++;
  const square = 1 / (x * x);
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)));
  return result + Math.log(x) - 1 / (2 * x) - series;
}

/** The model while it is trained: pieces with log-probabilities; the characters come first and always stay. */
class UnigramTraining {
  private readonly lattices: Lattices;
  private pieces: string[];
  private scores: Float64Array;
  private readonly characters: number;

  constructor(text: TrainingText) {
    const seeds = seedPieces(text);
    const total = seeds.reduce((sum, { count }) => sum + count, 0);
    this.pieces = seeds.map(({ piece }) => piece);
    this.scores = Float64Array.from(seeds, ({ count }) => Math.log(count / total));
    this.characters = text.characters.length;
    this.lattices = new Lattices(text.segments, new Map(this.pieces.map((piece, id) => [piece, id])));
  }

  get size(): number {
    return this.pieces.length;
  }

  /**
   * One round of EM. The Bayesian M step, exp(ψ(count) - ψ(total)), takes more from rare pieces than from
   * frequent ones and so keeps the vocabulary sparse (Kudo 2018 follows Liang & Klein 2007).
   */
  iterate(): void {
    const expected = this.lattices.expectedCounts(this.scores);
    for (let id = 0; id < this.characters; id++) expected[id] = Math.max(expected[id], MIN_EXPECTED);
    const counts = expected.filter((count) => count >= MIN_EXPECTED);
    this.keep((id) => expected[id] >= MIN_EXPECTED);
    const total = digamma(counts.reduce((sum, count) => sum + count, 0));
    this.scores = counts.map((count) => digamma(count) - total);
  }

  /** Keeps the `size` pieces whose loss would cost the likelihood of the text most. */
  prune(size: number): void {
    const losses = this.losses();
    const order = Array.from(losses.keys()).sort((a, b) => losses[b] - losses[a] || a - b);
    const kept = new Set(order.slice(0, size).filter((id) => losses[id] > -Infinity));
    this.keep((id) => kept.has(id));
  }

  /**
   * How much the log-likelihood of the best readings falls, a piece read, when a piece is replaced by its best
   * reading in other pieces; infinite for characters, minus infinity for pieces that are in no best reading.
   */
  private losses(): Float64Array {
    const counts = this.lattices.bestCounts(this.scores);
    const alternatives = this.lattices.alternatives(this.scores);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, id) => {
      if (id < this.characters) return Infinity;
      const alternative = alternatives.get(id);
      if (count === 0 || alternative === undefined || alternative.score >= this.scores[id]) return -Infinity;
      const totalWithout = Math.log(total + count * (alternative.ids.length - 1));
      const replaced = alternative.ids.reduce(
        (sum, other) => sum + Math.log(counts[other] + count) - totalWithout,
        0,
      );
      return (count / total) * (Math.log(count) - Math.log(total) - replaced);
    });
  }

  private keep(kept: (id: number) => boolean): void {
    const newIds = new Int32Array(this.size).fill(-1);
    let next = 0;
    for (let id = 0; id < this.size; id++) if (kept(id)) newIds[id] = next++;
    this.pieces = this.pieces.filter((_, id) => newIds[id] !== -1);
    this.scores = this.scores.filter((_, id) => newIds[id] !== -1);
    this.lattices.renumber(newIds);
  }

  /** The characters and the most probable pieces, `size` in all, by score. */
  best(size: number): { piece: string; score: number }[] {
    const byScore = (a: { piece: string; score: number }, b: { piece: string; score: number }): number =>
      b.score - a.score || (a.piece < b.piece ? -1 : 1);
    const all = this.pieces.map((piece, id) => ({ piece, score: this.scores[id] }));
    const learned = all.slice(this.characters).sort(byScore);
    return [...all.slice(0, this.characters), ...learned.slice(0, size - this.characters)].sort(byScore);
  }
}

/**
 * Trains on a text and returns `size` pieces with their log-probabilities, by probability, every character
 * among them; fewer when the text has no more.
 * @param onRound told how many pieces are left after each round
 */
export function trainUnigram(
  text: TrainingText,
  size: number,
  onRound?: (left: number, size: number) => void,
): { piece: string; score: number }[] {
  const training = new UnigramTraining(text);
  const target = Math.ceil(size * MARGIN);
  for (;;) {
    for (let round = 0; round < SUB_ITERATIONS; round++) training.iterate();
    onRound?.(training.size, size);
    if (training.size <= target) return training.best(size);
    training.prune(Math.max(target, Math.floor(training.size * SHRINKING)));
  }
}
