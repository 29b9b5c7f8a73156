/** The range test of the learning rate (Smith 2017): the rate rises from update to update, and the loss tells. */
import { setImmediate } from 'node:timers/promises';
import { Random } from '../foundation/random.js';
import { firstDropout } from './learner.js';
import type { Learner } from './learner.js';
import type { RunConfig } from './configuration.js';

export interface RateTrial {
  learningRate: number;
  /** Loss of the update, in nats a target word. */
  loss: number;
  /** Mean of the losses so far, the later ones weighing more. */
  smoothed: number;
}

export interface RateSearch {
  trials: RateTrial[];
  /** Where the loss falls steepest; null where it never falls. */
  suggestion: number | null;
}

export interface RateSearchOptions {
  /** First and last rate tried. */
  from?: number;
  to?: number;
  updates?: number;
  signal?: AbortSignal;
  onTrial?: (trial: RateTrial, done: number, total: number) => void;
}

/** Share of the mean that one update leaves to those before it. */
const SMOOTHING = 0.9;
/** The search ends when the loss is so many times its lowest. */
const BLOWN_UP = 1.5;
/** Trials on each side of one, from which its slope is taken. */
const SLOPE_REACH = 5;

/** Slope of a line through points (least squares). */
function slope(points: [number, number][]): number {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [above, below] = [0, 0];
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  return above / below;
}

/** The rate before the lowest loss at which the smoothed loss falls steepest, by the logarithm of the rate. */
export function suggestRate(trials: RateTrial[]): number | null {
  let lowest = 0;
  trials.forEach(({ smoothed }, place) => {
    if (smoothed < trials[lowest].smoothed) lowest = place;
  });
  let best: number | null = null;
  let steepest = 0;
  for (let place = SLOPE_REACH; place + SLOPE_REACH < trials.length && place <= lowest; place++) {
    const around = trials.slice(place - SLOPE_REACH, place + SLOPE_REACH + 1);
    const found = slope(around.map(({ learningRate, smoothed }) => [Math.log(learningRate), smoothed]));
    if (found >= steepest) continue;
    steepest = found;
    best = trials[place].learningRate;
  }
  return best;
}

/** Trains for a while with rising rates; the model is of no use afterwards. */
export async function findLearningRate(
  learner: Learner,
  config: RunConfig,
  { from = 1e-6, to = 1, updates = 120, signal, onTrial }: RateSearchOptions = {},
): Promise<RateSearch> {
  const batches = learner.batchesFrom({ epoch: 0, pool: 0, batch: 0 });
  const random = Random.from(firstDropout(config));
  const trials: RateTrial[] = [];
  let [mean, lowest] = [0, Infinity];
  for (let k = 0; k < updates; k++) {
    await setImmediate();
    if (signal?.aborted === true) break;
    const learningRate = from * (to / from) ** (k / Math.max(1, updates - 1));
    const { loss } = learner.update(batches, learningRate, random);
    if (!Number.isFinite(loss)) break;
    mean = SMOOTHING * mean + (1 - SMOOTHING) * loss;
    const smoothed = mean / (1 - SMOOTHING ** (k + 1));
    lowest = Math.min(lowest, smoothed);
    const trial = { learningRate, loss, smoothed };
    trials.push(trial);
    onTrial?.(trial, k + 1, updates);
    if (smoothed > BLOWN_UP * lowest) break;
  }
  return { trials, suggestion: suggestRate(trials) };
}
