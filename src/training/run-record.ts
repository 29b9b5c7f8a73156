/** Keeps the store's record of a run, so that it can be listed, compared, and followed by whoever is interested. */
import { UserError } from '../foundation/errors.js';
import { processIdentity, isSameProcess } from '../foundation/process-identity.js';
import { hasEnded } from '../store/leases.js';
import type { Run, RunStore } from '../store/runs.js';
import type { RunConfig } from './configuration.js';
import { trainingEntry, validationEntry } from './log.js';
import type { TrainingObserver } from './observer.js';

export interface RunRecord {
  /** Number of the run. */
  id: number;
  observer: TrainingObserver;
  /** Notes that the run ended with an error. */
  failed: (reason?: string) => void;
}

export interface RunRecordOptions {
  config: RunConfig;
  folder: string;
  resume: boolean;
  /** Number of a run whose record goes on although it begins anew, as after a kill before its first checkpoint. */
  run?: number | null;
}

/** Throws UserError where another process trains a run. */
function checkAlone({ folder, status, owner }: Run): void {
  if (status !== 'running' || owner === null) return;
  if (isSameProcess(owner, processIdentity()) || hasEnded(owner)) return;
  throw new UserError(
    `run ${folder}: expected no other process that trains it, got process ${owner.pid} of ${owner.host}; ` +
      'stop that one first, or name another folder with --output',
    { exitCode: 1, status: 409 },
  );
}

/**
 * Records a run under its folder; a resumed run goes on in its record, without what it does again.
 * @throws UserError where another process trains in that folder
 */
export function recordRun(
  runs: RunStore,
  { config, folder, resume, run = null }: RunRecordOptions,
): RunRecord {
  const latest = runs.latestIn(folder);
  if (latest !== undefined) checkAlone(latest);
  const before = run !== null ? runs.read(run) : resume ? latest : undefined;
  const id = before?.id ?? runs.start({ name: config.name, folder, config });
  const tell = (kind: string, data: unknown): unknown => runs.events.add({ run: id, kind, data });
  return {
    id,
    observer: {
      say: (text) => tell('note', { text }),
      began: (update) => {
        if (before !== undefined) runs.resume(id, update);
        tell('began', { update, updates: config.training.updates });
      },
      updated: (report) => {
        const { update: step, epoch, loss, gradientNorm, learningRate, tokensPerSecond } = report;
        const numbers = { loss, gradientNorm, learningRate, tokensPerSecond };
        runs.addMetrics(id, { kind: 'training', step, epoch, ...numbers });
        const { updates, secondsLeft } = report;
        tell('training', { ...trainingEntry(report), updates, secondsLeft });
      },
      validated: (report) => {
        const { update: step, epoch, loss, perplexity, bleu, chrf, samples } = report;
        runs.addMetrics(id, { kind: 'validation', step, epoch, loss, perplexity, bleu, chrf });
        tell('validation', { ...validationEntry(report), samples });
      },
      probed: (update) => tell('probe', { update }),
      ended: (end) => {
        runs.finish(id, end === 'interrupted' ? 'stopped' : 'finished');
        tell('ended', { end });
      },
    },
    failed: (reason) => {
      runs.finish(id, 'failed', reason ?? null);
      tell('failed', { reason: reason ?? null });
    },
  };
}
