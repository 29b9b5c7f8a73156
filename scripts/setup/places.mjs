/** Where the set-up finds and leaves things. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
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
