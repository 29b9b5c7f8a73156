/** What a validation changes: the best so far, the end of patience, the rate of a plateau, the checkpoints kept. */
import type { RunConfig } from './configuration.js';
import type { TrainingPosition } from './training-state.js';
import type { ValidationResult } from './validation.js';

export interface Verdict {
  /** Whether it is the best so far. */
  best: boolean;
  /** Whether the learning rate was reduced, since the metric stays on a plateau. */
  reduced: boolean;
  /** Whether it is among the best that are kept. */
  kept: boolean;
  /** Updates of checkpoints that are kept no longer. */
  dropped: number[];
}

type Settings = Pick<RunConfig, 'training' | 'validation'>;

/** A validation metric as a number of which more is better. */
function metricValue(result: ValidationResult, metric: RunConfig['validation']['metric']): number {
  return metric === 'loss' ? -result.loss : result[metric];
}

/** Notes a validation in the position. A metric that is no finite number is never better. */
export function recordValidation(
  position: TrainingPosition,
  result: ValidationResult,
  settings: Settings,
): Verdict {
  const value = metricValue(result, settings.validation.metric);
  const best = Number.isFinite(value) && (position.best === null || value > position.best);
  position.best = best ? value : position.best;
  position.unimproved = best ? 0 : position.unimproved + 1;
  const reduced = reduceOnPlateau(position, best, settings.training);
  return { best, reduced, ...keepBest(position, value, settings.validation.keepBest) };
}

function reduceOnPlateau(
  position: TrainingPosition,
  best: boolean,
  { schedule, plateauPatience, decay }: Settings['training'],
): boolean {
  position.plateau = best ? 0 : position.plateau + 1;
  if (schedule !== 'plateau' || position.plateau < plateauPatience) return false;
  position.plateau = 0;
  position.reduction *= decay;
  return true;
}

/** With one to keep, the folder of the best holds it. */
function keepBest(
  position: TrainingPosition,
  value: number,
  count: number,
): Pick<Verdict, 'kept' | 'dropped'> {
  if (count === 1 || !Number.isFinite(value)) return { kept: false, dropped: [] };
  const { update } = position;
  const ranked = [...position.kept, { update, value }].sort(
    (a, b) => b.value - a.value || a.update - b.update,
  );
  position.kept = ranked.slice(0, count);
  const kept = position.kept.some((each) => each.update === update);
  const dropped = ranked.slice(count).filter((each) => each.update !== update);
  return { kept, dropped: dropped.map((each) => each.update) };
}
