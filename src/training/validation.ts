/** How well a model does on the development pairs: loss and perplexity of the references, BLEU and chrF of its own. */
import { dispose } from '@tensorflow/tfjs-core';
import { bleu } from '../evaluation/bleu.js';
import { chrf } from '../evaluation/chrf.js';
import { Random } from '../foundation/random.js';
import { parallelBatch } from '../model/parallel-batch.js';
import { batchSources } from '../model/source-batch.js';
import type { StepModel } from '../model/step-model.js';
import type { TranslationModel } from '../model/translation-model.js';
import { search } from '../search/search.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { bucketBatches } from './batches.js';
import type { Example } from './examples.js';

export interface ValidationResult {
  /** Nats a target word, `</s>` included. */
  loss: number;
  perplexity: number;
  bleu: number;
  chrf: number;
  /** Greedy translations of the first `sentences` development pairs, in their order. */
  hypotheses: string[];
}

export interface ValidatedModel {
  model: TranslationModel;
  /** The same for translation alone, made of the weights that are validated. */
  reader: StepModel;
}

export interface ValidationOptions {
  /** No more than in training, so that each batch fits into memory that a training step has used before it. */
  batchTokens: number;
  /** How many pairs to translate for BLEU and chrF. */
  sentences: number;
  /** Called between batches, so that the process stays answerable. */
  pause: () => Promise<void>;
}

async function referenceLoss(
  model: TranslationModel,
  examples: Example[],
  { batchTokens, pause }: ValidationOptions,
): Promise<number> {
  let sum = 0;
  let tokens = 0;
  for (const batch of bucketBatches(examples, batchTokens, new Random(0))) {
    const members = batch.map((position) => examples[position]);
    const parallel = parallelBatch(
      members.map(({ source }) => source),
      members.map(({ target }) => target),
    );
    const { negativeLogProbabilities, attention } = model.score(parallel);
    for (const value of negativeLogProbabilities.dataSync()) sum += value;
    tokens += parallel.tokens;
    dispose([negativeLogProbabilities, attention]);
    await pause();
  }
  return sum / tokens;
}

/** Greedy translations of source ids, in their order. */
async function translateGreedily(
  model: StepModel,
  sources: number[][],
  target: Tokenizer,
  { batchTokens, pause }: Pick<ValidationOptions, 'batchTokens' | 'pause'>,
): Promise<string[]> {
  const hypotheses: string[] = [];
  const examples = sources.map((source) => ({ source, target: source }));
  for (const batch of bucketBatches(examples, batchTokens, new Random(0))) {
    const found = search(model, batchSources(batch.map((position) => sources[position])), { beam: 1 });
    batch.forEach((position, row) => (hypotheses[position] = target.decode(found[row][0].ids)));
    await pause();
  }
  return hypotheses;
}

/**
 * @param examples the encoded development pairs
 * @param references their target sentences, in the same order
 */
export async function validate(
  { model, reader }: ValidatedModel,
  examples: Example[],
  references: string[],
  target: Tokenizer,
  options: ValidationOptions,
): Promise<ValidationResult> {
  const loss = await referenceLoss(model, examples, options);
  const sources = examples.slice(0, options.sentences).map(({ source }) => source);
  const hypotheses = await translateGreedily(reader, sources, target, options);
  const compared = references.slice(0, options.sentences);
  return {
    loss,
    perplexity: Math.exp(loss),
    bleu: bleu(hypotheses, compared).score,
    chrf: chrf(hypotheses, compared).score,
    hypotheses,
  };
}
