/** Translation edit rate (Snover et al. 2006): edits a word of the reference, equal to sacreBLEU's and Tercom's. */
import { corpusStatistics, scoreCorpus } from './metric.js';
import type { Metric, Score } from './metric.js';
import { translationEdits } from './ter-shifts.js';
import { tokenizeTer } from './ter-tokenize.js';
import type { TerTokenization } from './ter-tokenize.js';

export type TerOptions = TerTokenization;

export interface TerDetails {
  edits: number;
  /** Words of the references, the mean of several a sentence. */
  referenceLength: number;
}

export type TerScore = Score & TerDetails;

/** TER as a metric of statistics; of several references the nearest counts, over the mean of their lengths. */
export function terMetric(options: TerOptions = {}): Metric<TerDetails> {
  return {
    name: 'TER',
    lowerIsBetter: true,
    width: 2,
    settings: {
      case: options.caseSensitive ? 'mixed' : 'lc',
      tok: 'tercom',
      norm: options.normalised ?? false,
      punct: !options.noPunctuation,
      asian: options.asian ?? false,
    },
    statistics: (hypothesis, references) => {
      const words = tokenizeTer(hypothesis, options);
      const others = references.map((reference) => tokenizeTer(reference, options));
      const edits = Math.min(...others.map((reference) => translationEdits(words, reference)));
      return [edits, others.reduce((sum, { length }) => sum + length, 0) / others.length];
    },
    scoreOf: ({ 0: edits, 1: length }) => (length > 0 ? (100 * edits) / length : edits > 0 ? 100 : 0),
    detailsOf: ({ 0: edits, 1: referenceLength }) => ({ edits, referenceLength }),
  };
}

/**
 * Corpus TER of hypotheses against one reference each, equal to sacreBLEU's `corpus_ter`; 0 is best. Throws UserError
 * where their numbers differ or are 0.
 */
export function ter(
  hypotheses: readonly string[],
  references: readonly string[],
  options: TerOptions = {},
): TerScore {
  const metric = terMetric(options);
  return scoreCorpus(metric, corpusStatistics(metric, hypotheses, [references]));
}
