/** What may be asked of one sentence besides its translation. */
import { attention, direction, indices, protect, texts } from './fields.js';

/** Most pieces of a target. */
const LONGEST_TARGET = 400;

/** Target pieces as an answer named them, without `<s>`. */
export const targetPieces = texts(LONGEST_TARGET);

/** The text is read as one sentence. */
export const conditions = {
  ...direction,
  forbiddenSource: indices(LONGEST_TARGET)
    .default([])
    .meta({ description: 'positions of source pieces that the attention may not look at, counted from 0' }),
  attention,
  protect,
};
