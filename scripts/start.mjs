/** `npm start`: sets up and builds what is needed, then serves; PORT and HOST choose where. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { orExplain, setUp } from './setup.mjs';
import { root } from './setup/places.mjs';

await orExplain(async () => {
  await setUp();
  await buildAll();
});

const server = spawn(process.execPath, [join(root, 'dist', 'cli.js'), 'serve', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// A terminal sends Ctrl-C to the server as well; a signal to this process alone is handed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.once('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
