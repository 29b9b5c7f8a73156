/** A hypothesis with one more piece, and what is kept of the step that chose it. */
import type { Candidates } from './decoding.js';
import { extend } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import type { SearchCandidate, SearchOptions } from './options.js';

/** What a step looks like to those that choose from it. */
export interface StepView {
  candidates: Candidates;
  /** Whether these are all pieces of the vocabulary. */
  isWhole: boolean;
  /** Where `Decoding` keeps the attention of a row. */
  attentionRow: (row: number) => number;
  /** Attention of a row, `[T]` with padding; only read where coverage counts. */
  attention: (row: number) => Float32Array;
}

export interface Growth {
  before: Hypothesis | null;
  id: number;
  stepLogProbability: number;
  /** Row of the step. */
  row: number;
  /** T of the sentence. */
  sourceLength: number;
}

/** The hypothesis that goes on from another by one piece. */
export function grow(
  { before, id, stepLogProbability, row, sourceLength }: Growth,
  view: StepView,
  options: Pick<SearchOptions, 'coveragePenalty' | 'candidates'>,
): Hypothesis {
  const hypothesis = extend(before, id, stepLogProbability, view.attentionRow(row));
  if (options.coveragePenalty > 0) {
    const attention = view.attention(row).subarray(0, sourceLength);
    hypothesis.coverage = attention.map((weight, t) => weight + (before?.coverage?.[t] ?? 0));
  }
  if (options.candidates > 0) hypothesis.candidates = likeliest(view.candidates, row, options.candidates);
  return hypothesis;
}

function likeliest(
  { ids, logProbabilities, width }: Candidates,
  row: number,
  count: number,
): SearchCandidate[] {
  return Array.from({ length: Math.min(count, width) }, (_, i) => ({
    id: ids[row * width + i],
    probability: Math.exp(logProbabilities[row * width + i]),
  }));
}
