/** The user's own pairs in versions: each upload, edit or deletion makes one, named by the hash of what it holds. */
import { createHash } from 'node:crypto';
import { UserError } from '../foundation/errors.js';
import { excerpt } from '../text/excerpt.js';
import type { Connection } from './connection.js';
import { searchOf } from './pair-search.js';

export interface StoredPair {
  id: number;
  ko: string;
  en: string;
}

export interface DataVersion {
  /** Counted from 1. */
  version: number;
  /** SHA-256 of its pairs as TSV, Korean first. */
  hash: string;
  pairs: number;
  /** ISO 8601. */
  created: string;
  /** What made it. */
  note: string;
}

export interface DataSet {
  id: number;
  name: string;
  created: string;
  /** The latest version. */
  latest: DataVersion;
}

export interface PairQuery {
  /** The latest where left out. */
  version?: number;
  /** Words, all of which a pair must have on either side, in any case; parts of words count. */
  search?: string;
  offset?: number;
  limit?: number;
}

export interface PairPage {
  /** All that fit, on this page and others. */
  total: number;
  pairs: StoredPair[];
}

type NewPair = Pick<StoredPair, 'ko' | 'en'>;

/** The pairs of a version as its file: TSV, Korean first. */
export const tsvLine = ({ ko, en }: NewPair): string => `${ko}\t${en}\n`;

const IN_VERSION =
  'pairs.data_set = :set AND pairs.added <= :version AND (pairs.removed IS NULL OR pairs.removed > :version)';

const missingPair = (pair: number): UserError =>
  new UserError(
    `pair ${pair}: expected one of the latest version, got none of that number; it may have been edited meanwhile`,
    { status: 404 },
  );

export class DataSetStore {
  constructor(private readonly connection: Connection) {}

