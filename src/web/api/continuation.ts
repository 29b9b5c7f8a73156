/** `/v1/continue`: a sentence translated on from a given beginning, and under other conditions. */
import { z } from 'zod';
import { sentence, translated } from './attention.js';
import { conditions } from './conditions.js';
import { alternatives, beam, flag, number, text, texts, wholeNumber } from './fields.js';

export const continueRequest = z
  .strictObject({
    ...conditions,
    prefixText: text()
      .optional()
      .meta({ description: 'text to write after the prefix, cut into pieces by the model’s tokenizer' }),
    beam,
    alternatives,
    banned: texts(20).default([]).meta({ description: 'target words that may not be written' }),
    required: texts(5).default([]).meta({ description: 'target words that must be written' }),
    sample: flag().default(false).meta({ description: 'draw each piece by its probability; beam is then 1' }),
    temperature: number(0.05, 5)
      .default(1)
      .meta({ description: 'divides the logits before the softmax: below 1 surer, above 1 more even' }),
    seed: wholeNumber(0, 2 ** 31 - 1)
      .default(1)
      .meta({ description: 'of the draws' }),
    details: flag().default(true).meta({ description: 'as in /v1/attention' }),
  })
  .meta({ id: 'ContinueRequest' });

export const continueResponse = z
  .object({
    ...translated,
    prefix: z
      .array(z.string())
      .meta({
        description: 'pieces that were given, those of prefixText included; hypotheses begin with them',
      }),
    sentence,
  })
  .meta({ id: 'ContinueResponse' });

export type ContinueRequest = z.infer<typeof continueRequest>;
export type ContinueResponse = z.infer<typeof continueResponse>;
