/** Greedy search: the likeliest piece at each step, for a batch of sentences at once. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { BOS, EOS } from '../text/special-pieces.js';
import { Decoding } from './decoding.js';
import type { Candidates } from './decoding.js';
import { extend, isFinished, readHypothesis } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import { resolveSearchOptions, throwIfStopped } from './options.js';
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
  const { maxLength, lengthPenalty, forbidden, signal } = resolveSearchOptions({
    ...options,
    beam: 1,
    nBest: 1,
  });
  const limits = source.lengths.map(maxLength);
  const hypotheses: (Hypothesis | null)[] = source.lengths.map(() => null);
  let active = source.lengths.map((_, sentence) => sentence);
  const decoding = new Decoding(model, source);
  try {
    while (active.length > 0) {
      throwIfStopped(signal);
      const previous = Int32Array.from(active, (sentence) => hypotheses[sentence]?.id ?? BOS);
      const candidates = decoding.advance(previous, forbidden.length + 2);
      active.forEach((sentence, row) => {
        const before = hypotheses[sentence];
        const best = firstAllowed(candidates, row, before ? forbidden : [...forbidden, EOS]);
        const attention = candidates.attention(row).subarray(0, source.lengths[sentence]);
        hypotheses[sentence] = extend(
          before,
          candidates.ids[best],
          candidates.logProbabilities[best],
          attention,
        );
      });
      const rows = active.flatMap((sentence, row) =>
        ends(hypotheses[sentence], limits[sentence]) ? [] : [row],
      );
      active = rows.map((row) => active[row]);
      if (active.length > 0) {
        decoding.selectRows(rows);
        decoding.selectSentences(rows);
      }
    }
  } finally {
    decoding.dispose();
  }
  return hypotheses.map((hypothesis) => (hypothesis ? [readHypothesis(hypothesis, lengthPenalty)] : []));
}

function firstAllowed({ ids, width }: Candidates, row: number, forbidden: readonly number[]): number {
  const start = row * width;
  const rank = ids.subarray(start, start + width).findIndex((id) => !forbidden.includes(id));
  if (rank < 0) throw new Error('vocabulary: expected a piece that may be produced, got control pieces only');
  return start + rank;
}

function ends(hypothesis: Hypothesis | null, limit: number): boolean {
  return hypothesis !== null && (isFinished(hypothesis) || hypothesis.length >= limit);
}
