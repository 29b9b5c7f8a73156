/** Training runs and the numbers measured in them. */
import type { Connection } from './connection.js';

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
  tokensPerSecond?: number;
  /** ISO 8601; now, where left out. */
  time?: string;
}

export interface RunSummary extends Run {
  /** Last step that anything was measured at; 0 before that. */
  step: number;
  bestBleu: number | null;
  bestPerplexity: number | null;
}

type RunRow = Omit<Run, 'config'> & { config: string };
type SummaryRow = Omit<RunSummary, 'config'> & { config: string };
type MetricsRow = { [K in keyof Required<Metrics>]: Metrics[K] | null };

const RUN_COLUMNS = 'id, name, folder, config, started, finished, status';

function statements({ database }: Connection) {
  return {
    start: database.prepare<[string, string, string, string]>(
      `INSERT INTO runs (name, folder, config, started, status) VALUES (?, ?, ?, ?, 'running')`,
    ),
    finish: database.prepare<[RunStatus, string, number]>(
      'UPDATE runs SET status = ?, finished = ? WHERE id = ?',
    ),
    reopen: database.prepare<[number]>(`UPDATE runs SET status = 'running', finished = NULL WHERE id = ?`),
    forgetAfter: database.prepare<[number, number]>('DELETE FROM metrics WHERE run = ? AND step > ?'),
    add: database.prepare<[MetricsRow & { run: number }]>(
      `INSERT OR REPLACE INTO metrics
         (run, kind, step, epoch, time, loss, perplexity, bleu, chrf, learning_rate, tokens_per_second)
       VALUES
         (:run, :kind, :step, :epoch, :time, :loss, :perplexity, :bleu, :chrf, :learningRate, :tokensPerSecond)`,
    ),
    read: database.prepare<[number], RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = ?`),
    latestIn: database.prepare<[string], RunRow>(
      `SELECT ${RUN_COLUMNS} FROM runs WHERE folder = ? ORDER BY id DESC LIMIT 1`,
    ),
    list: database.prepare<[], SummaryRow>(
      `SELECT ${RUN_COLUMNS}, coalesce(max(step), 0) AS step,
              max(CASE WHEN kind = 'validation' THEN bleu END) AS bestBleu,
              min(CASE WHEN kind = 'validation' THEN perplexity END) AS bestPerplexity
       FROM runs LEFT JOIN metrics ON metrics.run = runs.id GROUP BY runs.id ORDER BY runs.id DESC`,
    ),
    metrics: database.prepare<[number], MetricsRow>(
      `SELECT kind, step, epoch, time, loss, perplexity, bleu, chrf,
              learning_rate AS learningRate, tokens_per_second AS tokensPerSecond
       FROM metrics WHERE run = ? ORDER BY step, kind`,
    ),
  };
}

function parseConfig<T extends { config: string }>(row: T): Omit<T, 'config'> & { config: unknown } {
  return { ...row, config: JSON.parse(row.config) as unknown };
}

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

  constructor(private readonly connection: Connection) {
    this.sql = connection.guard(() => statements(connection));
  }

  /** Notes that a run starts now; returns its id. */
  start({ name, folder, config }: RunStart): number {
    return this.connection.guard(() => {
      const { lastInsertRowid } = this.sql.start.run(
        name,
        folder,
        JSON.stringify(config),
        new Date().toISOString(),
      );
      return Number(lastInsertRowid);
    });
  }

  /** Notes that a run goes on from a step; what was measured after that step is forgotten. */
  resume(id: number, step: number): void {
    const { connection, sql } = this;
    const change = connection.database.transaction(() => {
      sql.reopen.run(id);
      sql.forgetAfter.run(id, step);
    });
    connection.guard(() => change.immediate());
  }

  /** Notes that a run ended now. */
  finish(id: number, status: Exclude<RunStatus, 'running'>): void {
    this.connection.guard(() => this.sql.finish.run(status, new Date().toISOString(), id));
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
        tokensPerSecond: finite(metrics.tokensPerSecond),
      }),
    );
  }

  /** All runs, the latest first, with the best of their validations. */
  list(): RunSummary[] {
    return this.connection.guard(() => this.sql.list.all().map(parseConfig));
  }

  read(id: number): Run | undefined {
    const row = this.connection.guard(() => this.sql.read.get(id));
    return row && parseConfig(row);
  }

  /** The latest run that writes to a folder. */
  latestIn(folder: string): Run | undefined {
    const row = this.connection.guard(() => this.sql.latestIn.get(folder));
    return row && parseConfig(row);
  }

  /** What was measured in a run, by step. */
  metrics(id: number): Metrics[] {
    return this.connection.guard(() => this.sql.metrics.all(id).map(toMetrics));
  }
}
