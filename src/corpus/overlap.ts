/** When two sentences count as the same, and pairs that hold a sentence of a given set. */
import type { Pair } from './pairs.js';

const NOT_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * What a sentence is compared by: lower-cased letters and digits, without punctuation, symbols and white space.
 * A sentence that has none of them is compared as it stands.
 */
export function sentenceKey(text: string): string {
  const key = text.normalize('NFC').toLowerCase().replace(NOT_WORDS, '');
  return key === '' ? text.trim() : key;
}

export interface OverlapResult {
  kept: Pair[];
  dropped: Pair[];
}

/** Drops each pair of which either side is, by `sentenceKey`, one of the sentences; the order is kept. */
export function dropOverlap(pairs: readonly Pair[], sentences: Iterable<string>): OverlapResult {
  const keys = new Set<string>();
  for (const sentence of sentences) {
    if (sentence.trim() !== '') keys.add(sentenceKey(sentence));
  }
  const kept: Pair[] = [];
  const dropped: Pair[] = [];
  for (const pair of pairs) {
    const shared = keys.has(sentenceKey(pair.source)) || keys.has(sentenceKey(pair.target));
    (shared ? dropped : kept).push(pair);
  }
  return { kept, dropped };
}