  /** All data sets by name. */
  list(): DataSet[] {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[], Omit<DataSet, 'latest'>>('SELECT id, name, created FROM data_sets ORDER BY name')
        .all()
        .map((row) => ({ ...row, latest: this.versionOf(row.id) })),
    );
  }

  /** @throws UserError 404 for one that is not there */
  read(id: number): DataSet {
    return this.connection.guard(() => {
      const row = this.connection.database
        .prepare<[number], Omit<DataSet, 'latest'>>('SELECT id, name, created FROM data_sets WHERE id = ?')
        .get(id);
      if (row) return { ...row, latest: this.versionOf(id) };
      throw new UserError(`data set ${id}: expected one that was stored, got none of that number`, {
        status: 404,
      });
    });
  }

  named(name: string): DataSet | undefined {
    return this.list().find((one) => one.name === name);
  }

  /** The versions of a data set, the latest first. */
  versions(id: number): DataVersion[] {
    this.read(id);
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[number], DataVersion>(
          'SELECT version, hash, pairs, created, note FROM data_versions WHERE data_set = ? ORDER BY version DESC',
        )
        .all(id),
    );
  }

  /** A version, the latest where none is named. @throws UserError 404 where there is none of that number */
  version(id: number, version?: number): DataVersion {
    const { latest } = this.read(id);
    if (version === undefined || version === latest.version) return latest;
    const found = this.versions(id).find((one) => one.version === version);
    if (found) return found;
    throw new UserError(
      `data set ${id}: expected a version from 1 to ${latest.version}, got ${version}; the latest is ${latest.version}`,
      { status: 404 },
    );
  }

  /** Stores a new data set. @throws UserError 409 where the name is taken, 400 without a pair */
  create(name: string, pairs: Iterable<NewPair>, note: string): DataSet {
    return this.changing(() => {
      if (this.named(name) !== undefined) {
        throw new UserError(`data set ${name}: expected a new name, got one that is taken; choose another`, {
          status: 409,
        });
      }
      const { lastInsertRowid } = this.connection.database
        .prepare('INSERT INTO data_sets (name, created) VALUES (?, ?)')
        .run(name, new Date().toISOString());
      const id = Number(lastInsertRowid);
      this.insert(id, 1, pairs);
      this.seal(id, 1, note);
      return this.read(id);
    });
  }

  /** Adds pairs behind the others. */
  append(id: number, pairs: Iterable<NewPair>, note: string): DataSet {
    return this.altering(id, note, (version) => this.insert(id, version, pairs));
  }

  /** Puts another pair in the place of one. */
  edit(id: number, pair: number, { ko, en }: NewPair): DataSet {
    return this.altering(id, `pair edited: ${excerpt(ko)}`, (version) => {
      const { place } = this.remove(id, pair, version);
      this.connection.database
        .prepare('INSERT INTO pairs (data_set, place, added, ko, en) VALUES (?, ?, ?, ?, ?)')
        .run(id, place, version, ko, en);
    });
  }

  /** Takes pairs out. */
  removePairs(id: number, pairs: number[]): DataSet {
    const note =
      pairs.length === 1
        ? `pair deleted: ${excerpt(this.pair(id, pairs[0]).ko)}`
        : `${pairs.length} pairs deleted`;
    return this.altering(id, note, (version) => {
      for (const pair of new Set(pairs)) this.remove(id, pair, version);
    });
  }

  /** Forgets a data set with all its versions. */
  delete(id: number): void {
    this.changing(() => {
      this.read(id);
      this.connection.database.prepare('DELETE FROM pairs WHERE data_set = ?').run(id);
      this.connection.database.prepare('DELETE FROM data_sets WHERE id = ?').run(id);
    });
  }

  /** A page of the pairs of a version, in their order. */
  page(id: number, { version, search, offset = 0, limit = 50 }: PairQuery = {}): PairPage {
    const { version: number, pairs: all } = this.version(id, version);
    const { where, values } = searchOf(search);
    const parameters = { set: id, version: number, ...values };
    return this.connection.guard(() => {
      // Without a search the version says how many it has.
      const found =
        where === ''
          ? { total: all }
          : this.connection.database
              .prepare<unknown[], { total: number }>(
                `SELECT count(*) AS total FROM pairs WHERE ${IN_VERSION}${where}`,
              )
              .get(parameters);
      const pairs = this.connection.database
        .prepare<unknown[], StoredPair>(
          `SELECT id, ko, en FROM pairs WHERE ${IN_VERSION}${where} ORDER BY place LIMIT :limit OFFSET :offset`,
        )
        .all({ ...parameters, limit, offset });
      return { total: found?.total ?? 0, pairs };
    });
  }

  /** A pair of the latest version. @throws UserError 404 for one that is not there, or no longer */
  pair(id: number, pair: number): StoredPair {
    this.read(id);
    const row = this.connection.guard(() =>
      this.connection.database
        .prepare<[number, number], StoredPair>(
          'SELECT id, ko, en FROM pairs WHERE data_set = ? AND id = ? AND removed IS NULL',
        )
        .get(id, pair),
    );
    if (row) return row;
    throw missingPair(pair);
  }

  /** All pairs of a version, in their order. */
  pairs(id: number, version?: number): StoredPair[] {
    return this.page(id, { version, limit: -1 }).pairs;
  }

  private versionOf(id: number): DataVersion {
    return this.connection.database
      .prepare<[number], DataVersion>(
        'SELECT version, hash, pairs, created, note FROM data_versions WHERE data_set = ? ORDER BY version DESC LIMIT 1',
      )
      .get(id)!;
  }

  private insert(id: number, version: number, pairs: Iterable<NewPair>): void {
    const { database } = this.connection;
    const last = database
      .prepare<[number], { place: number }>(
        'SELECT coalesce(max(place), 0) AS place FROM pairs WHERE data_set = ?',
      )
      .get(id);
    const add = database.prepare('INSERT INTO pairs (data_set, place, added, ko, en) VALUES (?, ?, ?, ?, ?)');
    let place = last?.place ?? 0;
    for (const { ko, en } of pairs) add.run(id, ++place, version, ko, en);
  }

  private remove(id: number, pair: number, version: number): { place: number } {
    const row = this.connection.database
      .prepare<[number, number, number], { place: number }>(
        'UPDATE pairs SET removed = ? WHERE data_set = ? AND id = ? AND removed IS NULL RETURNING place',
      )
      .get(version, id, pair);
    if (row) return row;
    throw missingPair(pair);
  }

  private altering(id: number, note: string, alter: (version: number) => void): DataSet {
    return this.changing(() => {
      const version = this.read(id).latest.version + 1;
      alter(version);
      this.seal(id, version, note);
      return this.read(id);
    });
  }

  /** Names a version by what it holds. @throws UserError where that is nothing */
  private seal(id: number, version: number, note: string): void {
    const hash = createHash('sha256');
    const rows = this.connection.database
      .prepare<unknown[], StoredPair>(`SELECT id, ko, en FROM pairs WHERE ${IN_VERSION} ORDER BY place`)
      .iterate({ set: id, version });
    let pairs = 0;
    for (const pair of rows) {
      hash.update(tsvLine(pair));
      pairs += 1;
    }
    if (pairs === 0) {
      throw new UserError('data set: expected at least one pair, got none; delete the whole set instead');
    }
    this.connection.database
      .prepare(
        'INSERT INTO data_versions (data_set, version, hash, pairs, created, note) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, version, hash.digest('hex'), pairs, new Date().toISOString(), note);
  }

  private changing<T>(action: () => T): T {
    const { connection } = this;
    return connection.guard(() => connection.database.transaction(action).immediate());
  }
}
