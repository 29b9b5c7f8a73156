/** `/v1/search`: the beam as a tree, with what was pruned and when. */
import { z } from 'zod';
import { sentence, translated } from './attention.js';
import { conditions } from './conditions.js';
import { alternatives, beam } from './fields.js';

export const searchRequest = z
  .strictObject({ ...conditions, beam, alternatives })
  .meta({ id: 'SearchRequest' });

export const searchNode = z
  .object({
    id: z.int().meta({ description: 'its place in the list; parents come before children' }),
    parent: z.int().nullable().meta({ description: 'null for first pieces' }),
    step: z.int().meta({ description: 'counted from 0' }),
    piece: z.string(),
    probability: z.number().meta({ description: 'of the piece given those before it' }),
    logProbability: z.number().meta({ description: 'of all pieces up to this one' }),
    score: z.number().meta({ description: 'length-normalised log-probability up to this piece' }),
    rank: z.int().meta({ description: 'among the candidates of its step, 0 the likeliest' }),
    fate: z.enum(['kept', 'finished', 'pruned']).meta({
      description: 'kept in the beam, moved to the finished ones, or pruned at once',
    }),
    lastStep: z.int().meta({
      description: 'the last step at which this node or one that follows from it was kept or finished',
    }),
    hypotheses: z.array(z.int()).meta({ description: 'ranks of the returned hypotheses that go through it' }),
  })
  .meta({ id: 'SearchNode' });

export const searchResponse = z
  .object({
    ...translated,
    beam: z.int(),
    lengthPenalty: z.number(),
    prefix: z.array(z.string()),
    steps: z.int().meta({ description: 'decoder steps until the search ended' }),
    sentence,
    nodes: z.array(searchNode),
  })
  .meta({ id: 'SearchResponse' });

export type SearchRequest = z.infer<typeof searchRequest>;
export type SearchNode = z.infer<typeof searchNode>;
export type SearchResponse = z.infer<typeof searchResponse>;
