/** Partial translations as a tree of back-pointers: each node is one piece, its parent the piece before it. */
import { EOS } from '../text/special-pieces.js';
import type { SearchCandidate, SearchResult } from './options.js';
import type { PhraseProgress } from './phrases.js';

export interface Hypothesis {
  /** The last piece. */
  id: number;
  /** Pieces so far, this one included. */
  length: number;
  /** Of the whole hypothesis. */
  logProbability: number;
  /** Of the last piece given those before it. */
  stepLogProbability: number;
  /** Where `Decoding` keeps the attention of the step that produced the last piece. */
  attentionRow: number;
  parent: Hypothesis | null;
  /** Sum of the attention of all steps, `[T]`, where coverage counts. */
  coverage?: Float32Array;
  /** How far the forced words have come, where there are some. */
  progress?: PhraseProgress;
  /** The likeliest pieces of the last step, where they are asked for. */
  candidates?: SearchCandidate[];
  /** Its node in the tree that is recorded, where one is. */
  node?: number;
}

/** The hypothesis that goes on from `parent` (null at the start) with one more piece. */
export function extend(
  parent: Hypothesis | null,
  id: number,
  stepLogProbability: number,
  attentionRow: number,
): Hypothesis {
  const length = (parent?.length ?? 0) + 1;
  const logProbability = (parent?.logProbability ?? 0) + stepLogProbability;
  return { id, length, logProbability, stepLogProbability, attentionRow, parent };
}

/** How hypotheses of different lengths are held against each other (Wu et al. 2016, eq. 14). */
export interface Penalties {
  /** Exponent alpha of the length normalisation. */
  lengthPenalty: number;
  /** Weight beta of the coverage penalty. */
  coveragePenalty: number;
}

/** log P(Y|X) / lp(Y) with lp(Y) = ((5 + |Y|) / 6)^alpha (Wu et al. 2016, eq. 14, without coverage). */
export function normalisedScore(logProbability: number, length: number, alpha: number): number {
  return logProbability / ((5 + length) / 6) ** alpha;
}

/** No source word counts as less attended to than this, so that one is not worth a whole translation. */
const LEAST_COVERAGE = 1e-3;

/**
 * cp(X; Y) = beta Σ_t log min(Σ_u a_ut, 1) (Wu et al. 2016, eq. 14) over the source's words, its `</s>` left out.
 * @param coverage Σ_u a_ut, `[T]`
 */
export function coveragePenalty(coverage: ArrayLike<number>, beta: number): number {
  let sum = 0;
  for (let t = 0; t < coverage.length - 1; t++) {
    sum += Math.log(Math.min(Math.max(coverage[t], LEAST_COVERAGE), 1));
  }
  return beta * sum;
}

/** s(Y, X) = log P(Y|X) / lp(Y) + cp(X; Y) (Wu et al. 2016, eq. 14). */
export function scoreOf(
  { logProbability, length, coverage }: Hypothesis,
  { lengthPenalty, coveragePenalty: beta }: Penalties,
): number {
  const score = normalisedScore(logProbability, length, lengthPenalty);
  return coverage && beta > 0 ? score + coveragePenalty(coverage, beta) : score;
}

/** Ids of a hypothesis, first piece first. */
export function idsOf(last: Hypothesis | null): number[] {
  const ids = new Array<number>(last?.length ?? 0);
  for (let node = last; node; node = node.parent) ids[node.length - 1] = node.id;
  return ids;
}

/** What is needed to read a hypothesis back. */
export interface Reading extends Penalties {
  /** Attention of a step of this sentence, `[T]`. */
  attention: (row: number) => Float32Array;
}

/** Follows the back-pointers and returns the hypothesis from its first piece to its last. */
export function readHypothesis(last: Hypothesis, reading: Reading): SearchResult {
  const nodes: Hypothesis[] = [];
  for (let node: Hypothesis | null = last; node; node = node.parent) nodes.push(node);
  nodes.reverse();
  const candidates = nodes.flatMap(({ candidates: found }) => (found ? [found] : []));
  return {
    ids: nodes.map((node) => node.id),
    score: scoreOf(last, reading),
    logProbability: last.logProbability,
    stepProbabilities: nodes.map((node) => Math.exp(node.stepLogProbability)),
    attention: nodes.map((node) => Array.from(reading.attention(node.attentionRow))),
    ...(candidates.length > 0 && { candidates }),
  };
}

/**
 * The n best of a sentence: finished hypotheses by score, then, only where these are fewer than n, those that
 * the length limit cut off, which hold more of the forced words first. (A hypothesis that repeats itself to the
 * limit often has the higher score.)
 */
export function nBestOf(
  finished: Hypothesis[],
  cutOff: Hypothesis[],
  { n, penalties }: { n: number; penalties: Penalties },
): Hypothesis[] {
  const forced = ({ progress }: Hypothesis): number => progress?.count ?? 0;
  const ranked = (hypotheses: Hypothesis[]): Hypothesis[] =>
    [...hypotheses].sort((a, b) => forced(b) - forced(a) || scoreOf(b, penalties) - scoreOf(a, penalties));
  return [...ranked(finished), ...ranked(cutOff)].slice(0, n);
}

export const isFinished = (hypothesis: Hypothesis): boolean => hypothesis.id === EOS;
