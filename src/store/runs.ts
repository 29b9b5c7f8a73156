/** Training runs and the numbers measured in them. */
import { processIdentity } from '../foundation/process-identity.js';
import type { ProcessIdentity } from '../foundation/process-identity.js';
import type { Connection } from './connection.js';
import { EventStore } from './events.js';
import { hasEnded } from './leases.js';

export type RunStatus = 'running' | 'finished' | 'stopped' | 'failed';

export interface RunStart {
  name: string;
  /** The folder that the run writes to. */
  folder: string;
  /** The configuration as resolved; stored as JSON. */
  config: unknown;
}

export interface Run extends RunStart {
  id: number;
  /** ISO 8601. */
  started: string;
  finished: string | null;
  status: RunStatus;
  /** The process that trains it, or did last; null for runs of older versions. */
  owner: ProcessIdentity | null;
  /** Why it failed, where it did. */
  reason: string | null;
}

/** Numbers of one log line (`training`) or one validation; those not measured are left out. */
export interface Metrics {
  kind: 'training' | 'validation';
  step: number;
  epoch: number;
  loss?: number;
  perplexity?: number;
  /** 0..100. */
  bleu?: number;
  /** 0..100. */
  chrf?: number;
  learningRate?: number;
  /** Before clipping. */
  gradientNorm?: number;
  tokensPerSecond?: number;
  /** ISO 8601; now, where left out. */
  time?: string;
}

export interface RunSummary extends Run {
  /** Last step that anything was measured at; 0 before that. */
  step: number;
  bestBleu: number | null;
  /** Of the last validation, 0..100. */
  bleu: number | null;
  chrf: number | null;
  bestPerplexity: number | null;
}

type Stored<T> = Omit<T, 'config' | 'owner'> & { config: string; owner: string | null };
type RunRow = Stored<Run>;
type SummaryRow = Stored<RunSummary>;
type MetricsRow = { [K in keyof Required<Metrics>]: Metrics[K] | null };

const RUN_COLUMNS = 'id, name, folder, config, started, finished, status, owner, reason';

/** A number of the last validation of a run. */
const lastValidated = (column: 'bleu' | 'chrf'): string =>
  `(SELECT last.${column} FROM metrics AS last WHERE last.run = runs.id AND last.kind = 'validation'
    ORDER BY last.step DESC LIMIT 1)`;

