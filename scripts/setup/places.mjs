/** Where the set-up finds and leaves things. */
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = resolve(fileURLToPath(import.meta.url), '../../..');

export const modules = join(root, 'node_modules');

/** The installed binding of TensorFlow. */
export const binding = join(modules, '@tensorflow', 'tfjs-node');

/** What several clones share: `IEUM_CACHE`, else `ieum` in the user's cache folder. */
export function cacheFolder() {
  if (process.env.IEUM_CACHE) return resolve(process.env.IEUM_CACHE);
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'ieum');
}

/**
 * Copies a file beside its place and renames it into place, so that nobody ever loads half of it.
 * @param {string} from
 * @param {string} to
 */
export function copyWhole(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  const beside = `${to}.${process.pid}.tmp`;
  copyFileSync(from, beside);
  renameSync(beside, to);
}
