/** `npm run bench`: builds what is not built, and runs the benchmarks in a process of their own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildAll } from './build.mjs';
import { orExplain, setUp } from './setup.mjs';
import { root } from './setup/places.mjs';

const outfile = join(root, 'dist', 'bench.mjs');

/** The benchmarks run on the program as it is built: its modules are imported, not bundled. */
const builtProgram = {
  name: 'built-program',
  /** @param {import('esbuild').PluginBuild} esbuild */
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\.\/src\// }, ({ path }) => ({
      path: `./${path.slice('../src/'.length)}`,
      external: true,
    }));
  },
};

await orExplain(async () => {
  await setUp();
  await buildAll();
  await build({
    entryPoints: [join(root, 'bench', 'main.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [builtProgram],
  });
});

const bench = spawn(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
// A terminal sends Ctrl-C to the benchmark as well; a signal to this process alone is handed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => bench.kill('SIGTERM'));
bench.once('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
