import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import { openStore, storeFolder, storePath } from '../../src/store/database.js';
import { migrate, STORE_VERSION } from '../../src/store/migrations.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ieum-store-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The error that opening the store throws. */
function openingError(): UserError {
  try {
    openStore(folder).close();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the store opened');
}

describe('openStore', () => {
  it('makes the folder and keeps what was written', () => {
    const nested = join(folder, 'a', 'b');
    const first = openStore(nested);
    const id = first.runs.start({ name: 'toy', folder: 'runs/toy', config: {} });
    first.close();
    const second = openStore(nested);
    expect(second.runs.read(id)?.name).toBe('toy');
    second.close();
  });

  it('stands where IEUM_HOME says, else in .ieum', () => {
    vi.stubEnv('IEUM_HOME', folder);
    expect(storeFolder()).toBe(folder);
    const store = openStore();
    expect(store.path).toBe(join(folder, 'ieum.sqlite'));
    store.close();
    vi.stubEnv('IEUM_HOME', '');
    expect(storeFolder()).toBe('.ieum');
  });

  it('writes ahead, so that a reader does not wait for a writer', () => {
    openStore(folder).close();
    const writer = new Database(storePath(folder));
    writer.exec('BEGIN IMMEDIATE');
    const reader = openStore(folder);
    expect(reader.runs.list()).toEqual([]);
    reader.close();
    writer.exec('ROLLBACK');
    writer.close();
  });

  it('brings an older database up to date without loss', () => {
    const database = new Database(storePath(folder));
    migrate(database, 1);
    database.exec(
      `INSERT INTO runs (name, folder, config, started, status)
       VALUES ('old', 'runs/old', '{}', '2024-01-01T00:00:00.000Z', 'finished')`,
    );
    database.close();
    const migrated = openStore(folder);
    expect(migrated.runs.list()).toMatchObject([{ name: 'old', owner: null, reason: null }]);
    expect(migrated.translations.size).toBe(0);
    migrated.close();
  });

  it('refuses a database of a newer version and leaves it as it is', () => {
    openStore(folder).close();
    const database = new Database(storePath(folder));
    database.prepare('INSERT INTO migrations VALUES (?, ?)').run(STORE_VERSION + 1, 'later');
    database.close();
    expect(openingError().message).toContain(
      `expected version ${STORE_VERSION} or older, got ${STORE_VERSION + 1}`,
    );
  });

  it('refuses a file that is no database', () => {
    writeFileSync(storePath(folder), 'no database at all, but longer than a header: '.repeat(100));
    expect(openingError().message).toContain('got another kind of file');
  });

  it('refuses a damaged database', () => {
    openStore(folder).close();
    const bytes = readFileSync(storePath(folder));
    writeFileSync(storePath(folder), bytes.fill(0xaa, 100));
    expect(openingError().message).toContain('got a damaged one');
  });

  it('refuses the database of another program', () => {
    const database = new Database(storePath(folder));
    database.exec('CREATE TABLE bookmarks (url TEXT)');
    database.close();
    expect(openingError().message).toContain('got one of another program');
  });

  it('tells of a folder that cannot be made', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openStore(file)).toThrow(UserError);
    expect(() => openStore(join(file, 'below'))).toThrow('set IEUM_HOME to another one');
  });

  it('tells of a file that cannot be opened', () => {
    mkdirSync(storePath(folder));
    expect(openingError().message).toContain('expected to open it, got refused');
  });
});
