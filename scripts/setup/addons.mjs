/** Compiled addons: each is tried in a process of its own and built anew where the running Node.js cannot load it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, copyWhole, modules, root } from './places.mjs';
import { npm, run, say } from './processes.mjs';

const databasePackage = join(modules, 'better-sqlite3');
const databaseAddon = join(databasePackage, 'build', 'Release', 'better_sqlite3.node');

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

/** Where a compiled better-sqlite3 is kept for the next installation with this Node.js. */
function keptDatabase() {
  const { version } = JSON.parse(readFileSync(join(databasePackage, 'package.json'), 'utf8'));
  const { platform, arch, versions } = process;
  return join(cacheFolder(), `better-sqlite3-${version}-${platform}-${arch}-abi${versions.modules}.node`);
}

/** Makes better-sqlite3 work, by its ready-made binary or by compiling it. Throws where neither works. */
export async function setUpDatabase() {
  if (await databaseWorks()) return;
  const kept = keptDatabase();
  if (existsSync(kept)) {
    copyWhole(kept, databaseAddon);
    if (await databaseWorks()) return;
  }
  say('Setting up better-sqlite3 (a minute where it has to be compiled)');
  await npm(['rebuild', 'better-sqlite3'], { cwd: root });
  if (!(await databaseWorks())) {
    throw new Error(`better-sqlite3 was built but Node.js ${process.version} does not load it`);
  }
  copyWhole(databaseAddon, kept);
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
