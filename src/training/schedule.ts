/** The learning rate of each update. */
import type { SCHEDULES } from './training-schema.js';

export interface ScheduleOptions {
  kind: (typeof SCHEDULES)[number];
  /** The highest rate, reached after the warm-up. */
  peak: number;
  /** Updates over which the rate rises linearly from zero. */
  warmup: number;
  /** Updates of the whole run, at whose end `linear` is zero. */
  updates: number;
  /** `exponential`: the factor that `decayEvery` updates bring. */
  decay: number;
  decayEvery: number;
  /** After the warm-up, the rate falls no lower. */
  lowest: number;
  /** Factor of the peak, to which `plateau` has brought it. */
  reduction: number;
}

/** The rate of update `update`, counted from 1. */
export function learningRate(update: number, options: ScheduleOptions): number {
  const { peak, warmup, lowest, reduction } = options;
  if (update < warmup) return (peak * reduction * update) / warmup;
  return Math.max(lowest, peak * reduction * scheduledShare(update, options));
}

/** The share of the peak after the warm-up. */
function scheduledShare(
  update: number,
  { kind, warmup, updates, decay, decayEvery }: ScheduleOptions,
): number {
  switch (kind) {
    case 'constant':
    case 'plateau':
      return 1;
    case 'inverseSquareRoot':
      return Math.sqrt(Math.max(1, warmup) / update);
    case 'linear':
      return Math.max(0, updates + 1 - update) / Math.max(1, updates + 1 - warmup);
    case 'exponential':
      return decay ** ((update - warmup) / decayEvery);
  }
}
