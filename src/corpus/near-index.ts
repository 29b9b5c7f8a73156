/**
 * Finds which of a set of sentences another one resembles: by the Jaccard similarity of their letter trigrams, exactly,
 * with prefix filtering (Chaudhuri, Ganti & Kaushik 2006) so that hardly any two are compared.
 */
import { sentenceKey } from './sentence-key.js';

const BOUNDARY = '\u0001';

/**
 * The distinct trigrams of a sentence as sorted hashes of 32 bits. Hangul is taken apart into jamo, so that one letter
 * weighs the same in both languages.
 */
export function trigramsOf(text: string): Int32Array {
  const letters = BOUNDARY + sentenceKey(text).normalize('NFD') + BOUNDARY;
  const hashes = new Int32Array(Math.max(1, letters.length - 2));
  for (let i = 0; i < hashes.length; i++) {
    const pair = Math.imul(letters.charCodeAt(i), 0x9e3779b1) ^ letters.charCodeAt(i + 1);
    hashes[i] =
      Math.imul(pair ^ (pair >>> 15), 0x85ebca77) ^ Math.imul(letters.charCodeAt(i + 2), 0xc2b2ae3d);
  }
  hashes.sort();
  let distinct = 0;
  for (let i = 0; i < hashes.length; i++) {
    if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[distinct++] = hashes[i];
  }
  return hashes.slice(0, distinct);
}

/** |a ∩ b| / |a ∪ b| of two sorted sets. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) shared += 1;
    const [left, right] = [a[i], b[j]];
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return shared / (a.length + b.length - shared);
}

export class NearIndex {
  private readonly similarity: number;
  private readonly sets: Int32Array[] = [];
  /** In how many sentences each trigram stands. */
  private readonly frequency = new Map<number, number>();
  /** The sentences among whose rarest trigrams each stands; made anew after sentences were added. */
  private postings: Map<number, number[]> | undefined;

  /** @param similarity least Jaccard similarity that is near, above 0 and up to 1 */
  constructor(similarity: number) {
    this.similarity = similarity;
  }

  /** Adds a sentence and returns its number, counted from 0. */
  add(text: string): number {
    const trigrams = trigramsOf(text);
    for (const trigram of trigrams) this.frequency.set(trigram, (this.frequency.get(trigram) ?? 0) + 1);
    this.postings = undefined;
    return this.sets.push(trigrams) - 1;
  }

  /** The number of the most similar sentence that is near, if any. */
  find(text: string): number | undefined {
    this.postings ??= this.makePostings();
    const trigrams = trigramsOf(text);
    let best: number | undefined;
    let highest = 0;
    for (const candidate of this.candidates(trigrams, this.postings)) {
      const similarity = jaccard(trigrams, this.sets[candidate]);
      if (similarity < this.similarity || similarity <= highest) continue;
      highest = similarity;
      best = candidate;
    }
    return best;
  }

  /** Two sets that are near share one of so many rarest trigrams of each. */
  private prefixLength(size: number): number {
    return size - Math.ceil(this.similarity * size - 1e-9) + 1;
  }

  private candidates(trigrams: Int32Array, postings: Map<number, number[]>): Set<number> {
    const known = trigrams.filter((trigram) => this.frequency.has(trigram));
    // Trigrams of no sentence are the rarest, and lead nowhere.
    const probes = this.prefixLength(trigrams.length) - (trigrams.length - known.length);
    const found = new Set<number>();
    if (probes <= 0) return found;
    const [least, most] = [trigrams.length * this.similarity, trigrams.length / this.similarity];
    for (const trigram of this.rarest(known, probes)) {
      for (const candidate of postings.get(trigram) ?? []) {
        const { length } = this.sets[candidate];
        if (length >= least - 1e-9 && length <= most + 1e-9) found.add(candidate);
      }
    }
    return found;
  }

  /** The rarest of some known trigrams; of equally rare ones, in the order of their hashes. */
  private rarest(trigrams: Int32Array, count: number): number[] {
    const frequencyOf = (trigram: number): number => this.frequency.get(trigram) ?? 0;
    return [...trigrams].sort((a, b) => frequencyOf(a) - frequencyOf(b) || a - b).slice(0, count);
  }

  private makePostings(): Map<number, number[]> {
    const postings = new Map<number, number[]>();
    this.sets.forEach((set, number) => {
      for (const trigram of this.rarest(set, this.prefixLength(set.length))) {
        const posting = postings.get(trigram);
        if (posting) posting.push(number);
        else postings.set(trigram, [number]);
      }
    });
    return postings;
  }
}
