/** Compiled addons: each is tried in a process of its own and built anew where the running Node.js cannot load it. */
import { join } from 'node:path';
import { root } from './places.mjs';
import { npm, run, say } from './processes.mjs';

const tryDatabase = `new (require('better-sqlite3'))(':memory:').prepare('select 1').get()`;

/** Whether better-sqlite3 opens a database with this Node.js; its addon fits one version of Node.js only. */
async function databaseWorks() {
  try {
    await run(process.execPath, ['-e', tryDatabase], { cwd: root });
    return true;
  } catch {
    return false;
  }
}

/** Makes better-sqlite3 work, by its ready-made binary or by compiling it. Throws where neither works. */
export async function setUpDatabase() {
  if (await databaseWorks()) return;
  say('Setting up better-sqlite3 (a minute where it has to be compiled)');
  await npm(['rebuild', 'better-sqlite3'], { cwd: root });
  if (!(await databaseWorks())) {
    throw new Error(`better-sqlite3 was built but Node.js ${process.version} does not load it`);
  }
}

/**
 * Why tfjs-node does not load and compute with this Node.js; null where it does.
 * @returns {Promise<string | null>}
 */
export async function engineFault() {
  try {
    await run(process.execPath, [join(import.meta.dirname, 'check-engine.mjs')], {
      cwd: root,
      environment: { TF_CPP_MIN_LOG_LEVEL: '2' },
      limit: 120_000,
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
