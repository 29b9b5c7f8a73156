/** What may be asked of one sentence besides its translation: a beginning, words not to look at, no attention. */
import { choice, direction, indices, texts } from './fields.js';

/** Most pieces of a prefix. */
const LONGEST_PREFIX = 400;

/** The text is read as one sentence. */
export const conditions = {
  ...direction,
  prefix: texts(LONGEST_PREFIX)
    .default([])
    .meta({
      description: 'target pieces that are written already, without `<s>`',
      example: ['▁I', '▁am'],
    }),
  ignore: indices(LONGEST_PREFIX)
    .default([])
    .meta({ description: 'source pieces that the attention may not look at, counted from 0' }),
  attention: choice(['dot', 'uniform']).default('dot').meta({
    description: '`uniform` gives every source piece the same weight: translation without attention',
  }),
};
