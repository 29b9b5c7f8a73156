/** Readings of a text in other pieces than the best ones, drawn at random, so that a model learns both. */
import type { Random } from '../foundation/random.js';
import { normaliseText } from '../text/normalise.js';
import { SPACE_MARK, UNK } from '../text/special-pieces.js';
import { BpeDropout } from './bpe-dropout.js';
import type { TokenizerModel } from './model-file.js';
import { UnigramSampling } from './unigram-sampling.js';
import type { WordSampler } from './word-sampler.js';

export interface SubwordSamplingOptions {
  /** p of BPE-dropout, in [0, 1); for BPE models. */
  bpeDropout: number;
  /** α of unigram sampling, above 0; for unigram models. */
  unigramAlpha: number;
}

/** Samples whole sentences: BPE-dropout or unigram sampling, as the model's algorithm has it. */
export class SubwordSampler {
  private readonly words: WordSampler;
  /** Whether no piece crosses a space, so that words are drawn apart from each other. */
  private readonly byWord: boolean;

  constructor(model: TokenizerModel, { bpeDropout, unigramAlpha }: SubwordSamplingOptions) {
    this.words =
      model.algorithm === 'bpe'
        ? new BpeDropout(model, bpeDropout)
        : new UnigramSampling(model, unigramAlpha);
    this.byWord = model.pieces.every(({ piece }) => piece.lastIndexOf(SPACE_MARK) <= 0);
  }

  /** The ids of one reading of a text, without BOS and EOS; neighbouring unknown characters are one UNK. */
  sample(text: string, random: Random): number[] {
    const normalised = normaliseText(text);
    if (normalised === '') return [];
    const words = this.byWord ? normalised.split(' ') : [normalised.replaceAll(' ', SPACE_MARK)];
    const ids = words.flatMap((word) => this.words.sample(SPACE_MARK + word, random));
    return ids.filter((id, place) => id !== UNK || ids[place - 1] !== UNK);
  }
}
