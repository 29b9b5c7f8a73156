/** A sentence cut at its words or pieces, so that each can be pointed at, without changing what it says. */
import { SPACE_MARK } from '../text/special-pieces.js';

/** A stretch of the sentence: a word or piece with its number, or what stands between two of them. */
export interface Stretch {
  text: string;
  /** Row or column in the heatmap; null for what lies between. */
  index: number | null;
}

const EOS_PIECE = '</s>';

/**
 * Finds each unit in the text, in order. What is not found, such as a piece for an unknown character, is left
 * out, so that joining the stretches always gives the text itself.
 */
export function markText(text: string, units: string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let cursor = 0;
  units.forEach((unit, index) => {
    const word = unit.replaceAll(SPACE_MARK, ' ').trim();
    if (word === '' || unit === EOS_PIECE) return;
    const start = text.indexOf(word, cursor);
    if (start < 0) return;
    if (start > cursor) stretches.push({ text: text.slice(cursor, start), index: null });
    stretches.push({ text: word, index });
    cursor = start + word.length;
  });
  if (cursor < text.length) stretches.push({ text: text.slice(cursor), index: null });
  return stretches;
}
