/** The record of a finished set-up: while it holds, there is nothing to do. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binding, modules, root } from './places.mjs';

/** Inside node_modules, so that whoever removes that removes this. */
const stampPath = join(modules, '.ieum-setup.json');

/** Files whose content decides what is installed. */
const inputs = ['package.json', 'package-lock.json', '.npmrc', 'node_modules/.package-lock.json'];

/** Files that a set-up leaves behind: the addons, and the library behind one of them. */
const outputs = [
  join(modules, 'better-sqlite3/build/Release/better_sqlite3.node'),
  join(binding, 'lib/napi-v8/tfjs_binding.node'),
  join(binding, 'deps/lib/libtensorflow.so'),
];

/** @param {string} path */
function hash(path) {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;
}

/** @param {string} path */
function trace(path) {
  if (!existsSync(path)) return null;
  const { size, mtimeMs } = statSync(path);
  return { size, mtimeMs };
}

/** All that a finished set-up depends upon. */
function state() {
  return {
    machine: `${process.platform}-${process.arch}-${process.versions.modules}`,
    inputs: inputs.map((path) => hash(join(root, path))),
    outputs: outputs.map(trace),
  };
}

/** @returns {{ state: unknown, engine: string } | null} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampPath, 'utf8'));
  } catch {
    return null;
  }
}

/** The engine of the set-up that still holds; null where something has changed since. */
export function standingEngine() {
  const stamp = readStamp();
  if (stamp === null || JSON.stringify(stamp.state) !== JSON.stringify(state())) return null;
  return stamp.engine;
}

/** @param {string} engine */
export function writeStamp(engine) {
  writeFileSync(stampPath, `${JSON.stringify({ state: state(), engine }, null, 2)}\n`);
}
