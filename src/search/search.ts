/** The one door to search: greedy for beam 1, beam search for wider beams. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { beamSearch } from './beam.js';
import { greedySearch } from './greedy.js';
import type { SearchOptions, SearchResult } from './options.js';
import { resolveSearchOptions } from './options.js';

export { beamSearch } from './beam.js';
export { greedySearch } from './greedy.js';
export { DEFAULT_SEARCH } from './options.js';
export type { SearchOptions, SearchResult, StopSignal } from './options.js';

/**
 * Translates a batch of sentences.
 * @returns an n-best list for each sentence, best first, never empty
 * @throws UserError when an option is out of range
 */
export function search(
  model: StepModel,
  source: SourceBatch,
  options: Partial<SearchOptions> = {},
): SearchResult[][] {
  const resolved = resolveSearchOptions(options);
  return resolved.beam === 1 ? greedySearch(model, source, resolved) : beamSearch(model, source, resolved);
}
