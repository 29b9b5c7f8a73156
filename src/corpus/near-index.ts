/**
 * Finds which of a set of sentences another one resembles: by the Jaccard similarity of their runs of five letters, exactly,
 * with prefix filtering (Chaudhuri, Ganti & Kaushik 2006) so that hardly any two are compared.
 */
/** Letters in a run. */
const RUN = 5;
const BOUNDARY = '\u0001';

/**
 * The distinct runs of five letters of a `sentenceKey` as sorted hashes of 32 bits; its beginning and end count as
 * letters.
 * Hangul is taken apart into jamo, so that one letter weighs the same in both languages.
 */
export function letterRuns(key: string): Int32Array {
  const letters = BOUNDARY + key.normalize('NFD') + BOUNDARY;
  const hashes = new Int32Array(Math.max(1, letters.length - RUN + 1));
  for (let start = 0; start < hashes.length; start++) {
    let hash = 0;
    for (let i = start; i < start + RUN; i++) {
      hash = Math.imul(hash ^ (i < letters.length ? letters.charCodeAt(i) : 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hashes[start] = hash;
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

/** What is made of the sentences once all are there. */
interface Lookup {
  /** The sentences among whose rarest runs each run stands. */
  postings: Map<number, number[]>;
  /** A bit for each value of a run's last bits, set where a sentence has such a run: most others end here. */
  bits: Uint32Array;
}

/** Bits for each distinct run. */
const BITS_A_RUN = 16;

export class NearIndex {
  private readonly similarity: number;
  private readonly sets: Int32Array[] = [];
  /** In how many sentences each run stands. */
  private readonly frequency = new Map<number, number>();
  private lookup: Lookup | undefined;

  /** @param similarity least Jaccard similarity that is near, above 0 and up to 1 */
  constructor(similarity: number) {
    this.similarity = similarity;
  }

  /** Adds a sentence, as its `sentenceKey`, and returns its number, counted from 0. */
  add(key: string): number {
    const runs = letterRuns(key);
    for (const run of runs) this.frequency.set(run, (this.frequency.get(run) ?? 0) + 1);
    this.lookup = undefined;
    return this.sets.push(runs) - 1;
  }

  /** The number of the sentence most similar to a `sentenceKey`, where one is near. */
  find(key: string): number | undefined {
    this.lookup ??= this.makeLookup();
    const runs = letterRuns(key);
    let best: number | undefined;
    let highest = 0;
    for (const candidate of this.candidates(runs, this.lookup)) {
      const similarity = jaccard(runs, this.sets[candidate]);
      if (similarity < this.similarity || similarity <= highest) continue;
      highest = similarity;
      best = candidate;
    }
    return best;
  }

  /** Two sets that are near share one of so many rarest runs of each. */
  private prefixLength(size: number): number {
    return size - Math.ceil(this.similarity * size - 1e-9) + 1;
  }

  private candidates(runs: Int32Array, { postings, bits }: Lookup): Set<number> {
    const found = new Set<number>();
    const known: number[] = [];
    // Runs of no sentence are the rarest, and lead nowhere.
    let probes = this.prefixLength(runs.length);
    for (const run of runs) {
      if (hasBit(bits, run) && this.frequency.has(run)) known.push(run);
      else if (--probes === 0) return found;
    }
    const [least, most] = [runs.length * this.similarity, runs.length / this.similarity];
    for (const run of this.rarest(known, probes)) {
      for (const candidate of postings.get(run) ?? []) {
        const { length } = this.sets[candidate];
        if (length >= least - 1e-9 && length <= most + 1e-9) found.add(candidate);
      }
    }
    return found;
  }

  /** The rarest of some known runs; of equally rare ones, in the order of their hashes. */
  private rarest(runs: Int32Array | number[], count: number): Int32Array {
    // Frequency and hash in one number, exact below 2⁵³, sort faster than two.
    const ranks = Float64Array.from(runs, (run) => (this.frequency.get(run) ?? 0) * 2 ** 32 + (run >>> 0));
    return Int32Array.from(ranks.sort().subarray(0, count));
  }

  private makeLookup(): Lookup {
    const postings = new Map<number, number[]>();
    this.sets.forEach((set, number) => {
      for (const run of this.rarest(set, this.prefixLength(set.length))) {
        const posting = postings.get(run);
        if (posting) posting.push(number);
        else postings.set(run, [number]);
      }
    });
    const bits = new Uint32Array(2 ** Math.ceil(Math.log2((BITS_A_RUN / 32) * this.frequency.size + 1)));
    for (const run of this.frequency.keys()) bits[(run >>> 5) & (bits.length - 1)] |= 1 << (run & 31);
    return { postings, bits };
  }
}

const hasBit = (bits: Uint32Array, run: number): boolean =>
  (bits[(run >>> 5) & (bits.length - 1)] & (1 << (run & 31))) !== 0;
