/** The history of a training as the store has it, for the first drawing of its page. */
import { emptyHistory, follow } from '../../render/training/history.js';
import type { TrainingHistory } from '../../render/training/history.js';
import type { Store } from '../../store/database.js';
import type { Job } from '../../store/jobs.js';
import type { Metrics, Run } from '../../store/runs.js';

type Stores = Pick<Store, 'events' | 'runs'>;

/** Events read at one go. */
const PORTION = 1000;

const seconds = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);

/** Numbers of a run that was recorded before there were events. */
function fromMetrics(history: TrainingHistory, run: Run, metrics: Metrics[]): void {
  let best = -Infinity;
  for (const { kind, step: update, time = run.started, ...numbers } of metrics) {
    const common = { update, seconds: seconds(run.started, time), loss: numbers.loss ?? null };
    if (kind === 'training') {
      const { gradientNorm = null, learningRate = null } = numbers;
      history.training.push({ ...common, gradientNorm, learningRate });
    } else {
      const { perplexity = null, bleu = null, chrf = null } = numbers;
      const isBest = (chrf ?? -Infinity) > best;
      if (isBest) best = chrf ?? best;
      history.validations.push({ ...common, perplexity, bleu, chrf, best: isBest, samples: [] });
    }
    history.update = Math.max(history.update, update);
  }
}

/** Updates of a run as its configuration has them; 0 where it does not say. */
export function updatesOf(config: unknown): number {
  const { training } = (config ?? {}) as { training?: { updates?: unknown } };
  return typeof training?.updates === 'number' ? training.updates : 0;
}

/** All that is known of a job and its run, or of a run without a job. */
export function readHistory({ events, runs }: Stores, job: Job | null, run: Run | null): TrainingHistory {
  const history = emptyHistory({ run: run?.id ?? null, updates: updatesOf(run?.config) });
  const filter = { ...(job && { job: job.id }), ...(run && { run: run.id }) };
  for (;;) {
    const portion = events.after(history.last, filter, PORTION);
    for (const event of portion) follow(history, event, job !== null);
    if (portion.length < PORTION) break;
  }
  if (run && history.training.length + history.validations.length === 0) {
    fromMetrics(history, run, runs.metrics(run.id));
  }
  if (job) {
    const { state, phase, wanted, reason, model } = job;
    Object.assign(history, { state, phase, wanted, reason, model });
  } else if (run) {
    Object.assign(history, { state: run.status, reason: run.reason });
  }
  return history;
}
