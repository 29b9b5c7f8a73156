/** The tables of the store, as numbered steps from an empty database; a step once released never changes. */
import type { Database } from 'better-sqlite3';

const MIGRATIONS = [
  // 1: training runs and what was measured in them
  `CREATE TABLE runs (
     id INTEGER PRIMARY KEY,
     name TEXT NOT NULL,
     folder TEXT NOT NULL,
     config TEXT NOT NULL,
     started TEXT NOT NULL,
     finished TEXT,
     status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'failed'))
   ) STRICT;
   CREATE INDEX runs_by_folder ON runs (folder);
   CREATE TABLE metrics (
     run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
     kind TEXT NOT NULL CHECK (kind IN ('training', 'validation')),
     step INTEGER NOT NULL,
     epoch REAL NOT NULL,
     time TEXT NOT NULL,
     loss REAL,
     perplexity REAL,
     bleu REAL,
     chrf REAL,
     learning_rate REAL,
     tokens_per_second REAL,
     PRIMARY KEY (run, kind, step)
   ) STRICT, WITHOUT ROWID;`,
  // 2: finished translations; `used` orders them by last use
  `CREATE TABLE translations (
     key TEXT PRIMARY KEY,
     model TEXT NOT NULL,
     value TEXT NOT NULL,
     used INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX translations_by_use ON translations (used);
   CREATE INDEX translations_by_model ON translations (model);`,
  // 3: better translations that users sent in, to be looked at
  `CREATE TABLE suggestions (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     received TEXT NOT NULL,
     text TEXT NOT NULL,
     suggestion TEXT NOT NULL,
     source TEXT NOT NULL,
     target TEXT NOT NULL
   ) STRICT;`,
];

/** Version of a database that all migrations were applied to. */
export const STORE_VERSION = MIGRATIONS.length;

/** Version of a database: the last migration applied, 0 for an empty one. */
function versionOf(database: Database): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
  if (table === undefined) return 0;
  const row = database.prepare<[], { version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM migrations',
  );
  return row.get()?.version ?? 0;
}

/**
 * Brings a database up to `STORE_VERSION` in one transaction, which a second process waits for. Returns the version
 * found before; a newer one than this is left as it is.
 */
export function migrate(database: Database): number {
  const apply = database.transaction(() => {
    const found = versionOf(database);
    if (found === 0) {
      database.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT');
    }
    const note = database.prepare<[number, string]>(
      'INSERT INTO migrations (version, applied) VALUES (?, ?)',
    );
    for (let version = found + 1; version <= STORE_VERSION; version++) {
      database.exec(MIGRATIONS[version - 1]);
      note.run(version, new Date().toISOString());
    }
    return found;
  });
  // Only a database that is behind is locked for writing.
  const found = versionOf(database);
  return found < STORE_VERSION ? apply.immediate() : found;
}
