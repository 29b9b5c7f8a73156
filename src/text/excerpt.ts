/** The beginning of a sentence, for places that have room for no more. */

const LONGEST_EXCERPT = 60;

/** A sentence as a note has room for it. */
export function excerpt(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LONGEST_EXCERPT
    ? text
    : `${characters.slice(0, LONGEST_EXCERPT - 1).join('')}…`;
}
