/** What happens in runs and jobs, each with a number, so that whoever was away reads on from the last one seen. */
import type { Connection } from './connection.js';

export interface StoredEvent {
  /** Rises over all runs and jobs. */
  id: number;
  run: number | null;
  job: number | null;
  /** ISO 8601. */
  time: string;
  kind: string;
  data: unknown;
}

export interface NewEvent {
  run?: number | null;
  job?: number | null;
  kind: string;
  /** Plain data. */
  data: unknown;
}

export interface EventFilter {
  run?: number;
  job?: number;
}

type EventRow = Omit<StoredEvent, 'data'> & { data: string };

/** JSON with numbers that are not finite as null, as JSON has none of them. */
const encode = (data: unknown): string => JSON.stringify(data ?? null);

export class EventStore {
  constructor(private readonly connection: Connection) {}

  /** Adds an event; returns its number. */
  add({ run = null, job = null, kind, data }: NewEvent): number {
    return this.connection.guard(() => {
      const { lastInsertRowid } = this.connection.database
        .prepare('INSERT INTO events (run, job, time, kind, data) VALUES (?, ?, ?, ?, ?)')
        .run(run, job, new Date().toISOString(), kind, encode(data));
      return Number(lastInsertRowid);
    });
  }

  /** The events after a number, oldest first: of a run, of a job, or of all. */
  after(id: number, { run, job }: EventFilter = {}, limit = 1000): StoredEvent[] {
    const filters = [run !== undefined && 'run = ?', job !== undefined && 'job = ?'].filter(Boolean);
    const where = filters.length === 0 ? '' : `AND (${filters.join(' OR ')})`;
    const values = [run, job].filter((value) => value !== undefined);
    return this.connection.guard(() =>
      this.connection.database
        .prepare<unknown[], EventRow>(
          `SELECT id, run, job, time, kind, data FROM events WHERE id > ? ${where} ORDER BY id LIMIT ?`,
        )
        .all(id, ...values, limit)
        .map((row) => ({ ...row, data: JSON.parse(row.data) as unknown })),
    );
  }

  /** The events of a kind, the latest first. */
  latest(kind: string, limit: number): StoredEvent[] {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[string, number], EventRow>(
          'SELECT id, run, job, time, kind, data FROM events WHERE kind = ? ORDER BY id DESC LIMIT ?',
        )
        .all(kind, limit)
        .map((row) => ({ ...row, data: JSON.parse(row.data) as unknown })),
    );
  }

  /** The last event of a kind in a run; undefined where there is none. */
  lastOf(run: number, kind: string): StoredEvent | undefined {
    return this.connection.guard(() => {
      const row = this.connection.database
        .prepare<[number, string], EventRow>(
          'SELECT id, run, job, time, kind, data FROM events WHERE run = ? AND kind = ? ORDER BY id DESC LIMIT 1',
        )
        .get(run, kind);
      return row && { ...row, data: JSON.parse(row.data) as unknown };
    });
  }

  /** The number of the last event; 0 where there is none. */
  last(): number {
    return this.connection.guard(
      () =>
        this.connection.database
          .prepare<[], { last: number }>('SELECT coalesce(max(id), 0) AS last FROM events')
          .get()?.last ?? 0,
    );
  }
}
