/** When two sentences count as the same. */

const NOT_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * What a sentence is compared by: lower-cased letters and digits, without punctuation, symbols and white space.
 * A sentence that has none of them is compared as it stands.
 */
export function sentenceKey(text: string): string {
  const key = text.normalize('NFC').toLowerCase().replace(NOT_WORDS, '');
  return key === '' ? text.trim() : key;
}
