/** Bootstrap resampling of test sets (Koehn 2004), drawing the samples that sacreBLEU draws. */
import { NumpyRandom } from './numpy-random.js';
import type { CorpusStatistics, Metric } from './metric.js';

/** sacreBLEU's seed and numbers of samples. */
export const DEFAULT_SEED = 12345;
export const BOOTSTRAP_SAMPLES = 1000;

export interface ResamplingOptions {
  samples?: number;
  seed?: number;
}

/** One system's statistics for one metric. */
export interface Measured {
  metric: Metric;
  statistics: CorpusStatistics;
}

/** Where the score of 95 in 100 test sets like this one is. */
export interface Confidence {
  /** Mean over the samples. */
  mean: number;
  /** Half the width of the interval: sacreBLEU's `mean ± half`. */
  half: number;
  low: number;
  high: number;
}

/** One sentence in 40 of the sorted scores is left out at either end. */
const TAIL = 40;

/**
 * Scores of samples of a test set: each sample draws as many sentences as there are, with replacement, the same ones
 * for everything that is measured.
 * @returns for each of `measured` the score of each sample
 */
export function bootstrapScores(
  measured: readonly Measured[],
  { samples = BOOTSTRAP_SAMPLES, seed = DEFAULT_SEED }: ResamplingOptions = {},
): Float64Array[] {
  const random = new NumpyRandom(seed);
  const sentences = measured[0]?.statistics.sentences ?? 0;
  const times = new Uint32Array(sentences);
  const scores = measured.map(() => new Float64Array(samples));
  const sums = measured.map(({ metric }) => new Float64Array(metric.width));
  for (let sample = 0; sample < samples; sample++) {
    times.fill(0);
    for (let draw = 0; draw < sentences; draw++) times[random.int(sentences)]++;
    measured.forEach(({ metric, statistics }, i) => {
      addWeighted(sums[i].fill(0), statistics, times);
      scores[i][sample] = metric.scoreOf(sums[i]);
    });
  }
  return scores;
}

/** Adds each sentence's statistics as many times as it was drawn. */
function addWeighted(
  sums: Float64Array,
  { rows, width, sentences }: CorpusStatistics,
  times: Uint32Array,
): void {
  for (let sentence = 0; sentence < sentences; sentence++) {
    const count = times[sentence];
    if (count === 0) continue;
    const start = sentence * width;
    for (let k = 0; k < width; k++) sums[k] += count * rows[start + k];
  }
}

/** The middle 95 per cent of the scores of samples. */
export function confidence(scores: Float64Array): Confidence {
  const sorted = scores.slice().sort();
  const outside = Math.floor(sorted.length / TAIL);
  const [low, high] = [sorted[outside], sorted[sorted.length - outside - 1]];
  return { mean: mean(sorted), half: (high - low) / 2, low, high };
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
