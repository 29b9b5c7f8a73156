/** What the ways of drawing a reading of a word share. */
import type { Random } from '../foundation/random.js';
import { PieceType } from './model-file.js';
import type { TokenizerModel } from './model-file.js';

/** Draws readings of words. */
export interface WordSampler {
  /** @param word with the space mark in front @returns ids, UNK for a character without a piece */
  sample(word: string, random: Random): number[];
}

/** The id of each piece that text may hold. */
export function textPieces(model: TokenizerModel): Map<string, number> {
  const ids = new Map<string, number>();
  model.pieces.forEach(({ piece, type }, id) => {
    if (type === PieceType.Normal || type === PieceType.UserDefined) ids.set(piece, id);
  });
  return ids;
}
