/** The list of trainings as the store has it. */
import { trainingItems } from '../../render/training/item.js';
import type { TrainingItem } from '../../render/training/item.js';
import type { Store } from '../../store/database.js';

/** Seconds that the runs under way still take, as they said last. */
function secondsLeft({ runs, events }: Store): Map<number, number> {
  const running = runs.list().filter(({ status }) => status === 'running');
  return new Map(
    running.flatMap(({ id }) => {
      const { secondsLeft: left } = (events.lastOf(id, 'training')?.data ?? {}) as { secondsLeft?: unknown };
      return typeof left === 'number' ? [[id, left] as const] : [];
    }),
  );
}

export function readItems(store: Store): TrainingItem[] {
  return trainingItems(store.jobs.list(), store.runs.list(), secondsLeft(store));
}
