/** Whether two systems differ by more than chance: paired bootstrap and approximate randomisation, as in sacreBLEU. */
import { BOOTSTRAP_SAMPLES, DEFAULT_SEED, mean } from './bootstrap.js';
import type { Measured, ResamplingOptions } from './bootstrap.js';
import { sumRows } from './metric.js';
import { NumpyRandom } from './numpy-random.js';

export const PAIRED_TESTS = ['bootstrap', 'randomisation'] as const;
export type PairedTest = (typeof PAIRED_TESTS)[number];

/** Samples or trials of each test where no number is given. */
export const TEST_SAMPLES: Record<PairedTest, number> = {
  bootstrap: BOOTSTRAP_SAMPLES,
  randomisation: 10_000,
};

/** What sacreBLEU's signature calls them. */
export const TEST_NAMES: Record<PairedTest, string> = { bootstrap: 'bs', randomisation: 'ar' };

/** (c + 1) / (n + 1): the share of trials with a greater difference than was measured, itself counted as one. */
function probability(differences: Float64Array, measured: number): number {
  let greater = 0;
  for (const difference of differences) if (difference > measured) greater++;
  return (greater + 1) / (differences.length + 1);
}

/**
 * Paired bootstrap: the differences in the samples, brought to the mean that they had if the systems were equal, and
 * how often they pass the difference on the whole test set.
 * @param baseline scores of samples @param system scores of the same samples
 * @param difference on the whole test set
 */
export function pairedBootstrap(baseline: Float64Array, system: Float64Array, difference: number): number {
  const differences = system.map((score, i) => Math.abs(score - baseline[i]));
  const centre = mean(differences);
  return probability(
    differences.map((value) => value - centre),
    Math.abs(difference),
  );
}

/** The share of samples in which the system is better than the baseline (Koehn 2004, sec. 4). */
export function shareOfWins(baseline: Float64Array, system: Float64Array, lowerIsBetter: boolean): number {
  const sign = lowerIsBetter ? -1 : 1;
  const wins = system.reduce((sum, score, i) => sum + (sign * (score - baseline[i]) > 0 ? 1 : 0), 0);
  return wins / system.length;
}

/**
 * Approximate randomisation (Noreen 1989, Riezler & Maxwell 2005): translations of the two systems change places by
 * the toss of a coin for each sentence; how often does the difference pass the one that was measured?
 * @param baselines and @param systems the same metrics, in the same order
 * @returns the probability for each metric
 */
export function approximateRandomisation(
  baselines: readonly Measured[],
  systems: readonly Measured[],
  { samples = TEST_SAMPLES.randomisation, seed = DEFAULT_SEED }: ResamplingOptions = {},
): number[] {
  const random = new NumpyRandom(seed);
  const tosses = new Uint8Array(baselines[0].statistics.sentences);
  const pairs = baselines.map((baseline, i) => exchangeable(baseline, systems[i], samples));
  for (let trial = 0; trial < samples; trial++) {
    random.coins(tosses);
    for (const pair of pairs) pair.toss(tosses, trial);
  }
  return pairs.map(({ differences, measured }) => probability(differences, measured));
}

interface Exchange {
  differences: Float64Array;
  measured: number;
  /** Scores both with the sentences exchanged where the coin shows 1. */
  toss(tosses: Uint8Array, trial: number): void;
}

function exchangeable(baseline: Measured, system: Measured, trials: number): Exchange {
  const { metric } = baseline;
  const { width } = metric;
  const [a, b] = [baseline.statistics.rows, system.statistics.rows];
  const gap = a.map((value, k) => value - b[k]);
  const [sumA, sumB] = [sumRows(baseline.statistics), sumRows(system.statistics)];
  const differences = new Float64Array(trials);
  const measured = Math.abs(metric.scoreOf(sumA) - metric.scoreOf(sumB));
  const [one, other] = [new Float64Array(width), new Float64Array(width)];
  const differing = Array.from({ length: baseline.statistics.sentences }, (_, i) => i).filter((i) =>
    gap.subarray(i * width, (i + 1) * width).some((value) => value !== 0),
  );
  return {
    differences,
    measured,
    toss: (coins, trial) => {
      one.set(sumB);
      for (const sentence of differing) {
        if (coins[sentence] === 0) continue;
        const start = sentence * width;
        for (let k = 0; k < width; k++) one[k] += gap[start + k];
      }
      for (let k = 0; k < width; k++) other[k] = sumA[k] + sumB[k] - one[k];
      differences[trial] = Math.abs(metric.scoreOf(one) - metric.scoreOf(other));
    },
  };
}
