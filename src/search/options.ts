/** What a search is told and what it hands back. */
import { UserError } from '../foundation/errors.js';
import { BOS, PAD, UNK } from '../text/special-pieces.js';
import type { BannedWords } from './banned-words.js';
import type { RepeatLimits } from './repeats.js';
import type { Rule } from './rules.js';
import type { SearchTree } from './trace.js';

/** Anything that can say that a search should stop: an `AbortSignal`, or a flag shared between threads. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** What the translation of one sentence must hold. */
export interface SentenceConstraints {
  /** Target ids that it begins with. */
  prefix?: readonly number[];
  /** Sequences of target ids that stand somewhere in it, in any order. */
  forced?: readonly (readonly number[])[];
  /** What else may not follow, of this sentence. */
  rules?: readonly Rule[];
  /** Times that words may follow themselves here, where that is more than elsewhere. */
  repeats?: number;
}

/** Translations drawn at random instead of searched for. */
export interface Sampling {
  /** Divides the log-probabilities before drawing: below 1 the likely pieces gain, above 1 the unlikely ones. */
  temperature: number;
  /** Only the so many likeliest pieces are drawn from; 0 is all of them. */
  topK: number;
  seed: number;
}

export interface SearchOptions {
  /** Beam width K; 1 is greedy. */
  beam: number;
  /** How many hypotheses a sentence to return, at most the beam. When sampling, how many are drawn. */
  nBest: number;
  /** The most target pieces, `</s>` included, for a source of so many pieces. */
  maxLength: (sourceLength: number) => number;
  /** The fewest target pieces, `</s>` included. */
  minLength: (sourceLength: number) => number;
  /** Exponent alpha of the length normalisation; 0 ranks by plain log-probability. */
  lengthPenalty: number;
  /** Weight beta of the coverage penalty; 0 is none. */
  coveragePenalty: number;
  /** No sequence of so many target pieces stands twice in a hypothesis; 0 allows all. */
  noRepeatNgram: number;
  /** How often pieces may follow themselves; null sets no limit. */
  repeats: RepeatLimits | null;
  /** Target ids that are never produced. */
  forbidden: readonly number[];
  bannedWords: BannedWords | null;
  /** By sentence of the batch; none where there is no entry. */
  constraints: readonly SentenceConstraints[];
  /** Divides the scores before the softmax: how sure the model shows itself. */
  temperature: number;
  /** Null searches. */
  sampling: Sampling | null;
  /** Likeliest pieces of each step to return with a hypothesis. */
  candidates: number;
  /** Is handed the tree of each sentence's search; null keeps none. */
  trace: ((sentence: number, tree: SearchTree) => void) | null;
  /** Asked between two steps. */
  signal?: StopSignal;
}

export const DEFAULT_SEARCH: SearchOptions = {
  beam: 5,
  nBest: 1,
  maxLength: (sourceLength) => 2 * sourceLength + 10,
  minLength: () => 0,
  lengthPenalty: 1,
  coveragePenalty: 0,
  noRepeatNgram: 0,
  repeats: null,
  forbidden: [PAD, UNK, BOS],
  bannedWords: null,
  constraints: [],
  temperature: 1,
  sampling: null,
  candidates: 0,
  trace: null,
};

/** A target id that could stand at a position, and its probability over the whole vocabulary. */
export interface SearchCandidate {
  id: number;
  probability: number;
}

/** A hypothesis as search returns it; U target pieces, T source pieces of its own sentence. */
export interface SearchResult {
  /** Target ids, `</s>` last unless the length limit cut the hypothesis off. */
  ids: number[];
  /** Length-normalised log-probability, plus the coverage penalty where there is one. */
  score: number;
  logProbability: number;
  /** Probability of each piece given those before it, `[U]`. */
  stepProbabilities: number[];
  /** Attention of the step that produced each piece, `[U][T]`, without padding. */
  attention: number[][];
  /** The likeliest pieces of each step, best first, `[U][candidates]`, where they were asked for. */
  candidates?: SearchCandidate[][];
}

const isCount = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

function checkSampling({ temperature, topK, seed }: Sampling, { constraints, trace }: SearchOptions): void {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new UserError(`sampling temperature: expected a number above 0, got ${temperature}`);
  }
  if (!isCount(topK, 0)) throw new UserError(`top-k: expected a whole number from 0, got ${topK}`);
  if (!Number.isInteger(seed)) throw new UserError(`seed: expected a whole number, got ${seed}`);
  if (constraints.some(({ forced = [] }) => forced.length > 0)) {
    throw new UserError('forced words: expected a search, got sampling; leave one of the two out');
  }
  if (trace) throw new UserError('trace: expected a search, got sampling; leave one of the two out');
}

/**
 * Fills in the defaults and checks the numbers.
 * @throws UserError when an option is out of range, or two exclude each other
 */
export function resolveSearchOptions(options: Partial<SearchOptions>): SearchOptions {
  const resolved = { ...DEFAULT_SEARCH, ...options };
  const { beam, nBest, sampling, temperature, noRepeatNgram, candidates } = resolved;
  if (!isCount(beam, 1)) throw new UserError(`beam: expected a whole number from 1, got ${beam}`);
  if (!isCount(nBest, 1) || (nBest > beam && !sampling)) {
    throw new UserError(`n-best: expected a whole number from 1 to the beam width ${beam}, got ${nBest}`);
  }
  for (const [name, value] of [
    ['length penalty', resolved.lengthPenalty],
    ['coverage penalty', resolved.coveragePenalty],
  ] as const) {
    if (!Number.isFinite(value) || value < 0)
      throw new UserError(`${name}: expected a number from 0, got ${value}`);
  }
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new UserError(`temperature: expected a number above 0, got ${temperature}`);
  }
  if (!isCount(noRepeatNgram, 0)) {
    throw new UserError(`no-repeat n-gram: expected a whole number from 0, got ${noRepeatNgram}`);
  }
  if (!isCount(candidates, 0)) {
    throw new UserError(`candidates: expected a whole number from 0, got ${candidates}`);
  }
  if (sampling) checkSampling(sampling, resolved);
  return resolved;
}

/** Throws the reason of a signal that asks to stop. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof Error
    ? signal.reason
    : new DOMException('The search was stopped.', 'AbortError');
}
