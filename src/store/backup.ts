/** A backup of Ieum's folder while it is in use: the database by SQLite's own means, models and runs as they stand. */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystemError, UserError } from '../foundation/errors.js';
import { besidePath } from '../foundation/files.js';
import type { Store } from './database.js';
import { jobsFolder, modelsFolder, storePath } from './folder.js';

export interface Backup {
  folder: string;
  models: number;
  runs: number;
}

/** What a process is writing now, or one that was killed has left. */
const isWhole = (path: string): boolean => !/^\..*\.tmp(\.old)?$/.test(basename(path));

/** Checkpoints are replaced by renaming, so that one copied meanwhile may lack a file; then it is copied anew. */
const ATTEMPTS = 5;

function copyTree(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      cpSync(from, to, { recursive: true, filter: isWhole });
      return;
    } catch (error) {
      rmSync(to, { recursive: true, force: true });
      const moved = isSystemError(error) && error.code === 'ENOENT';
      if (!moved || attempt === ATTEMPTS) throw error;
    }
  }
}

function copyFolders(from: string, to: string): number {
  if (!existsSync(from)) return 0;
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from).filter(isWhole);
  for (const name of names) copyTree(join(from, name), join(to, name));
  return names.length;
}

/**
 * Copies Ieum's folder to another one, which appears when it is whole. Models and runs first, then the database: what
 * it names is there.
 * @throws UserError where something stands there already
 */
export async function backUp(store: Store, to: string): Promise<Backup> {
  const place = resolve(to);
  if (existsSync(place)) {
    throw new UserError(`backup ${to}: expected a new folder, got one that is there; name another`);
  }
  mkdirSync(dirname(place), { recursive: true });
  const beside = besidePath(place);
  try {
    mkdirSync(beside);
    const models = copyFolders(modelsFolder(store.folder), modelsFolder(beside));
    const runs = copyFolders(jobsFolder(store.folder), jobsFolder(beside));
    await store.backup(storePath(beside));
    renameSync(beside, place);
    return { folder: place, models, runs };
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
}
