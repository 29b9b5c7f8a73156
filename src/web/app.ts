/** The page and its interface as an Express app: a pure factory that listens nowhere. */
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Express } from 'express';
import type { TranslationService } from './service.js';
import { parseBodies } from './middleware/bodies.js';
import { renderErrors } from './middleware/errors.js';
import { allowMethods } from './middleware/methods.js';
import { notFound } from './middleware/not-found.js';
import { securityHeaders } from './middleware/security.js';
import { attentionRoute } from './routes/attention.js';
import { healthRoute } from './routes/health.js';
import { heatmapStyleRoute } from './routes/heatmap-style.js';
import { languagesRoute } from './routes/languages.js';
import { pageRoute } from './routes/page.js';
import { translateRoute } from './routes/translate.js';

export interface AppOptions {
  /** Translates; the app neither starts nor closes it. */
  service: TranslationService;
  /** Longest text that one request may bring, in characters (code points). */
  maximumCharacters?: number;
  /** Style sheet, icon and built browser script. */
  publicFolder?: string;
  viewsFolder?: string;
}

// The same path from src/web and from dist/web.
const fromRoot = (folder: string): string => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

/** Builds the app around a service. Nothing is shared between two apps. */
export function createApp({
  service,
  maximumCharacters = 5000,
  publicFolder = fromRoot('public'),
  viewsFolder = fromRoot('views'),
}: AppOptions): Express {
  const app = express();
  app.set('view engine', 'ejs');
  app.set('views', viewsFolder);
  // Else each include of a template would be read and compiled again for each sentence.
  app.enable('view cache');

  app.use(securityHeaders());
  app.use(express.static(publicFolder, { index: false }));
  app.use(parseBodies());

  app
    .route('/')
    .get(pageRoute(service, { maximumCharacters }))
    .post(pageRoute(service, { maximumCharacters }));
  app.route('/heatmap.css').get(heatmapStyleRoute());
  app
    .route('/attention')
    .get(attentionRoute(service, { maximumCharacters }))
    .post(attentionRoute(service, { maximumCharacters }));
  app.route('/translate').post(translateRoute(service, { maximumCharacters }));
  app.route('/languages').get(languagesRoute(service));
  app.route('/health').get(healthRoute(service));

  app.use(allowMethods({ '/': 'GET, POST', '/attention': 'GET, POST', '/translate': 'POST' }));
  app.use(notFound());
  app.use(renderErrors());
  return app;
}
