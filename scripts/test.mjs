/** `npm test`: sets up and builds what is needed, then runs the tests; what follows `--` goes to vitest. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { orExplain, setUp } from './setup.mjs';
import { modules, root } from './setup/places.mjs';

await orExplain(async () => {
  await setUp();
  await buildAll();
});

const vitest = join(modules, 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
