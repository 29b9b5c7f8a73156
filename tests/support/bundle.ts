/** Scripts that run in a thread or a process of their own, bundled from the sources as they are now. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Imports of packages are found from here. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'ieum-tests');

/** Bundles a file of `src/` with all that it imports but packages; returns the script, which is removed when the process ends. */
export async function bundle(source: string): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const outdir = mkdtempSync(join(CACHE, 'bundle-'));
  process.once('exit', () => {
    rmSync(outdir, { recursive: true, force: true });
  });
  const outfile = join(outdir, 'script.mjs');
  await build({
    entryPoints: [join(ROOT, 'src', source)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
  });
  return outfile;
}
