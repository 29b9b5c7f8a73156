/** Runs the queue: one job at a time, each in a process of its own, also where several servers share the folder. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { messageOf, UserError } from '../foundation/errors.js';
import { processIdentity } from '../foundation/process-identity.js';
import { findModels } from '../serving/models.js';
import type { InstalledModel } from '../serving/models.js';
import type { Store } from '../store/database.js';
import { TRAINING_LEASE } from '../store/jobs.js';
import type { Job, JobWish } from '../store/jobs.js';
import type { JobEstimate } from './estimate.js';
import { JobFolder } from './job-folder.js';
import type { JobRequest } from './job-request.js';
import { checkSettings, parentOf } from './plan.js';

export interface JobRunnerOptions {
  store: Store;
  /** Compiled script of a job's process. */
  script?: URL;
  /** How often the queue is looked at. */
  pollMilliseconds?: number;
  /** Ends of a process without getting on, after which its job is given up. */
  mostInterruptions?: number;
  /** Told of what goes wrong beside the jobs themselves. */
  onError?: (error: unknown) => void;
  models?: () => InstalledModel[];
}

/** Trainings yield to translations: people wait for these. */
const NICENESS = 5;
/** Longest end of a log that tells why a process ended. */
const LONGEST_REASON = 300;

export class JobRunner {
  private readonly me = processIdentity();
  private child: { job: number; process: ChildProcess } | null = null;
  private timer: NodeJS.Timeout | null = null;
  private estimating: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: JobRunnerOptions) {}

  /** Begins to look at the queue, jobs that a server or a machine left behind included. */
  start(): void {
    this.timer ??= setInterval(() => {
      this.look();
    }, this.options.pollMilliseconds ?? 1000);
    this.look();
  }

  /**
   * Puts a job into the queue.
   * @throws UserError for a request that cannot be carried out
   */
  add(request: JobRequest): Job {
    this.check(request);
    const job = this.options.store.jobs.add({ name: request.name, request });
    if (this.timer) this.look();
    return job;
  }

  /** Wants something of a job. @throws UserError 404 and 409 */
  ask(id: number, wish: JobWish): Job {
    const { store } = this.options;
    const job = store.jobs.ask(id, wish);
    if (job.state === 'cancelled') rmSync(this.folder(id).path, { recursive: true, force: true });
    if (this.timer) this.look();
    return job;
  }

  /** Lets a paused or failed job go on. @throws UserError 404 and 409 */
  resume(id: number): Job {
    const job = this.options.store.jobs.resume(id);
    if (this.timer) this.look();
    return job;
  }

  /** Forgets a job that is over, with its run and its files. @throws UserError 404 and 409 */
  remove(id: number): void {
    this.options.store.jobs.remove(id);
    rmSync(this.folder(id).path, { recursive: true, force: true });
  }

  /** What a job would take; estimates are made one after the other. @throws UserError where it cannot be done */
  estimate(request: JobRequest, signal?: AbortSignal): Promise<JobEstimate> {
    this.check(request);
    const made = this.estimating.then(() => this.estimateNow(request, signal));
    this.estimating = made.catch(() => undefined);
    return made;
  }

  folder(id: number): JobFolder {
    return new JobFolder(this.options.store.folder, id);
  }

  /** Lets the job under way save what it learned; the next server goes on with it. */
  async close({ graceMilliseconds = 20_000 }: { graceMilliseconds?: number } = {}): Promise<void> {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    const child = this.child?.process;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    const stop = new AbortController();
    await Promise.race([once(child, 'exit'), wait(graceMilliseconds, undefined, { signal: stop.signal })]);
    stop.abort();
  }

  /** Takes back what was left behind and begins the next job where none is under way. */
  look(): void {
    const { store, mostInterruptions, onError } = this.options;
    if (this.closed) return;
    try {
      store.runs.settle();
      for (const { id, state } of store.jobs.recover((lost) => this.lastWords(lost), mostInterruptions)) {
        if (state === 'cancelled') rmSync(this.folder(id).path, { recursive: true, force: true });
      }
      if (this.child) return;
      const job = store.jobs.claim(this.me);
      if (job) this.begin(job);
    } catch (error) {
      onError?.(error);
    }
  }

  /** @throws UserError for what is not there: the model to begin with, or data */
  private check(request: JobRequest): void {
    const { store, models = findModels } = this.options;
    checkSettings(request, parentOf(request, models()));
    for (const { dataSet, version } of request.data) store.dataSets.version(dataSet, version);
    if (request.test) store.dataSets.version(request.test.dataSet, request.test.version);
    if (request.source === request.target) {
      throw new UserError(`direction: expected two languages, got ${request.source} twice`);
    }
  }

  private spawn(args: string[], output: number | 'pipe'): ChildProcess {
    const { store, script = new URL('./trainer.js', import.meta.url) } = this.options;
    return spawn(process.execPath, [fileURLToPath(script), ...args], {
      stdio: [output === 'pipe' ? 'pipe' : 'ignore', output, output],
      // Ctrl-C at the server's terminal is the server's, which then tells the job.
      detached: true,
      env: {
        ...process.env,
        IEUM_HOME: resolve(store.folder),
        IEUM_CLAIMED_BY: JSON.stringify(this.me),
      },
    });
  }

  private begin({ id }: Job): void {
    const { store } = this.options;
    const { path, log } = this.folder(id);
    mkdirSync(path, { recursive: true });
    const output = openSync(log, 'w');
    const child = this.spawn(['job', String(id)], output);
    closeSync(output);
    this.child = { job: id, process: child };
    const ended = (reason?: string): void => {
      this.child = null;
      try {
        if (reason !== undefined) store.jobs.leave(id, 'failed', { reason });
        // Where it never took the lease over.
        store.leases.release(TRAINING_LEASE, this.me);
      } catch (error) {
        // The store may be closed by now, or full; the next look takes the job back.
        this.options.onError?.(error);
      }
      this.look();
    };
    child.once('error', (error) => {
      ended(`its process could not be started: ${messageOf(error)}`);
    });
    child.once('exit', () => {
      ended();
    });
    yieldProcessor(child);
  }

  /** The last line that a job's process wrote. */
  private lastWords(id: number): string | null {
    try {
      const lines = readFileSync(this.folder(id).log, 'utf8').trim().split('\n');
      return lines.findLast((line) => line.startsWith('ieum: '))?.slice(6, LONGEST_REASON) ?? null;
    } catch {
      return null;
    }
  }

  private async estimateNow(request: JobRequest, signal?: AbortSignal): Promise<JobEstimate> {
    signal?.throwIfAborted();
    const child = this.spawn(['estimate'], 'pipe');
    const kill = (): void => {
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', kill, { once: true });
    yieldProcessor(child);
    let [output, errors] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (part: string) => (output += part));
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (errors += part));
    child.stdin?.on('error', () => undefined).end(JSON.stringify(request));
    const [code] = (await once(child, 'close')) as [number | null];
    signal?.removeEventListener('abort', kill);
    if (code === 0) return JSON.parse(output) as JobEstimate;
    const line = errors.split('\n').findLast((one) => one.startsWith('ieum: '));
    throw new UserError(line?.slice(6) ?? 'estimate: expected one, but its process ended without a word');
  }
}

function yieldProcessor({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, NICENESS);
  } catch {
    // It has ended already, or the system does not allow it.
  }
}
