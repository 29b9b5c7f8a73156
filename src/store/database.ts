/** Opens the store: one SQLite file for runs, jobs, data sets, promotions, suggestions and finished translations. */
import { mkdirSync } from 'node:fs';
import { messageOf, UserError } from '../foundation/errors.js';
import { Connection } from './connection.js';
import { DataSetStore } from './data-sets.js';
import { EventStore } from './events.js';
import { storeFolder, storePath } from './folder.js';
import { JobStore } from './jobs.js';
import { LeaseStore } from './leases.js';
import { migrate, STORE_VERSION } from './migrations.js';
import { PromotionStore } from './promotions.js';
import { RunStore } from './runs.js';
import { SuggestionStore } from './suggestions.js';
import { TestTranslationStore } from './test-translations.js';
import { TranslationStore } from './translations.js';

export { storeFolder, storePath };

export interface Store {
  /** The database file. */
  readonly path: string;
  /** The folder that holds it. */
  readonly folder: string;
  readonly runs: RunStore;
  readonly events: EventStore;
  readonly jobs: JobStore;
  readonly leases: LeaseStore;
  readonly dataSets: DataSetStore;
  readonly promotions: PromotionStore;
  readonly testTranslations: TestTranslationStore;
  readonly translations: TranslationStore;
  readonly suggestions: SuggestionStore;
  /** Writes a copy of the database while it is in use. @throws UserError where the disk does not take it */
  backup(to: string): Promise<void>;
  close(): void;
}

export interface StoreOptions {
  /** Translations kept at most; the least recently used go first. */
  maxTranslations?: number;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new UserError(
      `store folder ${folder}: expected a folder that can be written, got refused (${messageOf(cause)}); ` +
        'set IEUM_HOME to another one',
      { exitCode: 1, status: 500, cause },
    );
  }
}

/** Whether the file is SQLite's but has tables and no migrations: another program's. */
function isForeign(connection: Connection): boolean {
  const tables = connection.database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all();
  return tables.length > 0 && !tables.some(({ name }) => name === 'migrations');
}

function prepare(connection: Connection): void {
  const { path } = connection;
  if (connection.guard(() => isForeign(connection))) {
    throw new UserError(
      `store ${path}: expected a database of Ieum, got one of another program; set IEUM_HOME to another folder`,
      { exitCode: 1, status: 500 },
    );
  }
  const version = connection.guard(() => migrate(connection.database));
  if (version > STORE_VERSION) {
    throw new UserError(
      `store ${path}: expected version ${STORE_VERSION} or older, got ${version}, written by a newer Ieum; ` +
        'update Ieum, or set IEUM_HOME to another folder',
      { exitCode: 1, status: 500 },
    );
  }
}

/**
 * Opens the store of a folder, which is made where it is missing, and brings its tables up to date. Several processes
 * may have it open. The name `:memory:` gives one without a file. Throws UserError for a damaged, foreign or newer database.
 */
export function openStore(
  folder: string = storeFolder(),
  { maxTranslations = 10_000 }: StoreOptions = {},
): Store {
  const inMemory = folder === ':memory:';
  if (!inMemory) makeFolder(folder);
  const connection = Connection.open(inMemory ? folder : storePath(folder));
  try {
    prepare(connection);
    return {
      path: connection.path,
      folder,
      runs: new RunStore(connection),
      events: new EventStore(connection),
      jobs: new JobStore(connection),
      leases: new LeaseStore(connection),
      dataSets: new DataSetStore(connection),
      promotions: new PromotionStore(connection),
      testTranslations: new TestTranslationStore(connection),
      translations: new TranslationStore(connection, maxTranslations),
      suggestions: new SuggestionStore(connection),
      backup: (to) => connection.backup(to),
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}
