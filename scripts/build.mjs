/** `npm run build`: TypeScript to dist/, the browser's script to public/build/, and `npx ieum` in the clone. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { orExplain } from './setup.mjs';
import { modules, root } from './setup/places.mjs';
import { run, say } from './setup/processes.mjs';

const dist = join(root, 'dist');
/** What runs before any page is drawn, and the script of each page. */
const clientEntries = ['ground', 'main', 'files', 'data', 'training', 'models'].map((name) =>
  join(root, 'src', 'client', `${name}.ts`),
);
const clientBuild = join(root, 'public', 'build');
const stampPath = join(dist, '.build');

/**
 * The files below a folder, as paths.
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** A hash of all that the build reads. */
function inputHash() {
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  const files = [...settings.map((name) => join(root, name)), ...filesBelow(join(root, 'src')).sort()];
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * Whether what stands in dist/ and public/build/ was built from the sources as they are.
 * @param {string} hash
 */
function isBuilt(hash) {
  const complete = existsSync(join(dist, 'cli.js')) && existsSync(clientBuild);
  return complete && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash;
}

/** Removes what was built from sources that are gone; files in use stay in place all the while. */
function removeStale() {
  for (const file of filesBelow(dist)) {
    const source = join(root, 'src', relative(dist, file)).replace(/\.js(\.map)?$/, '.ts');
    if (file !== stampPath && !existsSync(source)) rmSync(file);
  }
}

async function buildServer() {
  await run(process.execPath, [join(modules, 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
  });
  removeStale();
}

async function buildClient() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: clientEntries,
    outdir: clientBuild,
    bundle: true,
    minify: true,
    sourcemap: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
}

/** Lets `npx ieum` find the command inside the clone. */
function linkCommand() {
  const target = join(dist, 'cli.js');
  if (!existsSync(target)) return;
  chmodSync(target, 0o755);
  const link = join(modules, '.bin', process.platform === 'win32' ? 'ieum.cmd' : 'ieum');
  if (process.platform === 'win32') {
    writeFileSync(link, `@node "${target}" %*\r\n`);
    return;
  }
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(relative(dirname(link), target), link);
}

/**
 * Builds what has changed since the last build; with `again`, everything.
 * @param {{ again?: boolean }} [options]
 */
export async function buildAll({ again = false } = {}) {
  const hash = inputHash();
  if (again || !isBuilt(hash)) {
    say('Building');
    await buildServer();
    await buildClient();
    writeFileSync(stampPath, hash);
  }
  linkCommand();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await orExplain(() => buildAll({ again: true }));
}
