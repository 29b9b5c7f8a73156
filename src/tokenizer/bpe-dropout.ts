/** BPE-dropout: merges are left out at random while a word is read (Provilkov et al. 2020). */
import type { Random } from '../foundation/random.js';
import { UNK } from '../text/special-pieces.js';
import type { TokenizerModel } from './model-file.js';
import { textPieces } from './word-sampler.js';
import type { WordSampler } from './word-sampler.js';

export class BpeDropout implements WordSampler {
  private readonly ids: Map<string, number>;
  private readonly scores: number[];

  /** @param rate p, with which each possible merge is left out of each step; 0 gives the usual reading */
  constructor(
    model: TokenizerModel,
    private readonly rate: number,
  ) {
    this.ids = textPieces(model);
    this.scores = model.pieces.map(({ score }) => score);
  }

  /** Algorithm 1 of the paper: the best of the merges that are not left out, until none is left. */
  sample(word: string, random: Random): number[] {
    const parts = Array.from(word);
    // What the neighbours at i and i + 1 would become, or -1: looked up once, since merges change two of them.
    const merged = parts.slice(1).map((part, i) => this.ids.get(parts[i] + part) ?? -1);
    for (;;) {
      const at = this.bestMerge(merged, random);
      if (at < 0) return parts.map((part) => this.ids.get(part) ?? UNK);
      parts.splice(at, 2, parts[at] + parts[at + 1]);
      merged.splice(at, 1);
      if (at > 0) merged[at - 1] = this.ids.get(parts[at - 1] + parts[at]) ?? -1;
      if (at < merged.length) merged[at] = this.ids.get(parts[at] + parts[at + 1]) ?? -1;
    }
  }

  /** Where the best merge that is not left out stands, the leftmost of equals; -1 where there is none. */
  private bestMerge(merged: number[], random: Random): number {
    let best = -1;
    for (let i = 0; i < merged.length; i++) {
      if (merged[i] < 0 || (this.rate > 0 && random.next() < this.rate)) continue;
      if (best < 0 || this.scores[merged[i]] > this.scores[merged[best]]) best = i;
    }
    return best;
  }
}
