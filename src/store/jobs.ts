/** The queue of trainings: what was asked for, how far it is, and what is wanted of it. */
import { UserError } from '../foundation/errors.js';
import type { ProcessIdentity } from '../foundation/process-identity.js';
import type { Connection } from './connection.js';
import { EventStore } from './events.js';
import { LeaseStore } from './leases.js';

export const JOB_STATES = [
  'queued',
  'running',
  'paused',
  'finished',
  'stopped',
  'cancelled',
  'failed',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What somebody wants of a job: to wait, to end and keep what it learned, or to leave nothing. */
export const JOB_WISHES = ['pause', 'stop', 'cancel'] as const;
export type JobWish = (typeof JOB_WISHES)[number];

export interface Job {
  id: number;
  name: string;
  /** What was asked for, as plain data. */
  request: unknown;
  state: JobState;
  /** What it does, or would do next. */
  phase: 'training' | 'evaluating';
  wanted: JobWish | null;
  /** Why it failed or ended early. */
  reason: string | null;
  /** Its training run, once it has begun. */
  run: number | null;
  /** The model that came of it. */
  model: string | null;
  /** The update of the checkpoint that its process began from, or left. */
  step: number;
  /** Seconds that processes worked on it. */
  seconds: number;
  /** Ends of its process, one after the other, without a checkpoint further than before. */
  interruptions: number;
  /** ISO 8601. */
  created: string;
  started: string | null;
  ended: string | null;
}

/** The lease of whoever trains in this folder. */
export const TRAINING_LEASE = 'training';

/** Ends of a job's process without getting on, after which it is given up. */
const MOST_INTERRUPTIONS = 5;

const COLUMNS =
  'id, name, request, state, phase, wanted, reason, run, model, step, seconds, interruptions, created, started, ended';

type JobRow = Omit<Job, 'request'> & { request: string };
type Change = Partial<Omit<Job, 'id' | 'request' | 'created'>>;

const parseRow = (row: JobRow): Job => ({ ...row, request: JSON.parse(row.request) as unknown });
const now = (): string => new Date().toISOString();

/** What a wish makes of a job that no process works on; null where it cannot be fulfilled. */
function granted({ state, step }: Job, wish: JobWish): Change | null {
  if (wish === 'pause') return state === 'queued' ? { state: 'paused' } : null;
  if (state !== 'queued' && state !== 'paused' && state !== 'failed') return null;
  if (wish === 'cancel') return { state: 'cancelled', ended: now(), reason: null };
  if (step === 0) return null;
  return { state: 'queued', phase: 'evaluating', wanted: 'stop', reason: null, ended: null };
}

export class JobStore {
  readonly events: EventStore;
  private readonly leases: LeaseStore;

  constructor(private readonly connection: Connection) {
    this.events = new EventStore(connection);
    this.leases = new LeaseStore(connection);
  }

  /** Puts a job at the end of the queue. */
  add({ name, request }: { name: string; request: unknown }): Job {
    return this.changing(() => {
      const { lastInsertRowid } = this.connection.database
        .prepare(`INSERT INTO jobs (name, request, state, created) VALUES (?, ?, 'queued', ?)`)
        .run(name, JSON.stringify(request), now());
      return this.told(Number(lastInsertRowid));
    });
  }

  /** @throws UserError 404 for a job that is not there */
  read(id: number): Job {
    const row = this.connection.guard(() =>
      this.connection.database.prepare<[number], JobRow>(`SELECT ${COLUMNS} FROM jobs WHERE id = ?`).get(id),
    );
    if (row) return parseRow(row);
    throw new UserError(`job ${id}: expected one of the queue, got none of that number`, { status: 404 });
  }

  /** All jobs, the latest first. */
  list(): Job[] {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[], JobRow>(`SELECT ${COLUMNS} FROM jobs ORDER BY id DESC`)
        .all()
        .map(parseRow),
    );
  }

  /**
   * Takes the job that has waited longest, with the lease to train, which the owner may hand over to the process that
   * does it. Undefined where nothing waits, or some process trains already.
   */
  claim(owner: ProcessIdentity): Job | undefined {
    return this.changing(() => {
      if (this.leases.held(TRAINING_LEASE)) return undefined;
      const next = this.connection.database
        .prepare<[], { id: number }>(`SELECT id FROM jobs WHERE state = 'queued' ORDER BY id LIMIT 1`)
        .get();
      if (!next || !this.leases.take(TRAINING_LEASE, owner, { job: next.id })) return undefined;
      const started = this.read(next.id).started ?? now();
      return this.change(next.id, { state: 'running', reason: null, started });
    });
  }

  /**
   * Puts jobs whose process has ended without a word back into the queue, from where they go on; what was wanted of
   * them meanwhile is done. One that got no further time after time is given up.
   * @param reasonOf what is known of why a job's process ended
   */
  recover(reasonOf: (id: number) => string | null = () => null, most = MOST_INTERRUPTIONS): Job[] {
    return this.changing(() => {
      const holder = this.leases.held(TRAINING_LEASE)?.job;
      const lost = this.list().filter(({ state, id }) => state === 'running' && id !== holder);
      return lost.map((job) => this.change(job.id, this.afterLoss(job, reasonOf(job.id), most)));
    });
  }

  /** Wants something of a job. @throws UserError 409 where that makes no sense */
  ask(id: number, wish: JobWish): Job {
    return this.changing(() => {
      const job = this.read(id);
      if (job.state === 'running') {
        if (job.phase === 'evaluating' && wish === 'pause') throw this.refusal(job, wish);
        return this.change(id, { wanted: wish });
      }
      const change = granted(job, wish);
      if (change === null) throw this.refusal(job, wish);
      return this.change(id, change);
    });
  }

  /** Lets a job that is paused or failed go on. @throws UserError 409 for another */
  resume(id: number): Job {
    return this.changing(() => {
      const job = this.read(id);
      if (job.state === 'running' && job.wanted === 'pause') return this.change(id, { wanted: null });
      if (job.state !== 'paused' && job.state !== 'failed') throw this.refusal(job, 'resume');
      return this.change(id, { state: 'queued', reason: null, interruptions: 0, ended: null });
    });
  }

  /** Forgets a job that is over, with its run and its events. @throws UserError 409 for one that is not */
  remove(id: number): void {
    this.changing(() => {
      const job = this.read(id);
      if (job.ended === null) throw this.refusal(job, 'go');
      const { database } = this.connection;
      database.prepare('DELETE FROM events WHERE job = ?').run(id);
      database.prepare('DELETE FROM jobs WHERE id = ?').run(id);
      if (job.run !== null) database.prepare('DELETE FROM runs WHERE id = ?').run(job.run);
    });
  }

  /** The job's process notes which run it trains and from which update. */
  began(id: number, { run, step }: { run: number; step: number }): void {
    this.changing(() => {
      const job = this.read(id);
      const interruptions = step > job.step ? 0 : job.interruptions;
      this.change(id, { run, step: Math.max(step, job.step), interruptions });
    });
  }

  /** The job's process notes the update of its checkpoint, before it leaves. */
  saved(id: number, step: number): void {
    this.changing(() => {
      if (step > this.read(id).step) this.change(id, { step, interruptions: 0 });
    });
  }

  /** The job's process notes that training is over. */
  evaluating(id: number, reason: string | null): void {
    this.changing(() => this.change(id, { phase: 'evaluating', reason }));
  }

  /** Adds to the time that was spent on a job. */
  spend(id: number, seconds: number): void {
    this.connection.guard(() =>
      this.connection.database.prepare('UPDATE jobs SET seconds = seconds + ? WHERE id = ?').run(seconds, id),
    );
  }

  /** The job's process leaves it in another state. */
  leave(
    id: number,
    state: Exclude<JobState, 'running'>,
    { reason = null, model }: { reason?: string | null; model?: string } = {},
  ): Job {
    return this.changing(() => {
      const ended = state === 'queued' || state === 'paused' ? null : now();
      const wanted = state === 'queued' ? this.read(id).wanted : null;
      return this.change(id, { state, reason, wanted, ended, ...(model !== undefined && { model }) });
    });
  }

  private afterLoss(job: Job, reason: string | null, most: number): Change {
    if (job.wanted === 'cancel') return { state: 'cancelled', wanted: null, ended: now() };
    const interruptions = job.interruptions + 1;
    if (interruptions >= most) {
      const why = `its process ended ${interruptions} times without getting on`;
      return {
        ...{ state: 'failed', wanted: null, interruptions, ended: now() },
        reason: reason === null ? why : `${why}, the last time with: ${reason}`,
      };
    }
    if (job.wanted === 'pause') return { state: 'paused', wanted: null, interruptions };
    return { state: 'queued', interruptions, reason };
  }

  private refusal({ id, state, phase }: Job, wish: JobWish | 'resume' | 'go'): UserError {
    const doing = state === 'running' ? phase : state;
    return new UserError(`job ${id}: expected one that can be asked to ${wish}, got one that is ${doing}`, {
      status: 409,
    });
  }

  /** Changes a job and says so to those who follow it. */
  private change(id: number, change: Change): Job {
    const names = Object.keys(change);
    const sets = names.map((name) => `${name} = :${name}`).join(', ');
    this.connection.database.prepare(`UPDATE jobs SET ${sets} WHERE id = :id`).run({ ...change, id });
    return this.told(id);
  }

  private told(id: number): Job {
    const job = this.read(id);
    const { state, phase, wanted, reason, run, model } = job;
    this.events.add({ job: id, run, kind: 'state', data: { state, phase, wanted, reason, run, model } });
    return job;
  }

  private changing<T>(action: () => T): T {
    const { connection } = this;
    return connection.guard(() => connection.database.transaction(action).immediate());
  }
}
