/** `/v1/step`: one decoder step with its real numbers, as Luong et al. (2015) write it. */
import { z } from 'zod';
import { candidate } from './attention.js';
import { conditions, targetPieces } from './conditions.js';
import { wholeNumber } from './fields.js';

export const stepRequest = z
  .strictObject({
    ...conditions,
    pieces: targetPieces.default([]).meta({
      description: 'target pieces as an answer named them; those before `position` are read',
      example: ['▁I', '▁am'],
    }),
    position: wholeNumber(0, 400)
      .optional()
      .meta({ description: 'the step u, counted from 0; left out, the one behind the last piece' }),
    candidates: wholeNumber(1, 50)
      .default(10)
      .meta({ description: 'how many of the likeliest pieces to tell' }),
  })
  .meta({ id: 'StepRequest' });

const vector = z.array(z.number());

const scoredCandidate = candidate
  .extend({ logit: z.number().meta({ description: 'score before the softmax over the vocabulary' }) })
  .meta({ id: 'ScoredCandidate' });

export const stepResponse = z
  .object({
    position: z.int(),
    previous: z.string().meta({ description: 'the piece that the step reads; `<s>` at the first' }),
    piece: z.string().nullable().meta({ description: 'the piece that was written, null behind the last' }),
    sourcePieces: z.array(z.string()).meta({ description: 'T pieces, `</s>` last' }),
    state: vector.meta({ description: '[H] h_t, the decoder’s top state' }),
    sourceNorms: vector.meta({ description: '[T] ‖h̄_s‖ of the source states' }),
    scores: vector.meta({ description: '[T] h_t · h̄_s (eq. 8), also of pieces that are forbidden' }),
    weights: vector.meta({ description: '[T] softmax of the scores (eq. 7); sums to one' }),
    context: vector.meta({ description: '[H] c_t, the weighted mean of the source states' }),
    attentional: vector.meta({ description: '[H] tanh(W_c [c_t; h_t]) (eq. 5)' }),
    normaliser: z.number().meta({ description: 'log Σ exp of the logits: log p = logit − normaliser' }),
    candidates: z.array(scoredCandidate).meta({ description: 'the likeliest pieces, best first (eq. 6)' }),
    written: scoredCandidate
      .extend({ rank: z.int().meta({ description: '0 for the likeliest' }) })
      .nullable()
      .meta({ description: 'the same of `piece`' }),
  })
  .meta({ id: 'StepResponse' });

export type StepRequest = z.infer<typeof stepRequest>;
export type StepResponse = z.infer<typeof stepResponse>;
