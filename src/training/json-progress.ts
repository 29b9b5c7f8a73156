/** The progress of a run for programs: one line of JSON for all that happens. */
import { trainingEntry, validationEntry } from './log.js';
import type { TrainingObserver } from './observer.js';

/**
 * Lines of the kinds `note`, `began`, `training` (every ten updates, with `updates` and `secondsLeft`), `validation`
 * (with `samples`) and `ended`.
 */
export function jsonObserver(write: (text: string) => unknown): TrainingObserver {
  const line = (entry: Record<string, unknown>): unknown => write(`${JSON.stringify(entry)}\n`);
  return {
    say: (text) => line({ kind: 'note', text }),
    began: (update) => line({ kind: 'began', update }),
    updated: (report) => {
      const { updates, secondsLeft } = report;
      line({ ...trainingEntry(report), updates, secondsLeft });
    },
    validated: (report) => line({ ...validationEntry(report), samples: report.samples }),
    ended: (end) => line({ kind: 'ended', end }),
  };
}
