/** Greedy search: the likeliest piece at each step, for a batch of sentences at once. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { ancestralSearch } from './ancestral.js';
import { resolveSearchOptions } from './options.js';
import type { SearchOptions, SearchResult } from './options.js';

/**
 * Translates a batch greedily.
 * @returns a list of one hypothesis for each sentence, as `beamSearch` with beam 1 gives it
 */
export function greedySearch(
  model: StepModel,
  source: SourceBatch,
  options: Partial<Omit<SearchOptions, 'beam' | 'nBest'>> = {},
): SearchResult[][] {
  const resolved = resolveSearchOptions({ ...options, beam: 1, nBest: 1 });
  return ancestralSearch(model, source, resolved, { count: 1, from: 1, choose: ([likeliest]) => likeliest });
}
