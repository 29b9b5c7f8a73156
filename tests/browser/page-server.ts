/** The page as it is in the sources, served with a freshly built browser script. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createApp } from '../../src/web/app.js';
import type { AppOptions } from '../../src/web/app.js';
import type { TranslationService } from '../../src/web/service.js';
import { listen } from '../web/listening.js';
import type { Listening } from '../web/listening.js';

/** Serves the page around a service on a free port; `close` also removes the built files. */
export async function servePage(
  service: TranslationService,
  options: Partial<AppOptions> = {},
): Promise<Listening> {
  const publicFolder = mkdtempSync(join(tmpdir(), 'ieum-public-'));
  cpSync('public', publicFolder, { recursive: true });
  buildSync({
    entryPoints: ['ground', 'main', 'files', 'data', 'training', 'models'].map(
      (name) => `src/client/${name}.ts`,
    ),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outdir: join(publicFolder, 'build'),
    logLevel: 'error',
  });
  const server = await listen(createApp({ service, publicFolder, ...options }));
  return {
    url: server.url,
    close: async () => {
      await server.close();
      rmSync(publicFolder, { recursive: true, force: true });
    },
  };
}