function statements({ database }: Connection) {
  return {
    start: database.prepare<[string, string, string, string, string]>(
      `INSERT INTO runs (name, folder, config, started, status, owner) VALUES (?, ?, ?, ?, 'running', ?)`,
    ),
    finish: database.prepare<[RunStatus, string, string | null, number]>(
      'UPDATE runs SET status = ?, finished = ?, reason = ? WHERE id = ?',
    ),
    reopen: database.prepare<[string, number]>(
      `UPDATE runs SET status = 'running', finished = NULL, reason = NULL, owner = ? WHERE id = ?`,
    ),
    running: database.prepare<[], { id: number; owner: string | null }>(
      `SELECT id, owner FROM runs WHERE status = 'running'`,
    ),
    settle: database.prepare<[string, number]>(
      `UPDATE runs SET status = 'failed', reason = ?,
              finished = coalesce((SELECT max(time) FROM metrics WHERE run = runs.id), started)
       WHERE id = ? AND status = 'running'`,
    ),
    forgetAfter: database.prepare<[number, number]>('DELETE FROM metrics WHERE run = ? AND step > ?'),
    add: database.prepare<[MetricsRow & { run: number }]>(
      `INSERT OR REPLACE INTO metrics
         (run, kind, step, epoch, time, loss, perplexity, bleu, chrf, learning_rate, gradient_norm,
          tokens_per_second)
       VALUES
         (:run, :kind, :step, :epoch, :time, :loss, :perplexity, :bleu, :chrf, :learningRate, :gradientNorm,
          :tokensPerSecond)`,
    ),
    read: database.prepare<[number], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = ?`),
    latestIn: database.prepare<[string], RunRow>(
      `SELECT ${RUN_COLUMNS} FROM runs WHERE folder = ? ORDER BY id DESC LIMIT 1`,
    ),
    list: database.prepare<[], SummaryRow>(
      `SELECT ${RUN_COLUMNS}, coalesce(max(step), 0) AS step,
              ${lastValidated('bleu')} AS bleu, ${lastValidated('chrf')} AS chrf,
              max(CASE WHEN kind = 'validation' THEN metrics.bleu END) AS bestBleu,
              min(CASE WHEN kind = 'validation' THEN perplexity END) AS bestPerplexity
       FROM runs LEFT JOIN metrics ON metrics.run = runs.id GROUP BY runs.id ORDER BY runs.id DESC`,
    ),
    metrics: database.prepare<[number], MetricsRow>(
      `SELECT kind, step, epoch, time, loss, perplexity, bleu, chrf,
              learning_rate AS learningRate, gradient_norm AS gradientNorm, tokens_per_second AS tokensPerSecond
       FROM metrics WHERE run = ? ORDER BY step, kind`,
    ),
  };
}

function parseRow<T extends Stored<Run>>(
  row: T,
): Omit<T, 'config' | 'owner'> & { config: unknown; owner: ProcessIdentity | null } {
  const owner = row.owner === null ? null : (JSON.parse(row.owner) as ProcessIdentity);
  return { ...row, config: JSON.parse(row.config) as unknown, owner };
}

const KILLED = 'its process ended without a word; it can be resumed from its last checkpoint';

/** A number that SQLite can hold; what is not finite (a loss that blew up) is left out. */
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** A row without its empty columns. */
function toMetrics(row: MetricsRow): Metrics {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Metrics;
}

/** Reads and writes runs; several processes may do so at once. */
export class RunStore {
  private readonly sql: ReturnType<typeof statements>;

  /** What happens in runs, for whoever follows one. */
  readonly events: EventStore;

  constructor(private readonly connection: Connection) {
    this.sql = connection.guard(() => statements(connection));
    this.events = new EventStore(connection);
  }

  /** Notes that a run starts now; returns its id. */
  start({ name, folder, config }: RunStart): number {
    return this.connection.guard(() => {
      const { lastInsertRowid } = this.sql.start.run(
        name,
        folder,
        JSON.stringify(config),
        new Date().toISOString(),
        JSON.stringify(processIdentity()),
      );
      return Number(lastInsertRowid);
    });
  }

  /** Notes that this process goes on with a run from a step; what was measured after that step is forgotten. */
  resume(id: number, step: number): void {
    const { connection, sql } = this;
    const change = connection.database.transaction(() => {
      sql.reopen.run(JSON.stringify(processIdentity()), id);
      sql.forgetAfter.run(id, step);
    });
    connection.guard(() => change.immediate());
  }

  /** Notes that a run ended now, and why where it failed. */
  finish(id: number, status: Exclude<RunStatus, 'running'>, reason: string | null = null): void {
    this.connection.guard(() => this.sql.finish.run(status, new Date().toISOString(), reason, id));
  }

  /** Notes of each run whose process was killed, or went down with its machine, that it failed; returns how many. */
  settle(): number {
    return this.connection.guard(() => {
      const dead = this.sql.running.all().filter(({ owner }) => {
        const process = owner === null ? null : (JSON.parse(owner) as ProcessIdentity);
        return process === null || hasEnded(process);
      });
      for (const { id } of dead) {
        this.sql.settle.run(KILLED, id);
        this.events.add({ run: id, kind: 'failed', data: { reason: KILLED } });
      }
      return dead.length;
    });
  }

  /** Adds measurements; a second one of the same kind at the same step replaces the first. */
  addMetrics(id: number, metrics: Metrics): void {
    this.connection.guard(() =>
      this.sql.add.run({
        run: id,
        kind: metrics.kind,
        step: metrics.step,
        epoch: metrics.epoch,
        time: metrics.time ?? new Date().toISOString(),
        loss: finite(metrics.loss),
        perplexity: finite(metrics.perplexity),
        bleu: finite(metrics.bleu),
        chrf: finite(metrics.chrf),
        learningRate: finite(metrics.learningRate),
        gradientNorm: finite(metrics.gradientNorm),
        tokensPerSecond: finite(metrics.tokensPerSecond),
      }),
    );
  }

  /** All runs, the latest first, with the best of their validations. */
  list(): RunSummary[] {
    return this.connection.guard(() => this.sql.list.all().map(parseRow));
  }

  read(id: number): Run | undefined {
    const row = this.connection.guard(() => this.sql.read.get(id));
    return row && parseRow(row);
  }

  /** The latest run that writes to a folder. */
  latestIn(folder: string): Run | undefined {
    const row = this.connection.guard(() => this.sql.latestIn.get(folder));
    return row && parseRow(row);
  }

  /** What was measured in a run, by step. */
  metrics(id: number): Metrics[] {
    return this.connection.guard(() => this.sql.metrics.all(id).map(toMetrics));
  }
}
