/** `/v1/attention`: a translation with everything that can be shown of it. Also the shapes of its parts. */
import { z } from 'zod';
import { alternatives, attention, beam, candidates, direction, flag, language, protect } from './fields.js';

export const attentionRequest = z
  .strictObject({
    ...direction,
    beam,
    alternatives,
    candidates,
    attention,
    protect,
    scores: flag().default(false).meta({
      description: 'whether the dot products before the softmax are wanted too; they take a second pass',
    }),
  })
  .meta({ id: 'AttentionRequest' });

/** A word and the pieces `[start, end)` that it is made of. */
export const word = z
  .object({ text: z.string(), start: z.int(), end: z.int() })
  .meta({ id: 'Word', description: 'a word and the pieces [start, end) that it is made of' });

export const candidate = z
  .object({ piece: z.string(), probability: z.number().min(0).max(1.000001) })
  .meta({ id: 'Candidate', description: 'a piece that might have come here' });

const row = z.array(z.number());

export const hypothesis = z
  .object({
    text: z.string(),
    pieces: z.array(z.string()).meta({ description: 'U target pieces; `</s>` last where complete' }),
    carried: z
      .array(word)
      .optional()
      .meta({ description: 'target words that read otherwise than their pieces, which stand for them' }),
    complete: z.boolean().meta({ description: 'false where the length limit cut the hypothesis off' }),
    score: z.number().meta({ description: 'log-probability divided by ((5 + U) / 6)^α; ranks hypotheses' }),
    logProbability: z.number(),
    probability: z.number().meta({ description: 'of the whole hypothesis, 0 to 1' }),
    stepProbabilities: row.meta({ description: '[U] of each piece given those before it' }),
    attention: z.array(row).meta({
      description:
        '[U][T] weights between pieces; each row sums to one, or is zero where the model has no attention',
    }),
    scores: z
      .array(row)
      .optional()
      .meta({ description: '[U][T] dot products before the softmax (eq. 8), where they were asked for' }),
    candidates: z
      .array(z.array(candidate))
      .optional()
      .meta({ description: '[U] the likeliest pieces of each step, best first, where they were asked for' }),
    words: z.array(word).meta({ description: 'U′ target words' }),
    wordProbabilities: row.meta({ description: '[U′] product over the pieces of each word' }),
    wordAttention: z
      .array(row)
      .meta({ description: '[U′][T′] summed over source pieces, averaged over target pieces' }),
  })
  .meta({ id: 'Hypothesis' });

export const sentence = z
  .object({
    source: z.string().meta({ description: 'the sentence, normalised' }),
    read: z
      .string()
      .optional()
      .meta({ description: 'the sentence as the model read it, where that is not as it stands in `source`' }),
    carried: z
      .array(word)
      .optional()
      .meta({ description: 'source words that read otherwise than their pieces, which stand for them' }),
    separator: z.string().meta({ description: 'white space that followed it in the text' }),
    unchanged: z.literal(true).optional().meta({ description: 'set where there was nothing to translate' }),
    sourcePieces: z.array(z.string()).meta({ description: 'T pieces, `</s>` last' }),
    sourceWords: z.array(word).meta({ description: 'T′ words' }),
    hypotheses: z.array(hypothesis).min(1).meta({ description: 'best first' }),
  })
  .meta({ id: 'Sentence' });

export const translated = {
  source: language,
  target: language,
  model: z.string(),
};

export const attentionResponse = z
  .object({
    ...translated,
    detected: z
      .object({ language, confidence: z.number().min(0).max(1) })
      .meta({ description: 'what the script of the text says' }),
    text: z.string(),
    alternatives: z.array(z.string()).meta({ description: 'of the whole text' }),
    sentences: z.array(sentence),
  })
  .meta({ id: 'AttentionResponse' });

export type AttentionRequest = z.infer<typeof attentionRequest>;
export type AttentionResponse = z.infer<typeof attentionResponse>;
export type ApiSentence = z.infer<typeof sentence>;
export type ApiHypothesis = z.infer<typeof hypothesis>;
export type ApiCandidate = z.infer<typeof candidate>;
export type ApiWord = z.infer<typeof word>;
