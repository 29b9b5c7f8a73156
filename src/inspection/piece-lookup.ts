/** Pieces of a vocabulary found by what a user writes. */
import { distance } from 'fastest-levenshtein';
import { UserError } from '../foundation/errors.js';
import { SPACE_MARK } from '../text/special-pieces.js';

/** How a user names a piece by its number. */
const NUMBER = /^#(\d+)$/;

function lookUp(names: readonly string[], text: string): number {
  const number = NUMBER.exec(text);
  if (number && Number(number[1]) < names.length) return Number(number[1]);
  const word = names.indexOf(SPACE_MARK + text);
  return word >= 0 ? word : names.indexOf(text);
}

/** Whether a vocabulary has what a user writes. */
export const isPiece = (names: readonly string[], text: string): boolean => lookUp(names, text) >= 0;

/**
 * The id of a piece: `#12`, a word, whose piece has the mark of a beginning, or a piece as it stands.
 * @param names of the pieces, by id
 * @throws UserError that names the nearest piece
 */
export function findPiece(names: readonly string[], text: string): number {
  const id = lookUp(names, text);
  if (id >= 0) return id;
  const wanted = SPACE_MARK + text;
  const nearest = names.reduce((best, name) =>
    distance(name, wanted) < distance(best, wanted) ? name : best,
  );
  throw new UserError(
    `piece: expected a piece of the vocabulary or #0 to #${names.length - 1}, got '${text}'; the nearest is '${nearest}'`,
  );
}
