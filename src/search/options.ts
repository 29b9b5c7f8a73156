/** What a search is told and what it hands back. */
import { UserError } from '../foundation/errors.js';
import { BOS, PAD, UNK } from '../text/special-pieces.js';

/** Anything that can say that a search should stop: an `AbortSignal`, or a flag shared between threads. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

export interface SearchOptions {
  /** Beam width K; 1 is greedy. */
  beam: number;
  /** How many hypotheses a sentence to return, at most the beam. */
  nBest: number;
  /** The most target pieces, `</s>` included, for a source of so many pieces. */
  maxLength: (sourceLength: number) => number;
  /** Exponent alpha of the length normalisation; 0 ranks by plain log-probability. */
  lengthPenalty: number;
  /** Target ids that are never produced. */
  forbidden: readonly number[];
  /** Asked between two steps. */
  signal?: StopSignal;
}

export const DEFAULT_SEARCH: SearchOptions = {
  beam: 5,
  nBest: 1,
  maxLength: (sourceLength) => 2 * sourceLength + 10,
  lengthPenalty: 1,
  forbidden: [PAD, UNK, BOS],
};

/** A hypothesis as search returns it; U target pieces, T source pieces of its own sentence. */
export interface SearchResult {
  /** Target ids, `</s>` last unless the length limit cut the hypothesis off. */
  ids: number[];
  /** Length-normalised log-probability. */
  score: number;
  logProbability: number;
  /** Probability of each piece given those before it, `[U]`. */
  stepProbabilities: number[];
  /** Attention of the step that produced each piece, `[U][T]`, without padding. */
  attention: number[][];
}

/**
 * Fills in the defaults and checks the numbers.
 * @throws UserError when beam, nBest or lengthPenalty is out of range
 */
export function resolveSearchOptions(options: Partial<SearchOptions>): SearchOptions {
  const resolved = { ...DEFAULT_SEARCH, ...options };
  const { beam, nBest, lengthPenalty } = resolved;
  if (!Number.isInteger(beam) || beam < 1) {
    throw new UserError(`beam: expected a whole number from 1, got ${beam}`);
  }
  if (!Number.isInteger(nBest) || nBest < 1 || nBest > beam) {
    throw new UserError(`n-best: expected a whole number from 1 to the beam width ${beam}, got ${nBest}`);
  }
  if (!Number.isFinite(lengthPenalty) || lengthPenalty < 0) {
    throw new UserError(`length penalty: expected a number from 0, got ${lengthPenalty}`);
  }
  return resolved;
}

/** Throws the reason of a signal that asks to stop. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof Error
    ? signal.reason
    : new DOMException('The search was stopped.', 'AbortError');
}
