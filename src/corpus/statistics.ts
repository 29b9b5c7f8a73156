/** What a set of pairs is like: counts, lengths, repeats. */
import { sentenceKey } from './overlap.js';
import type { Pair } from './pairs.js';

export interface SideStatistics {
  /** Sentences that differ by more than case, punctuation and white space. */
  distinct: number;
  words: number;
  /** Words that differ, lower-cased and without punctuation. */
  vocabulary: number;
  characters: { median: number; p99: number; longest: number };
}

export interface PairStatistics {
  pairs: number;
  source: SideStatistics;
  target: SideStatistics;
  /** Pairs under each label of the column `tier`, where there is one. */
  tiers: Record<string, number>;
}

const WORD = /[\p{L}\p{N}\p{M}'’-]+/gu;

function quantile(sorted: number[], fraction: number): number {
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))];
}

function describeSide(sentences: string[]): SideStatistics {
  const distinct = new Set<string>();
  const vocabulary = new Set<string>();
  let words = 0;
  for (const sentence of sentences) {
    distinct.add(sentenceKey(sentence));
    for (const word of sentence.toLowerCase().match(WORD) ?? []) {
      words += 1;
      vocabulary.add(word);
    }
  }
  const lengths = sentences.map((sentence) => sentence.length).sort((a, b) => a - b);
  return {
    distinct: distinct.size,
    words,
    vocabulary: vocabulary.size,
    characters: {
      median: quantile(lengths, 0.5),
      p99: quantile(lengths, 0.99),
      longest: quantile(lengths, 1),
    },
  };
}

/** Counts over pairs; sentence lengths are in UTF-16 characters. */
export function describePairs(pairs: readonly Pair[]): PairStatistics {
  const tiers: Record<string, number> = {};
  for (const { tier } of pairs) {
    if (tier !== undefined) tiers[tier] = (tiers[tier] ?? 0) + 1;
  }
  return {
    pairs: pairs.length,
    source: describeSide(pairs.map((pair) => pair.source)),
    target: describeSide(pairs.map((pair) => pair.target)),
    tiers,
  };
}
