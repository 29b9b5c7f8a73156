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
  // 4: the gradient's norm, who trains a run and why it ended
  `ALTER TABLE metrics ADD COLUMN gradient_norm REAL;
   ALTER TABLE runs ADD COLUMN owner TEXT;
   ALTER TABLE runs ADD COLUMN reason TEXT;`,
  // 5: what happened in runs and jobs, in one row for all, so that whoever was away can read on
  `CREATE TABLE events (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     run INTEGER REFERENCES runs (id) ON DELETE CASCADE,
     job INTEGER,
     time TEXT NOT NULL,
     kind TEXT NOT NULL,
     data TEXT NOT NULL
   ) STRICT;
   CREATE INDEX events_by_run ON events (run, id);
   CREATE INDEX events_by_job ON events (job, id);`,
  // 6: the queue of trainings, and who holds what only one process may do
  `CREATE TABLE jobs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL,
     request TEXT NOT NULL,
     state TEXT NOT NULL
       CHECK (state IN ('queued', 'running', 'paused', 'finished', 'stopped', 'cancelled', 'failed')),
     phase TEXT NOT NULL DEFAULT 'training' CHECK (phase IN ('training', 'evaluating')),
     wanted TEXT CHECK (wanted IN ('pause', 'stop', 'cancel')),
     reason TEXT,
     run INTEGER REFERENCES runs (id) ON DELETE SET NULL,
     model TEXT,
     step INTEGER NOT NULL DEFAULT 0,
     seconds REAL NOT NULL DEFAULT 0,
     interruptions INTEGER NOT NULL DEFAULT 0,
     created TEXT NOT NULL,
     started TEXT,
     ended TEXT
   ) STRICT;
   CREATE INDEX jobs_by_state ON jobs (state, id);
   CREATE TABLE leases (
     name TEXT PRIMARY KEY,
     owner TEXT NOT NULL,
     job INTEGER,
     heartbeat INTEGER NOT NULL
   ) STRICT;`,
  // 7: the user's own pairs; a version of a data set holds the pairs added up to it and not removed by then
  `CREATE TABLE data_sets (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     name TEXT NOT NULL UNIQUE,
     created TEXT NOT NULL
   ) STRICT;
   CREATE TABLE data_versions (
     data_set INTEGER NOT NULL REFERENCES data_sets (id) ON DELETE CASCADE,
     version INTEGER NOT NULL,
     hash TEXT NOT NULL,
     pairs INTEGER NOT NULL,
     created TEXT NOT NULL,
     note TEXT NOT NULL,
     PRIMARY KEY (data_set, version)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE pairs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     data_set INTEGER NOT NULL REFERENCES data_sets (id) ON DELETE CASCADE,
     place INTEGER NOT NULL,
     added INTEGER NOT NULL,
     removed INTEGER,
     ko TEXT NOT NULL,
     en TEXT NOT NULL
   ) STRICT;
   CREATE INDEX pairs_in_order ON pairs (data_set, place);
   CREATE VIRTUAL TABLE pair_search USING fts5 (
     ko, en, content = 'pairs', content_rowid = 'id', tokenize = 'trigram'
   );
   CREATE TRIGGER pairs_are_found AFTER INSERT ON pairs BEGIN
     INSERT INTO pair_search (rowid, ko, en) VALUES (new.id, new.ko, new.en);
   END;
   CREATE TRIGGER pairs_are_forgotten AFTER DELETE ON pairs BEGIN
     INSERT INTO pair_search (pair_search, rowid, ko, en) VALUES ('delete', old.id, old.ko, old.en);
   END;`,
  // 8: which model translates a direction, and what models made of test sets
  `CREATE TABLE promotions (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     source TEXT NOT NULL,
     target TEXT NOT NULL,
     model TEXT,
     below INTEGER,
     kind TEXT NOT NULL CHECK (kind IN ('promote', 'rollback')),
     note TEXT NOT NULL,
     time TEXT NOT NULL
   ) STRICT;
   CREATE INDEX promotions_by_direction ON promotions (source, target, id);
   CREATE TABLE test_translations (
     model TEXT NOT NULL,
     test TEXT NOT NULL,
     beam INTEGER NOT NULL,
     hypotheses TEXT NOT NULL,
     time TEXT NOT NULL,
     PRIMARY KEY (model, test, beam)
   ) STRICT, WITHOUT ROWID;`,
  // 9: what the model had said where a better translation was sent in
  `ALTER TABLE suggestions ADD COLUMN translation TEXT;`,
  // 10: the latest events of a kind
  `CREATE INDEX events_by_kind ON events (kind, id);`,
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
 * Brings a database up to `STORE_VERSION`, or to the version `until`, in one transaction, which a second process waits
 * for. Returns the version found before; a newer one than this is left as it is.
 */
export function migrate(database: Database, until = STORE_VERSION): number {
  const apply = database.transaction(() => {
    const found = versionOf(database);
    if (found === 0) {
      database.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied TEXT NOT NULL) STRICT');
    }
    const note = database.prepare<[number, string]>(
      'INSERT INTO migrations (version, applied) VALUES (?, ?)',
    );
    for (let version = found + 1; version <= until; version++) {
      database.exec(MIGRATIONS[version - 1]);
      note.run(version, new Date().toISOString());
    }
    return found;
  });
  // Only a database that is behind is locked for writing.
  const found = versionOf(database);
  return found < until ? apply.immediate() : found;
}
