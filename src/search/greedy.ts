/** Greedy search: the likeliest piece at each step, for a batch of sentences at once. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { BOS, EOS } from '../text/special-pieces.js';
import { Decoding } from './decoding.js';
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
  let first = true; // an empty translation is none: the first piece is never `</s>`
  const decoding = new Decoding(model, source);
  try {
    while (active.length > 0) {
      throwIfStopped(signal);
      const previous = Int32Array.from(active, (sentence) => hypotheses[sentence]?.id ?? BOS);
      const step = decoding.advance(previous, {
        count: 1,
        forbidden: first ? [...forbidden, EOS] : forbidden,
      });
      first = false;
      active.forEach((sentence, row) => {
        const attention = step.attention(row).subarray(0, source.lengths[sentence]);
        hypotheses[sentence] = extend(
          hypotheses[sentence],
          step.ids[row],
          step.logProbabilities[row],
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

function ends(hypothesis: Hypothesis | null, limit: number): boolean {
  return hypothesis !== null && (isFinished(hypothesis) || hypothesis.length >= limit);
}
