/** Translations drawn from the model's distribution, piece by piece (ancestral sampling). */
import { Random } from '../foundation/random.js';
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { ancestralSearch } from './ancestral.js';
import type { Allowed } from './ancestral.js';
import { resolveSearchOptions } from './options.js';
import type { Sampling, SearchOptions, SearchResult } from './options.js';

/**
 * Draws `nBest` translations of each sentence. The same seed draws the same translations of a sentence, alone or
 * in whatever batch.
 * @returns the translations of each sentence, likeliest first; two may be the same
 */
export function sampleSearch(
  model: StepModel,
  source: SourceBatch,
  options: Partial<SearchOptions> & { sampling: Sampling },
): SearchResult[][] {
  const resolved = resolveSearchOptions(options);
  const { nBest } = resolved;
  const { temperature, topK, seed } = options.sampling;
  const generators = source.lengths.map((length, sentence) => {
    const ids = source.ids.subarray(sentence * source.time, sentence * source.time + length);
    return Array.from({ length: nBest }, (_, k) => new Random(hashOf([seed, k, ...ids])));
  });
  return ancestralSearch(model, source, resolved, {
    count: nBest,
    from: topK > 0 ? topK : model.vocabularySize,
    choose: (allowed, sentence, k) => draw(allowed, temperature, generators[sentence][k]),
  });
}

/** One 32-bit number from several (FNV-1a over whole numbers). */
function hashOf(values: number[]): number {
  return values.reduce((hash, value) => Math.imul(hash ^ value, 0x01000193), 0x811c9dc5);
}

/** Draws in proportion to p^(1/temperature). */
function draw(allowed: readonly Allowed[], temperature: number, random: Random): Allowed {
  const [{ logProbability: greatest }] = allowed;
  const weights = allowed.map(({ logProbability }) => Math.exp((logProbability - greatest) / temperature));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const place = weights.findIndex((weight) => (left -= weight) < 0);
  return allowed[Math.max(place, 0)];
}
