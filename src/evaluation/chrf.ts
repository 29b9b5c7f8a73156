/** chrF (Popović 2015) and chrF++ (Popović 2017): an F-score of character and word n-grams, as sacreBLEU has it. */
import { corpusStatistics, scoreCorpus } from './metric.js';
import type { Metric, Score } from './metric.js';
import { countNgrams, matches, splitWords, total } from './sacrebleu.js';
import type { NgramCounts } from './sacrebleu.js';

export interface ChrfOptions {
  /** 0 is chrF, 2 is chrF++. */
  wordOrder?: number;
  lowercase?: boolean;
}

export type ChrfScore = Score;

const CHARACTER_ORDER = 6;
/** Recall counts beta times as much as precision. */
const BETA = 2;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
/** Numbers an order: n-grams of the hypothesis, of the reference, in common. */
const COUNTS = 3;

/** Words with one mark of ASCII punctuation at the end, else at the beginning, set apart. */
function wordsOf(text: string): string[] {
  return splitWords(text).flatMap((word) => {
    const characters = Array.from(word);
    if (characters.length === 1) return [word];
    if (PUNCTUATION.test(characters[characters.length - 1])) return [word.slice(0, -1), word.slice(-1)];
    if (PUNCTUATION.test(characters[0])) return [word.slice(0, 1), word.slice(1)];
    return [word];
  });
}

/** Counts of character n-grams of orders 1 to 6 without white space, then of word n-grams. */
function ngramsOf(text: string, wordOrder: number): NgramCounts[] {
  const characters = Array.from(splitWords(text).join(''));
  const ngrams = Array.from({ length: CHARACTER_ORDER }, (_, i) => countNgrams(characters, i + 1, ''));
  const words = wordOrder > 0 ? wordsOf(text) : [];
  for (let n = 1; n <= wordOrder; n++) ngrams.push(countNgrams(words, n, ' '));
  return ngrams;
}

function compare(hypothesis: NgramCounts[], reference: NgramCounts[]): Float64Array {
  const row = new Float64Array(COUNTS * hypothesis.length);
  hypothesis.forEach((ngrams, i) => {
    // n-grams of an order that the reference is too short for do not count against the hypothesis
    row[COUNTS * i] = reference[i].size > 0 ? total(ngrams) : 0;
    row[COUNTS * i + 1] = total(reference[i]);
    row[COUNTS * i + 2] = matches(ngrams, reference[i]);
  });
  return row;
}

/** F-score of the mean precision and mean recall over the orders that both sides have n-grams of, 0..100. */
function fScore(sums: ArrayLike<number>): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let k = 0; k < sums.length; k += COUNTS) {
    if (sums[k] === 0 || sums[k + 1] === 0) continue;
    precision += sums[k + 2] / sums[k];
    recall += sums[k + 2] / sums[k + 1];
    orders++;
  }
  if (precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}

/** chrF or chrF++ as a metric of statistics; of several references the one with the best F-score counts. */
export function chrfMetric({ wordOrder = 0, lowercase = false }: ChrfOptions = {}): Metric {
  const ngrams = (line: string): NgramCounts[] => ngramsOf(lowercase ? line.toLowerCase() : line, wordOrder);
  return {
    name: `chrF${BETA}${'+'.repeat(wordOrder)}`,
    lowerIsBetter: false,
    width: COUNTS * (CHARACTER_ORDER + wordOrder),
    settings: {
      case: lowercase ? 'lc' : 'mixed',
      eff: true,
      nc: CHARACTER_ORDER,
      nw: wordOrder,
      space: false,
    },
    statistics: (line, references) => {
      const hypothesis = ngrams(line);
      return references
        .map((reference) => compare(hypothesis, ngrams(reference)))
        .reduce((best, row) => (fScore(row) > fScore(best) ? row : best));
    },
    scoreOf: fScore,
    detailsOf: () => ({}),
  };
}

/**
 * Corpus chrF of hypotheses against one reference each, equal to sacreBLEU's `corpus_chrf`. Throws UserError where
 * their numbers differ or are 0.
 */
export function chrf(
  hypotheses: readonly string[],
  references: readonly string[],
  options: ChrfOptions = {},
): ChrfScore {
  const metric = chrfMetric(options);
  return scoreCorpus(metric, corpusStatistics(metric, hypotheses, [references]));
}
