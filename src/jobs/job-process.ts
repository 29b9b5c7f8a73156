/** A job's process: holds the lease, watches what is wanted, and leaves the job in a state that says what became of it. */
import { rmSync } from 'node:fs';
import { messageOf, UserError } from '../foundation/errors.js';
import { processIdentity } from '../foundation/process-identity.js';
import type { ProcessIdentity } from '../foundation/process-identity.js';
import type { Store } from '../store/database.js';
import { TRAINING_LEASE } from '../store/jobs.js';
import type { Job } from '../store/jobs.js';
import type { RunEnd } from '../training/observer.js';
import { JobFolder } from './job-folder.js';

/** Why a job's work is to stop before its end. */
export type StopReason = 'pause' | 'stop' | 'cancel' | 'yield' | 'time';

export interface JobContext {
  store: Store;
  /** As it stood when the work began. */
  job: Job;
  folder: JobFolder;
  /** Aborted with a `StopReason`. */
  signal: AbortSignal;
  say: (line: string) => void;
}

/** What a job's process does; tests give it something quick. */
export interface JobWork {
  /** Seconds after which training ends; null without a limit. */
  timeLimit(job: Job): number | null;
  /** Trains, or goes on, until the end or the signal; all that was learned is saved then. */
  train(context: JobContext): Promise<RunEnd>;
  /** Measures what was learned and registers it; returns the model's name. */
  conclude(context: JobContext): Promise<string>;
}

/** How often what is wanted is looked at; also that of the heartbeat. */
const WATCH_MILLISECONDS = 500;
/** A longer time between two looks was sleep, or a long validation of which so much counts. */
const MOST_SECONDS = 60;

/** Exit codes. */
const DONE = 0;
const FAILED = 1;
/** Another process has the lease. */
const REFUSED = 3;

/** What stops each part of the work; to stop training and keep what was learned is no reason not to conclude. */
interface Signals {
  training: AbortController;
  concluding: AbortController;
}

/** Watches a job beside its work. */
class Watch {
  private last = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: Store,
    private readonly id: number,
    private readonly me: ProcessIdentity,
    private readonly stop: { signals: Signals; limit: number | null },
  ) {
    this.timer = setInterval(() => {
      try {
        this.look();
      } catch (error) {
        // The store can be written no more, as on a full disk; whoever takes the job back tells why.
        process.stderr.write(`ieum: ${messageOf(error)}\n`);
        process.exit(FAILED);
      }
    }, WATCH_MILLISECONDS);
    this.look();
  }

  close(): void {
    clearInterval(this.timer);
    this.count();
  }

  private look(): void {
    // Who has lost the lease must not write another word, for another process does by now.
    if (!this.store.leases.renew(TRAINING_LEASE, this.me)) process.exit(REFUSED);
    this.count();
    const { wanted, phase, seconds } = this.store.jobs.read(this.id);
    const { signals, limit } = this.stop;
    if (phase === 'evaluating') {
      if (wanted === 'cancel') signals.concluding.abort('cancel');
      return;
    }
    if (wanted !== null) signals.training.abort(wanted);
    else if (limit !== null && seconds >= limit) signals.training.abort('time');
  }

  private count(): void {
    const now = performance.now();
    const passed = (now - this.last) / 1000;
    this.last = now;
    this.store.jobs.spend(this.id, Math.min(passed, MOST_SECONDS));
  }
}

export interface WorkOnJobOptions {
  store: Store;
  home: string;
  id: number;
  /** The process that claimed the job and hands its lease over. */
  from: ProcessIdentity;
  work: JobWork;
}

/** Works on a claimed job until its end or until something else is wanted; returns the exit code. */
export async function workOnJob({ store, home, id, from, work }: WorkOnJobOptions): Promise<number> {
  const me = processIdentity();
  if (!store.leases.take(TRAINING_LEASE, me, { job: id, from })) return REFUSED;
  const signals: Signals = { training: new AbortController(), concluding: new AbortController() };
  const yieldNow = (): void => {
    signals.training.abort('yield');
    signals.concluding.abort('yield');
  };
  process.on('SIGTERM', yieldNow).on('SIGINT', yieldNow);
  const job = store.jobs.read(id);
  const watch = new Watch(store, id, me, { signals, limit: work.timeLimit(job) });
  const folder = new JobFolder(home, id);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
    store.events.add({ job: id, run: store.jobs.read(id).run, kind: 'note', data: { text: line } });
  };
  try {
    await pass({ store, job, folder, say }, signals, work);
    return DONE;
  } catch (error) {
    return failed(store, id, error);
  } finally {
    watch.close();
    process.off('SIGTERM', yieldNow).off('SIGINT', yieldNow);
    store.leases.release(TRAINING_LEASE, me);
  }
}

const OUTCOMES = { pause: 'paused', cancel: 'cancelled', yield: 'queued' } as const;

/** Leaves the job where its work was stopped for something; false where it goes on to be concluded. */
function stoppedFor({ store, job: { id }, folder, signal }: JobContext): boolean {
  const reason = signal.aborted ? (signal.reason as StopReason) : null;
  if (reason === null || reason === 'stop' || reason === 'time') return false;
  if (reason === 'cancel') rmSync(folder.path, { recursive: true, force: true });
  store.jobs.leave(id, OUTCOMES[reason]);
  return true;
}

async function pass(parts: Omit<JobContext, 'signal'>, signals: Signals, work: JobWork): Promise<void> {
  const { store } = parts;
  const { id, phase } = parts.job;
  if (phase === 'training') {
    const context = { ...parts, signal: signals.training.signal };
    const end = await work.train(context);
    if (end === 'interrupted' && stoppedFor(context)) return;
    store.jobs.evaluating(id, endNote(end, context.signal));
  }
  const context = { ...parts, signal: signals.concluding.signal };
  const { reason } = store.jobs.read(id);
  let model: string;
  try {
    model = await work.conclude(context);
  } catch (error) {
    if (stoppedFor(context)) return;
    throw error;
  }
  const state = store.jobs.read(id).wanted === 'stop' ? 'stopped' : 'finished';
  store.jobs.leave(id, state, { model, reason });
}

function endNote(end: RunEnd, { aborted, reason }: AbortSignal): string | null {
  if (end === 'stopped early') return 'nothing got better any more';
  if (!aborted) return null;
  return reason === 'time' ? 'the time limit was reached' : null;
}

/** Notes why a job failed, as far as it can be written. */
function failed(store: Store, id: number, error: unknown): number {
  const expected = error instanceof UserError;
  const message = messageOf(error).split('\n')[0];
  process.stderr.write(`ieum: ${message}\n`);
  if (!expected && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  const reason = expected ? message : `something unexpected went wrong: ${message}`;
  store.jobs.leave(id, 'failed', { reason });
  return FAILED;
}
