/** Partial translations as a tree of back-pointers: each node is one piece, its parent the piece before it. */
import { EOS } from '../text/special-pieces.js';
import type { SearchResult } from './options.js';

export interface Hypothesis {
  /** The last piece. */
  id: number;
  /** Pieces so far, this one included. */
  length: number;
  /** Of the whole hypothesis. */
  logProbability: number;
  /** Of the last piece given those before it. */
  stepLogProbability: number;
  /** Attention of the step that produced the last piece, `[T]`. */
  attention: Float32Array;
  parent: Hypothesis | null;
}

/** The hypothesis that goes on from `parent` (null at the start) with one more piece. */
export function extend(
  parent: Hypothesis | null,
  id: number,
  stepLogProbability: number,
  attention: Float32Array,
): Hypothesis {
  const length = (parent?.length ?? 0) + 1;
  const logProbability = (parent?.logProbability ?? 0) + stepLogProbability;
  return { id, length, logProbability, stepLogProbability, attention, parent };
}

/** log P(Y|X) / lp(Y) with lp(Y) = ((5 + |Y|) / 6)^alpha (Wu et al. 2016, eq. 14, without coverage). */
export function normalisedScore(logProbability: number, length: number, alpha: number): number {
  return logProbability / ((5 + length) / 6) ** alpha;
}

/** Follows the back-pointers and returns the hypothesis from its first piece to its last. */
export function readHypothesis(last: Hypothesis, alpha: number): SearchResult {
  const nodes: Hypothesis[] = [];
  for (let node: Hypothesis | null = last; node; node = node.parent) nodes.push(node);
  nodes.reverse();
  return {
    ids: nodes.map((node) => node.id),
    score: normalisedScore(last.logProbability, last.length, alpha),
    logProbability: last.logProbability,
    stepProbabilities: nodes.map((node) => Math.exp(node.stepLogProbability)),
    attention: nodes.map((node) => Array.from(node.attention)),
  };
}

/**
 * The n best of a sentence: finished hypotheses by score, then, only where these are fewer than n, those that
 * the length limit cut off. (A hypothesis that repeats itself to the limit often has the higher score.)
 */
export function nBestOf(
  finished: Hypothesis[],
  cutOff: Hypothesis[],
  { n, alpha }: { n: number; alpha: number },
): SearchResult[] {
  const ranked = (hypotheses: Hypothesis[]): SearchResult[] =>
    hypotheses.map((hypothesis) => readHypothesis(hypothesis, alpha)).sort((a, b) => b.score - a.score);
  return [...ranked(finished), ...ranked(cutOff)].slice(0, n);
}

export const isFinished = (hypothesis: Hypothesis): boolean => hypothesis.id === EOS;
