/** `npm run setup`: packages, addons and engine, as far as they are not there yet. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setUpDatabase } from './setup/addons.mjs';
import { setUpEngine } from './setup/engine.mjs';
import { installPackages } from './setup/packages.mjs';
import { root } from './setup/places.mjs';
import { CommandError, say } from './setup/processes.mjs';
import { standingEngine, writeStamp } from './setup/stamp.mjs';

const oldest = [20, 12];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new Error(
    `Node.js: expected ${oldest.join('.')} or newer, got ${process.versions.node}; install a newer one`,
  );
}

/**
 * Makes the clone ready to build and run. Does nothing where it is ready already.
 * @param {{ again?: boolean }} [options] again: try for the fast engine even where an earlier set-up found none
 * @returns {Promise<string>} the engine that will run
 * @throws {Error} where the packages or better-sqlite3 cannot be installed
 */
export async function setUp({ again = false } = {}) {
  checkNode();
  const standing = standingEngine();
  if (standing === 'tensorflow' || (standing !== null && !again)) return standing;
  await installPackages();
  await setUpDatabase();
  const { engine } = await setUpEngine();
  writeStamp(engine);
  return engine;
}

/**
 * Runs `work`; where it fails, prints one line, keeps the whole output of the command in a log and ends.
 * @param {() => Promise<void>} work
 */
export async function orExplain(work) {
  try {
    await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    if (error instanceof CommandError) {
      const log = join(root, '.ieum', 'setup.log');
      mkdirSync(join(root, '.ieum'), { recursive: true });
      appendFileSync(log, `${new Date().toISOString()}\n${error.output}\n`);
      say(`The whole output is in ${log}`);
    }
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await orExplain(async () => {
    const engine = await setUp({ again: true });
    say(`Ieum is set up: the engine is ${engine === 'wasm' ? 'WebAssembly' : 'TensorFlow'}.`);
  });
}
