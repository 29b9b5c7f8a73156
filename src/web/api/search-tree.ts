/** `/v1/search`: the beam as a tree, with what was pruned and when. */
import { z } from 'zod';
import { sentence } from './attention.js';
import { conditions, targetPieces } from './conditions.js';
import { beam, nBest, number } from './fields.js';

export const searchRequest = z
  .strictObject({
    ...conditions,
    prefix: targetPieces
      .default([])
      .meta({ description: 'target pieces that the translation must begin with' }),
    beam,
    nBest,
    lengthPenalty: number(0, 5)
      .default(1)
      .meta({ description: 'α of the length normalisation; 0 ranks by log-probability' }),
  })
  .meta({ id: 'SearchRequest' });

export const searchNode = z
  .object({
    id: z.int().meta({ description: 'its place in `nodes`; parents come before children' }),
    parent: z.int().nullable().meta({ description: 'null for first pieces' }),
    step: z.int().meta({ description: 'the decoder step that made it, counted from 0' }),
    piece: z.string(),
    probability: z.number().meta({ description: 'of the piece given those before it' }),
    logProbability: z.number().meta({ description: 'of all pieces up to this one' }),
    score: z.number().meta({ description: 'length-normalised log-probability' }),
    rank: z.int().meta({ description: 'among the continuations of its step, 0 the likeliest' }),
    fate: z
      .enum(['kept', 'finished', 'pruned'])
      .meta({ description: 'kept in the beam, moved to the finished ones, or pruned at once' }),
    until: z.int().meta({
      description:
        'the last step in which a hypothesis that begins with it stands in the beam, or is finished',
    }),
  })
  .meta({ id: 'SearchNode' });

export const searchResponse = z
  .object({
    beam: z.int(),
    lengthPenalty: z.number(),
    sourcePieces: z.array(z.string()),
    nodes: z.array(searchNode),
    best: z.array(z.int()).meta({ description: 'last nodes of the n-best list, best first' }),
    translation: sentence,
  })
  .meta({ id: 'SearchResponse' });

export type SearchRequest = z.infer<typeof searchRequest>;
export type SearchNode = z.infer<typeof searchNode>;
export type SearchResponse = z.infer<typeof searchResponse>;
