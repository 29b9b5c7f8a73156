/** `/v1/continue`: a sentence translated on from a given beginning, and under other conditions. */
import { z } from 'zod';
import { conditions, targetPieces } from './conditions.js';
import { beam, candidates, flag, nBest, number, text, texts, wholeNumber } from './fields.js';

export const continueRequest = z
  .strictObject({
    ...conditions,
    prefix: targetPieces.default([]).meta({
      description: 'target pieces that the translation must begin with',
      example: ['▁I', '▁am'],
    }),
    prefixText: text()
      .optional()
      .meta({ description: 'text behind the prefix, cut into pieces by the model’s tokenizer' }),
    beam,
    nBest,
    candidates,
    banned: texts(20).default([]).meta({ description: 'target words that may not be written' }),
    required: texts(5).default([]).meta({ description: 'target words that must be written' }),
    sample: flag()
      .default(false)
      .meta({ description: 'draws each piece by its probability; the beam is then 1' }),
    temperature: number(0.05, 5)
      .default(1)
      .meta({ description: 'divides the logits before the softmax: below 1 surer, above 1 more even' }),
    seed: wholeNumber(0, 2 ** 31 - 1)
      .default(1)
      .meta({ description: 'of the draws' }),
  })
  .meta({ id: 'ContinueRequest' });

/** Answered with the `Sentence` of `/v1/attention`. */
export type ContinueRequest = z.infer<typeof continueRequest>;
