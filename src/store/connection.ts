/** One open SQLite file, and what its errors mean to a person. */
import SqliteDatabase from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { UserError } from '../foundation/errors.js';

/** How long a statement waits for another process that writes. */
const BUSY_MILLISECONDS = 10_000;

const ADVICE: Record<string, string> = {
  SQLITE_NOTADB: 'expected a database of Ieum, got another kind of file; move it away and a new one is made',
  SQLITE_CORRUPT: 'expected a database of Ieum, got a damaged one; move it away and a new one is made',
  SQLITE_FULL: 'expected room to write, got a full disk; free some space and try again',
  SQLITE_IOERR: 'expected to read and write it, got an error of the disk; check the disk',
  SQLITE_BUSY: 'expected to write, got a lock that another process holds; try again when it is done',
  SQLITE_READONLY:
    'expected to write, got a read-only file; change its permissions or set IEUM_HOME to another folder',
  SQLITE_CANTOPEN:
    'expected to open it, got refused; check the permissions, or set IEUM_HOME to another folder',
};

/** The advice for an error code such as SQLITE_CORRUPT or its extended SQLITE_CORRUPT_INDEX. */
function adviceFor(code: string): string | undefined {
  const name = Object.keys(ADVICE).find((known) => code === known || code.startsWith(`${known}_`));
  return name === undefined ? undefined : ADVICE[name];
}

/** A database with its path; all use of it goes through `guard`. */
export class Connection {
  private constructor(
    readonly path: string,
    readonly database: Database,
  ) {}

  /** Opens or creates the file in write-ahead mode, so that readers never wait for a writer. */
  static open(path: string): Connection {
    return guarded(path, () => {
      const database = new SqliteDatabase(path, { timeout: BUSY_MILLISECONDS });
      try {
        database.pragma('journal_mode = WAL');
        database.pragma('synchronous = NORMAL');
        database.pragma('foreign_keys = ON');
      } catch (error) {
        database.close();
        throw error;
      }
      return new Connection(path, database);
    });
  }

  /** Runs an action on the database; what SQLite says of a damaged file, a full disk or a lock becomes a UserError. */
  guard<T>(action: () => T): T {
    return guarded(this.path, action);
  }

  /** Writes a copy of the whole database while others use it. */
  async backup(to: string): Promise<void> {
    try {
      await this.database.backup(to);
    } catch (error) {
      guarded(to, () => {
        throw error;
      });
    }
  }

  close(): void {
    this.database.close();
  }
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const advice = error instanceof SqliteDatabase.SqliteError ? adviceFor(error.code) : undefined;
    if (advice === undefined) throw error;
    throw new UserError(`store ${path}: ${advice}`, { exitCode: 1, status: 500, cause: error });
  }
}
