/** A seeded split into train, dev and test in which no sentence of either side stands in two parts. */
import { UserError } from '../foundation/errors.js';
import { Random } from '../foundation/random.js';
import { DisjointSets } from './disjoint-sets.js';
import type { SentencePair } from './pairs.js';
import { sentenceKey } from './sentence-key.js';
import { TextMap } from './text-hashes.js';

export const PARTS = ['train', 'dev', 'test'] as const;
export type Part = (typeof PARTS)[number];

export interface SplitOptions {
  /** Pairs in the dev part. */
  dev: number;
  /** Pairs in the test part. */
  test: number;
  seed?: number;
}

/**
 * Finds the parts of a stream of pairs: shown each pair once, it tells each one's part by its place. Pairs that share a
 * sentence (either side, compared by `sentenceKey`), directly or through others, form a group and stay together.
 * Memory: up to 70 bytes a pair, outside the heap; none of the text.
 */
export class Splitter {
  private readonly groups = new DisjointSets();
  private readonly firstWith = new TextMap();

  add({ source, target }: SentencePair): void {
    const index = this.groups.add();
    for (const side of [source, target]) {
      const first = this.firstWith.getOrPut(sentenceKey(side), index);
      if (first !== undefined) this.groups.join(first, index);
    }
  }

  /**
   * The part of each pair, as an index into `PARTS`. Groups are shuffled by the seed; whole ones fill dev, then test,
   * and the rest is train: the same pairs and seed give the same parts. Throws UserError where dev and test cannot be
   * filled.
   */
  parts({ dev, test, seed = 1 }: SplitOptions): Uint8Array {
    const { sizes, order } = this.describeGroups();
    shuffle(order, new Random(seed));
    const partOfGroup = new Uint8Array(this.groups.size);
    for (const [part, wanted] of [
      [PARTS.indexOf('dev'), dev],
      [PARTS.indexOf('test'), test],
    ]) {
      let taken = 0;
      for (const group of order) {
        if (taken === wanted) break;
        if (partOfGroup[group] !== 0 || taken + sizes[group] > wanted) continue;
        partOfGroup[group] = part;
        taken += sizes[group];
      }
      if (taken < wanted) throw tooFew(PARTS[part], wanted, taken);
    }
    return Uint8Array.from({ length: this.groups.size }, (_, pair) => partOfGroup[this.groups.find(pair)]);
  }

  /** Sizes of the groups by their first pair, and the first pairs in order. */
  private describeGroups(): { sizes: Int32Array; order: Int32Array } {
    const sizes = new Int32Array(this.groups.size);
    for (let pair = 0; pair < sizes.length; pair++) sizes[this.groups.find(pair)] += 1;
    const order = Int32Array.from(sizes.keys()).filter((pair) => sizes[pair] > 0);
    return { sizes, order };
  }
}

/** Fisher & Yates, in place, with the draws of `Random.shuffle`. */
function shuffle(items: Int32Array, random: Random): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
}

function tooFew(part: Part, wanted: number, taken: number): UserError {
  return new UserError(
    `${part} part: expected ${wanted} pairs that share no sentence with the others, got ${taken}; ` +
      'ask for fewer, or give more pairs',
  );
}

/** Splits pairs that are at hand; each part keeps their order. As `Splitter`. */
export function splitPairs<Item extends SentencePair>(
  pairs: readonly Item[],
  options: SplitOptions,
): Record<Part, Item[]> {
  const splitter = new Splitter();
  for (const pair of pairs) splitter.add(pair);
  const parts = splitter.parts(options);
  const [train, dev, test] = PARTS.map((_, part) => pairs.filter((_pair, index) => parts[index] === part));
  return { train, dev, test };
}
