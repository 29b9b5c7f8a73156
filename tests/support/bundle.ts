/** Scripts that run in a thread or a process of their own, bundled from the sources as they are now. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Imports of packages are found from here. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'ieum-tests');

/** Bundles a file of `src/` with all that it imports but packages; returns the script. */
export async function bundle(source: string): Promise<string> {
  const outfile = join(CACHE, source.replace(/\.ts$/, '.mjs'));
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
