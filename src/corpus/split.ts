/** A seeded split into train, dev and test in which no sentence of either side stands in two parts. */
import { UserError } from '../foundation/errors.js';
import { Random } from '../foundation/random.js';
import { sentenceKey } from './overlap.js';
import type { Pair } from './pairs.js';

export interface SplitOptions {
  /** Pairs in the dev part. */
  dev: number;
  /** Pairs in the test part. */
  test: number;
  seed?: number;
}

export interface Split {
  train: Pair[];
  dev: Pair[];
  test: Pair[];
}

/** Disjoint sets over 0..n-1 with path halving and union by size (Tarjan 1975). */
class DisjointSets {
  private readonly parent: Int32Array;
  private readonly size: Int32Array;

  constructor(n: number) {
    this.parent = Int32Array.from({ length: n }, (_, i) => i);
    this.size = new Int32Array(n).fill(1);
  }

  find(item: number): number {
    let i = item;
    while (this.parent[i] !== i) {
      this.parent[i] = this.parent[this.parent[i]];
      i = this.parent[i];
    }
    return i;
  }

  join(a: number, b: number): void {
    const [small, large] = [this.find(a), this.find(b)].sort((x, y) => this.size[x] - this.size[y]);
    if (small === large) return;
    this.parent[small] = large;
    this.size[large] += this.size[small];
  }
}

/** Groups of indices of pairs that share a sentence, directly or through others, in order of their first pair. */
function componentsOf(pairs: readonly Pair[]): number[][] {
  const sets = new DisjointSets(pairs.length);
  const firstWith = new Map<string, number>();
  pairs.forEach((pair, index) => {
    for (const key of [sentenceKey(pair.source), sentenceKey(pair.target)]) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else sets.join(first, index);
    }
  });
  const components = new Map<number, number[]>();
  pairs.forEach((_, index) => {
    const root = sets.find(index);
    const component = components.get(root);
    if (component) component.push(index);
    else components.set(root, [index]);
  });
  return [...components.values()];
}

/** Takes whole components, in order, that still fit into `count` pairs, and marks them as taken. */
function take(components: number[][], taken: Set<number[]>, count: number, name: string): number[] {
  const part: number[] = [];
  for (const component of components) {
    if (part.length === count) break;
    if (taken.has(component) || part.length + component.length > count) continue;
    taken.add(component);
    part.push(...component);
  }
  if (part.length < count) {
    throw new UserError(
      `${name} part: expected ${count} pairs that share no sentence with the others, got ${part.length}; ` +
        'ask for fewer, or give more pairs',
    );
  }
  return part.sort((a, b) => a - b);
}

/**
 * Splits pairs so that no sentence (either side, compared by `sentenceKey`) is in two parts: pairs that share
 * one stay together. Each part keeps the order of the pairs; the same pairs and seed give the same parts.
 * Throws UserError where dev and test cannot be filled.
 */
export function splitPairs(pairs: readonly Pair[], { dev, test, seed = 1 }: SplitOptions): Split {
  const components = new Random(seed).shuffle(componentsOf(pairs));
  const taken = new Set<number[]>();
  const devPart = take(components, taken, dev, 'dev');
  const testPart = take(components, taken, test, 'test');
  const held = new Set([...devPart, ...testPart]);
  return {
    train: pairs.filter((_, index) => !held.has(index)),
    dev: devPart.map((index) => pairs[index]),
    test: testPart.map((index) => pairs[index]),
  };
}
