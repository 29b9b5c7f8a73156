/** The engine, in this order: tfjs-node by its own installer, tfjs-node with the wheel's library, WebAssembly. */
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { engineFault } from './addons.mjs';
import { binding, copyWhole, root } from './places.mjs';
import { npm, say } from './processes.mjs';
import { fetchLibrary, libraryFolder, libraryIsCached } from './wheel.mjs';

const name = '@tensorflow/tfjs-node';

/** Where tfjs-node looks for its addon; the number is the newest Node-API level that it knows. */
const addon = join(binding, 'lib', 'napi-v8', 'tfjs_binding.node');

const quarter = 15 * 60_000;

function removeBuilt() {
  for (const folder of ['deps', 'lib', 'build-tmp-napi-v8']) {
    rmSync(join(binding, folder), { recursive: true, force: true });
  }
}

/** Throws `fault` where there is one. */
async function expectEngine() {
  const fault = await engineFault();
  if (fault !== null) throw new Error(fault);
}

/** tfjs-node as its own installer sets it up: it downloads the library and an addon. */
async function byItsInstaller() {
  removeBuilt();
  await npm(['rebuild', name], { cwd: root, limit: quarter });
  await expectEngine();
}

/** tfjs-node with the library of the wheel, which lies in the cache; the addon is compiled once and kept there. */
async function byTheWheel() {
  if (!libraryIsCached()) await fetchLibrary();
  const library = libraryFolder();
  const kept = join(library, 'tfjs_binding.node');
  removeBuilt();
  mkdirSync(join(binding, 'deps'), { recursive: true });
  symlinkSync(join(library, 'include'), join(binding, 'deps', 'include'));
  symlinkSync(join(library, 'lib'), join(binding, 'deps', 'lib'));
  if (existsSync(kept)) {
    copyWhole(kept, addon);
    if ((await engineFault()) === null) return;
    rmSync(addon);
  }
  await npm(['rebuild', name], { cwd: root, limit: quarter });
  await expectEngine();
  copyWhole(addon, kept);
}

/**
 * @typedef {{ name: string, start: () => Promise<void> }} Way
 * @typedef {{ engine: 'tensorflow' | 'wasm', faults: string[] }} Outcome
 */

/** The ways to tfjs-node, best first. Where the wheel is cached, the installer has failed here before: it waits. */
function ways() {
  const installer = { name: 'its own installer', start: byItsInstaller };
  const wheel = { name: 'the library of the tensorflow-cpu wheel', start: byTheWheel };
  return libraryIsCached() ? [wheel, installer] : [installer, wheel];
}

/**
 * Tries ways in turn until one gives an engine that computes.
 * @param {Way[]} candidates
 * @returns {Promise<Outcome>}
 */
export async function firstThatWorks(candidates) {
  const faults = [];
  for (const way of candidates) {
    say(`Setting up ${name} by ${way.name}`);
    try {
      await way.start();
      return { engine: 'tensorflow', faults };
    } catch (error) {
      const fault = `${way.name}: ${error instanceof Error ? error.message : String(error)}`;
      say(`  did not work: ${fault.slice(way.name.length + 2)}`);
      faults.push(fault);
    }
  }
  return { engine: 'wasm', faults };
}

/**
 * Finds the fastest engine that works here. Never throws: WebAssembly needs no set-up.
 * @returns {Promise<Outcome>}
 */
export async function setUpEngine() {
  if (process.env.IEUM_ENGINE === 'wasm') return { engine: 'wasm', faults: ['IEUM_ENGINE=wasm'] };
  if (!existsSync(binding)) return { engine: 'wasm', faults: [`npm could not install ${name}`] };
  if ((await engineFault()) === null) return { engine: 'tensorflow', faults: [] };
  const outcome = await firstThatWorks(ways());
  if (outcome.engine === 'wasm') {
    removeBuilt();
    say('TensorFlow cannot be set up here: Ieum will run on WebAssembly, about ten times slower.');
  }
  return outcome;
}
