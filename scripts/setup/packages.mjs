/** The npm packages: installed as the lock file says, and only when they are not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, root } from './places.mjs';
import { npm, say } from './processes.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

/**
 * @param {string} path
 * @returns {Lock | null}
 */
function readLock(path) {
  if (!existsSync(path)) return null;
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** What npm leaves out where its download fails, and the set-up adds again. */
const bindingPath = 'node_modules/@tensorflow/tfjs-node';

/**
 * The packages that a lock file asks for and an installation lacks or has in another version. Of the optional
 * ones only the binding of TensorFlow counts: npm leaves out those of other machines.
 * @param {Lock} wanted
 * @param {Lock} installed
 * @returns {string[]} paths below the project such as `node_modules/ejs`
 */
export function missingPackages(wanted, installed) {
  return Object.entries(wanted.packages)
    .filter(([path, entry]) => path !== '' && (!entry.optional || path === bindingPath))
    .filter(([path, entry]) => installed.packages[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** What `node_modules` lacks of the lock file; null where nothing at all is installed. */
function missingInstalled() {
  const wanted = readLock(join(root, 'package-lock.json'));
  const installed = readLock(join(modules, '.package-lock.json'));
  if (wanted === null || installed === null) return null;
  const absent = Object.keys(installed.packages).filter((path) => !existsSync(join(root, path)));
  return [...missingPackages(wanted, installed), ...absent];
}

/**
 * Installs what the lock file asks for, without running install scripts: the set-up runs those that count, each
 * with a way out. With them, npm would throw away `@tensorflow/tfjs-node` wherever its download fails.
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function installPackages() {
  const missing = missingInstalled();
  if (missing !== null && missing.length === 0) return false;
  if (missing !== null && missing.every((path) => path === bindingPath)) {
    // Leaves the rest of node_modules alone, which may hold compiled addons.
    say('Installing @tensorflow/tfjs-node, which npm had left out');
    await npm(['install', '--ignore-scripts', '--no-save'], { cwd: root });
    return true;
  }
  say('Installing the packages (npm ci)');
  await npm(['ci', '--ignore-scripts'], { cwd: root });
  return true;
}
