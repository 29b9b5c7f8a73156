/** Keeps the store's record of a run, so that it can be listed and compared. */
import type { RunStore } from '../store/runs.js';
import type { RunConfig } from './configuration.js';
import type { TrainingObserver } from './observer.js';

export interface RunRecord {
  observer: TrainingObserver;
  /** Notes that the run ended with an error. */
  failed: () => void;
}

export interface RunRecordOptions {
  config: RunConfig;
  folder: string;
  resume: boolean;
}

/** Records a run under its folder; a resumed run goes on in its record, without what it does again. */
export function recordRun(runs: RunStore, { config, folder, resume }: RunRecordOptions): RunRecord {
  const before = resume ? runs.latestIn(folder) : undefined;
  const id = before?.id ?? runs.start({ name: config.name, folder, config });
  return {
    observer: {
      began: (update) => {
        if (before !== undefined) runs.resume(id, update);
      },
      updated: ({ update: step, epoch, loss, learningRate, tokensPerSecond }) =>
        runs.addMetrics(id, { kind: 'training', step, epoch, loss, learningRate, tokensPerSecond }),
      validated: ({ update: step, epoch, loss, perplexity, bleu, chrf }) =>
        runs.addMetrics(id, { kind: 'validation', step, epoch, loss, perplexity, bleu, chrf }),
      ended: (end) => runs.finish(id, end === 'interrupted' ? 'stopped' : 'finished'),
    },
    failed: () => runs.finish(id, 'failed'),
  };
}
