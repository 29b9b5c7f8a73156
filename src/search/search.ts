/** The one door to search: greedy for beam 1, beam search for wider beams, or translations drawn at random. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { beamSearch } from './beam.js';
import { greedySearch } from './greedy.js';
import type { SearchOptions, SearchResult } from './options.js';
import { resolveSearchOptions } from './options.js';
import { sampleSearch } from './sampling.js';

export { BannedWords } from './banned-words.js';
export { beamSearch } from './beam.js';
export { greedySearch } from './greedy.js';
export { DEFAULT_SEARCH } from './options.js';
export { sampleSearch } from './sampling.js';
export type {
  Sampling,
  SearchCandidate,
  SearchOptions,
  SearchResult,
  SentenceConstraints,
  StopSignal,
} from './options.js';
export type { Fate, SearchTree, TraceNode } from './trace.js';

/** Forced words and the tree of a search are the beam's: for them it is searched with a beam of one. */
function needsBeam({ beam, constraints, trace }: SearchOptions): boolean {
  return beam > 1 || trace !== null || constraints.some(({ forced = [] }) => forced.length > 0);
}

/**
 * Translates a batch of sentences.
 * @returns an n-best list for each sentence, best first, never empty
 * @throws UserError when an option is out of range, or two exclude each other
 */
export function search(
  model: StepModel,
  source: SourceBatch,
  options: Partial<SearchOptions> = {},
): SearchResult[][] {
  const resolved = resolveSearchOptions(options);
  const { sampling } = resolved;
  if (sampling) return sampleSearch(model, source, { ...resolved, sampling });
  return needsBeam(resolved) ? beamSearch(model, source, resolved) : greedySearch(model, source, resolved);
}
