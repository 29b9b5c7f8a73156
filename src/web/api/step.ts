/** `/v1/step`: one decoder step with its real numbers, as Luong et al. (2015) write it. */
import { z } from 'zod';
import { candidate, translated, word } from './attention.js';
import { conditions } from './conditions.js';
import { text, wholeNumber } from './fields.js';

export const stepRequest = z
  .strictObject({
    ...conditions,
    chosen: text('a target piece')
      .optional()
      .meta({ description: 'a piece whose score is wanted even if it is not among the best' }),
    candidates: wholeNumber(1, 50).default(10).meta({ description: 'how many of the best pieces to tell' }),
  })
  .meta({ id: 'StepRequest' });

const scoredCandidate = candidate
  .extend({ logit: z.number().meta({ description: 'score before the softmax over the vocabulary' }) })
  .meta({ id: 'ScoredCandidate' });

export const stepResponse = z
  .object({
    ...translated,
    sourcePieces: z.array(z.string()).meta({ description: 'T pieces, `</s>` last' }),
    sourceWords: z.array(word),
    prefix: z.array(z.string()),
    previous: z
      .string()
      .meta({ description: 'the piece that the decoder reads in this step; `<s>` at first' }),
    step: z.int().meta({ description: 'counted from 0' }),
    size: z.int().meta({ description: 'H, the size of the states' }),
    decoderNorm: z.number().meta({ description: '‖h_t‖ of the decoder state' }),
    sourceNorms: z.array(z.number()).meta({ description: '[T] ‖h̄_s‖ of the encoder states' }),
    scores: z.array(z.number()).meta({ description: '[T] h_t · h̄_s (eq. 8), also of ignored pieces' }),
    ignored: z.array(z.boolean()).meta({ description: '[T] pieces that the softmax does not see' }),
    weights: z.array(z.number()).meta({ description: '[T] softmax of the scores (eq. 7); sums to one' }),
    contextNorm: z.number().meta({ description: '‖c_t‖ of the weighted mean of encoder states' }),
    attentionalNorm: z.number().meta({ description: '‖h̃_t‖ of tanh(W_c [c_t; h_t]) (eq. 5)' }),
    decoder: z.array(z.number()).meta({ description: '[H] h_t' }),
    context: z.array(z.number()).meta({ description: '[H] c_t' }),
    attentional: z.array(z.number()).meta({ description: '[H] h̃_t' }),
    normaliser: z.number().meta({ description: 'log Σ exp of the logits: log p = logit − normaliser' }),
    candidates: z
      .array(scoredCandidate)
      .meta({ description: 'the likeliest next pieces, best first (eq. 6)' }),
    chosen: scoredCandidate
      .extend({ rank: z.int().meta({ description: '0 for the likeliest' }) })
      .nullable()
      .meta({ description: 'the piece that was asked for' }),
  })
  .meta({ id: 'StepResponse' });

export type StepRequest = z.infer<typeof stepRequest>;
export type StepResponse = z.infer<typeof stepResponse>;
