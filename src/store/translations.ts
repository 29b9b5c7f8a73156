/** Finished translations of sentences, kept across restarts up to a number; the least recently used go first. */
import { sha256 } from '../foundation/files.js';
import type { Connection } from './connection.js';

export interface TranslationKey {
  /** Hash of the model; a retrained model has another. */
  model: string;
  /** All that the translation depends on beside model and sentence: beam, number of hypotheses, … */
  options: Record<string, string | number | boolean>;
  /** The normalised sentence. */
  sentence: string;
}

/** One string for each key, whatever order the options stand in. */
function keyOf({ model, options, sentence }: TranslationKey): string {
  return sha256(
    JSON.stringify([model, Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)), sentence]),
  );
}

function statements({ database }: Connection) {
  const now = '(SELECT coalesce(max(used), 0) + 1 FROM translations)';
  return {
    get: database.prepare<[string], { value: string }>('SELECT value FROM translations WHERE key = ?'),
    touch: database.prepare<[string]>(`UPDATE translations SET used = ${now} WHERE key = ?`),
    put: database.prepare<[string, string, string]>(
      `INSERT INTO translations (key, model, value, used) VALUES (?, ?, ?, ${now})
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, used = excluded.used`,
    ),
    count: database.prepare<[], { count: number }>('SELECT count(*) AS count FROM translations'),
    evict: database.prepare<[number]>(
      'DELETE FROM translations WHERE key IN (SELECT key FROM translations ORDER BY used LIMIT ?)',
    ),
    forget: database.prepare<[string]>('DELETE FROM translations WHERE model = ?'),
    clear: database.prepare<[]>('DELETE FROM translations'),
  };
}

/** A map from keys to JSON values in the database; several processes may use it at once. */
export class TranslationStore {
  private readonly sql: ReturnType<typeof statements>;

  constructor(
    private readonly connection: Connection,
    /** Entries kept at most. */
    readonly capacity: number,
  ) {
    this.sql = connection.guard(() => statements(connection));
  }

  get size(): number {
    return this.connection.guard(() => this.sql.count.get()?.count ?? 0);
  }

  /** The value stored under a key, which then counts as used last; undefined where there is none. */
  get(key: TranslationKey): unknown {
    return this.connection.guard(() => {
      const id = keyOf(key);
      const row = this.sql.get.get(id);
      if (row === undefined) return undefined;
      this.sql.touch.run(id);
      return JSON.parse(row.value) as unknown;
    });
  }

  /** Stores a JSON value and drops the least recently used entries beyond the capacity. */
  put(key: TranslationKey, value: unknown): void {
    const { connection, sql, capacity } = this;
    const write = connection.database.transaction(() => {
      sql.put.run(keyOf(key), key.model, JSON.stringify(value));
      const excess = (sql.count.get()?.count ?? 0) - capacity;
      if (excess > 0) sql.evict.run(excess);
    });
    connection.guard(() => write.immediate());
  }

  /** Drops the entries of one model, or all; returns how many. */
  forget(model?: string): number {
    return this.connection.guard(() => {
      const { changes } = model === undefined ? this.sql.clear.run() : this.sql.forget.run(model);
      return changes;
    });
  }
}
