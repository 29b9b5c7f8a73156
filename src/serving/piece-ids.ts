/** Ids of pieces that an answer named and a request names again. */
import { UserError } from '../foundation/errors.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

const known = new WeakMap<Tokenizer, Map<string, number>>();

function idsOf(tokenizer: Tokenizer): Map<string, number> {
  let ids = known.get(tokenizer);
  if (!ids) {
    const pieces = tokenizer.pieces(Array.from({ length: tokenizer.size }, (_, id) => id));
    ids = new Map(pieces.map((piece, id) => [piece, id]));
    known.set(tokenizer, ids);
  }
  return ids;
}

/** @throws UserError for a piece that is not in the vocabulary */
export function pieceIds(tokenizer: Tokenizer, pieces: string[]): number[] {
  const ids = idsOf(tokenizer);
  return pieces.map((piece) => {
    const id = ids.get(piece);
    if (id === undefined) {
      const shown = piece.length > 40 ? `${piece.slice(0, 40)}…` : piece;
      throw new UserError(
        `pieces: expected pieces of the model's vocabulary as it names them, got '${shown}'; take them from an answer`,
      );
    }
    return id;
  });
}
