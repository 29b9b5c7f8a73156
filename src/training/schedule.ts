/** The learning rate of each update. */

export interface ScheduleOptions {
  kind: 'constant' | 'linear' | 'inverseSquareRoot';
  /** The highest rate, reached after the warm-up. */
  peak: number;
  /** Updates over which the rate rises linearly from zero. */
  warmup: number;
  /** Updates of the whole run, at whose end `linear` is zero. */
  updates: number;
}

/** The rate of update `update`, counted from 1. */
export function learningRate(update: number, { kind, peak, warmup, updates }: ScheduleOptions): number {
  if (update < warmup) return (peak * update) / warmup;
  if (kind === 'constant') return peak;
  if (kind === 'inverseSquareRoot') return peak * Math.sqrt(Math.max(1, warmup) / update);
  return (peak * Math.max(0, updates + 1 - update)) / Math.max(1, updates + 1 - warmup);
}
