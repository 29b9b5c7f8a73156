/** Training examples in other pieces each epoch: BPE-dropout or unigram sampling, as configured. */
import { UserError } from '../foundation/errors.js';
import type { Random } from '../foundation/random.js';
import type { SentencePair } from '../corpus/pairs.js';
import { EOS } from '../text/special-pieces.js';
import { SubwordSampler } from '../tokenizer/subword-sampling.js';
import { readTokenizerModel } from '../tokenizer/training.js';
import type { RunConfig } from './configuration.js';
import type { Example } from './examples.js';
import type { RunFolder } from './run-folder.js';
import { findSamplingContradiction } from './training-schema.js';

export class ExampleSampler {
  /** @param longest pieces of a side; a longer reading is dropped for the usual one */
  constructor(
    private readonly sides: { source?: SubwordSampler; target?: SubwordSampler },
    private readonly longest: number,
  ) {}

  /** @param example the pair in its usual pieces, kept on a side that is not sampled */
  sample(pair: SentencePair, example: Example, random: Random): Example {
    const { source, target } = this.sides;
    const sampled = {
      source: source === undefined ? example.source : [...source.sample(pair.source, random), EOS],
      target: target === undefined ? example.target : target.sample(pair.target, random),
    };
    return {
      source: sampled.source.length <= this.longest ? sampled.source : example.source,
      target: sampled.target.length < this.longest ? sampled.target : example.target,
    };
  }
}

/** The sampler that a run asks for, or null. Throws UserError where its vocabularies cannot be sampled so. */
export function exampleSampler(
  { training }: RunConfig,
  folder: Pick<RunFolder, 'sourceTokenizer' | 'targetTokenizer'>,
): ExampleSampler | null {
  const options = training.subwordSampling;
  if (options.bpeDropout === 0 && options.unigramAlpha === 0) return null;
  const samplerOf = (side: 'source' | 'target', path: string): SubwordSampler | undefined => {
    if (!options.sides.includes(side)) return undefined;
    const model = readTokenizerModel(path);
    const problem = findSamplingContradiction(options, model.algorithm);
    if (problem !== null) throw new UserError(`configuration: ${problem}`);
    return new SubwordSampler(model, options);
  };
  const sides = {
    source: samplerOf('source', folder.sourceTokenizer),
    target: samplerOf('target', folder.targetTokenizer),
  };
  return new ExampleSampler(sides, training.longest);
}
