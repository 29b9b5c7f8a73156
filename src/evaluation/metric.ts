/** What every metric shares: sufficient statistics of each sentence, whose sums over a corpus give its score. */
import { UserError } from '../foundation/errors.js';
import { signature } from './sacrebleu.js';
import type { Settings } from './sacrebleu.js';

export interface Score {
  /** 0..100; TER may pass 100. */
  score: number;
  signature: string;
}

/** One way of scoring translations. `D` is what it tells beside the score. */
export interface Metric<D extends object = object> {
  /** As sacreBLEU writes it: `BLEU`, `chrF2`, `chrF2++`, `TER`. */
  readonly name: string;
  readonly lowerIsBetter: boolean;
  /** Numbers of a sentence's statistics, S. */
  readonly width: number;
  /** Settings of the signature but the number of references and the release. */
  readonly settings: Settings;
  /** The statistics of one sentence, `[S]`. */
  statistics(hypothesis: string, references: readonly string[]): ArrayLike<number>;
  /** The score of summed statistics, `[S]`. */
  scoreOf(sums: ArrayLike<number>): number;
  /** What else summed statistics tell. */
  detailsOf(sums: ArrayLike<number>): D;
}

/** The statistics of every sentence of a corpus. */
export interface CorpusStatistics {
  sentences: number;
  /** S */
  width: number;
  /** `[sentences, S]`, row-major. */
  rows: Float64Array;
  /** Right translations of each sentence. */
  references: number;
}

/** Right translations: for each reading one line a sentence, `[R][sentences]`. */
export type References = readonly (readonly string[])[];

/** Throws UserError unless there is one line of each reading for each hypothesis, and at least one. */
export function checkAligned(hypotheses: readonly string[], references: References): void {
  const other = references.find((lines) => lines.length !== hypotheses.length);
  if (other) {
    throw new UserError(
      `evaluation: expected as many hypotheses as references, got ${hypotheses.length} and ${other.length}; ` +
        'give one line for each',
    );
  }
  if (references.length === 0 || hypotheses.length === 0) {
    throw new UserError(
      'evaluation: expected at least one reference, got none; give one line for each sentence',
    );
  }
}

/** The statistics of each hypothesis against its references. Throws UserError where their numbers differ or are 0. */
export function corpusStatistics(
  metric: Metric,
  hypotheses: readonly string[],
  references: References,
): CorpusStatistics {
  checkAligned(hypotheses, references);
  const { width } = metric;
  const rows = new Float64Array(hypotheses.length * width);
  hypotheses.forEach((hypothesis, i) => {
    rows.set(
      metric.statistics(
        hypothesis,
        references.map((lines) => lines[i]),
      ),
      i * width,
    );
  });
  return { sentences: hypotheses.length, width, rows, references: references.length };
}

/** The statistics of one sentence, `[S]`. */
export function sentenceRow({ rows, width }: CorpusStatistics, sentence: number): Float64Array {
  return rows.subarray(sentence * width, (sentence + 1) * width);
}

/** Sums over some sentences, or over all, `[S]`. */
export function sumRows(statistics: CorpusStatistics, sentences?: Iterable<number>): Float64Array {
  const { width, rows } = statistics;
  const sums = new Float64Array(width);
  for (const sentence of sentences ?? Array(statistics.sentences).keys()) {
    for (let k = 0; k < width; k++) sums[k] += rows[sentence * width + k];
  }
  return sums;
}

/** The score of a corpus, with what the metric tells beside it and its signature. */
export function scoreCorpus<D extends object>(
  metric: Metric<D>,
  statistics: CorpusStatistics,
  test: Settings = {},
): Score & D {
  const sums = sumRows(statistics);
  return {
    score: metric.scoreOf(sums),
    signature: signature({ nrefs: statistics.references, ...test, ...metric.settings }),
    ...metric.detailsOf(sums),
  };
}
