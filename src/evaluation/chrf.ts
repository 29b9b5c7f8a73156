/** chrF (Popović 2015) and chrF++ (Popović 2017): an F-score of character and word n-grams, as sacreBLEU has it. */
import { checkAligned, countNgrams, matches, signature, splitWords, total } from './sacrebleu.js';
import type { NgramCounts } from './sacrebleu.js';

export interface ChrfOptions {
  /** 0 is chrF, 2 is chrF++. */
  wordOrder?: number;
}

export interface ChrfScore {
  /** 0..100. */
  score: number;
  signature: string;
}

/** Sums over a corpus for one order of n-grams. */
interface OrderCounts {
  hypothesis: number;
  reference: number;
  matching: number;
}

const CHARACTER_ORDER = 6;
/** Recall counts beta times as much as precision. */
const BETA = 2;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

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

function addSentence(sums: OrderCounts[], hypothesis: NgramCounts[], reference: NgramCounts[]): void {
  sums.forEach((sum, i) => {
    // n-grams of an order that the reference is too short for do not count against the hypothesis
    sum.hypothesis += reference[i].size > 0 ? total(hypothesis[i]) : 0;
    sum.reference += total(reference[i]);
    sum.matching += matches(hypothesis[i], reference[i]);
  });
}

/** F-score of the mean precision and mean recall over the orders that both sides have n-grams of. */
function fScore(sums: OrderCounts[]): number {
  const effective = sums.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  if (effective.length === 0) return 0;
  const mean = (value: (sum: OrderCounts) => number): number =>
    effective.reduce((acc, sum) => acc + value(sum), 0) / effective.length;
  const precision = mean((sum) => sum.matching / sum.hypothesis);
  const recall = mean((sum) => sum.matching / sum.reference);
  if (precision + recall === 0) return 0;
  return ((1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}

/**
 * Corpus chrF of hypotheses against one reference each, equal to sacreBLEU's `corpus_chrf`. Throws UserError where
 * their numbers differ or are 0.
 */
export function chrf(
  hypotheses: readonly string[],
  references: readonly string[],
  { wordOrder = 0 }: ChrfOptions = {},
): ChrfScore {
  checkAligned(hypotheses, references);
  const sums = Array.from({ length: CHARACTER_ORDER + wordOrder }, () => ({
    hypothesis: 0,
    reference: 0,
    matching: 0,
  }));
  hypotheses.forEach((hypothesis, i) => {
    addSentence(sums, ngramsOf(hypothesis, wordOrder), ngramsOf(references[i], wordOrder));
  });
  return {
    score: 100 * fScore(sums),
    signature: signature({
      nrefs: 1,
      case: 'mixed',
      eff: 'yes',
      nc: CHARACTER_ORDER,
      nw: wordOrder,
      space: 'no',
    }),
  };
}
