/** The page and its interface as an Express app: a pure factory that listens nowhere. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Express } from 'express';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { FileJobs } from './file-jobs.js';
import { DEFAULT_WEB_LIMITS } from './limits.js';
import type { WebLimits } from './limits.js';
import { ServerMetrics } from './metrics.js';
import { parseBodies } from './middleware/bodies.js';
import { allowOrigin } from './middleware/cross-origin.js';
import { cutEndlessBodies } from './middleware/endless-bodies.js';
import { renderErrors } from './middleware/errors.js';
import { measureRequests } from './middleware/measure.js';
import { allowMethods } from './middleware/methods.js';
import { notFound } from './middleware/not-found.js';
import { limitRate } from './middleware/rate-limit.js';
import { logRequests } from './middleware/request-log.js';
import { securityHeaders } from './middleware/security.js';
import { openApiDocument } from './openapi.js';
import { attentionRoute } from './routes/attention.js';
import { detectRoute } from './routes/detect.js';
import {
  cancelFileRoute,
  downloadRoute,
  fileStateRoute,
  startFileRoute,
  translateFileRoute,
} from './routes/files.js';
import { fileJobPageRoute, filesPageRoute, sendFileRoute } from './routes/files-page.js';
import { healthRoute, modelsRoute } from './routes/health.js';
import { heatmapStyleRoute } from './routes/heatmap-style.js';
import { continueRoute, searchRoute, stepRoute } from './routes/inspection.js';
import { languagesRoute } from './routes/languages.js';
import { metricsRoute } from './routes/metrics.js';
import { docsRoute, openApiRoute } from './routes/openapi.js';
import { pageRoute } from './routes/page.js';
import type { PageOptions } from './routes/page.js';
import { addRetrainingPages } from './routes/pages/index.js';
import { addRetrainingRoutes, addUploadRoutes } from './routes/retraining/index.js';
import { settingsRoute } from './routes/settings.js';
import { suggestRoute } from './routes/suggest.js';
import type { Suggestions } from './routes/suggest.js';
import { translateRoute } from './routes/translate.js';
import type { Retraining } from './retraining.js';
import type { TranslationService } from './service.js';

export interface AppOptions {
  /** Translates; the app neither starts nor closes it. */
  service: TranslationService;
  /** What one request, and one client, may ask for. */
  limits?: Partial<WebLimits>;
  /** Where better translations go that users send in; without one they are refused. */
  suggestions?: Suggestions | null;
  /** Data sets, trainings and models; without it they are refused. The app neither starts nor closes it. */
  retraining?: Retraining | null;
  /** What retraining asks for where the server listens beyond its own machine. */
  token?: string | null;
  /** Training runs under way, where the server knows of any. */
  trainings?: PageOptions['trainings'];
  /** Takes unexpected errors, and a line for each request; silent where left out. */
  log?: Logger;
  /** Whether the log holds what is translated. */
  logText?: boolean;
  metrics?: ServerMetrics;
  /** Origin whose pages may read answers: `https://example.org`, or `*`; null for none. */
  allowedOrigin?: string | null;
  /** Whether one proxy stands before the server and names its clients. */
  behindProxy?: boolean;
  /** Whether clients of this machine are held to the rate limit too. */
  countsLoopback?: boolean;
  /** Style sheet, icon and built browser script. */
  publicFolder?: string;
  viewsFolder?: string;
}

// The same path from src/web and from dist/web.
const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const version = (): string =>
  (JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string }).version;

/** Builds the app around a service. Nothing is shared between two apps. */
export function createApp({
  service,
  limits: given = {},
  suggestions = null,
  retraining = null,
  token = null,
  trainings,
  log = pino({ level: 'silent' }),
  logText = false,
  metrics = new ServerMetrics(),
  allowedOrigin = null,
  behindProxy = false,
  countsLoopback = false,
  publicFolder = fromRoot('public'),
  viewsFolder = fromRoot('views'),
}: AppOptions): Express {
  const limits = { ...DEFAULT_WEB_LIMITS, ...given };
  const jobs = new FileJobs(service, limits, (error) => log.error({ err: error }, 'unexpected error'));
  const openApi = openApiDocument(version());
  metrics.observeQueue(() => service.waiting);

  const app = express();
  app.set('view engine', 'ejs');
  app.set('views', viewsFolder);
  // Else each include of a template would be read and compiled again for each sentence.
  app.enable('view cache');
  app.locals.retrains = retraining !== null;
  app.locals.suggests = suggestions !== null;
  if (behindProxy) app.set('trust proxy', 1);

  app.use(securityHeaders());
  app.use(logRequests(log, { logText }));
  app.use(measureRequests(metrics));
  app.use(express.static(publicFolder, { index: false }));
  app.route('/heatmap.css').get(heatmapStyleRoute());
  app.route('/health').get(healthRoute(service));
  app.route('/metrics').get(metricsRoute(metrics));

  app.use(limitRate({ requestsPerMinute: limits.requestsPerMinute, countsLoopback }));
  app.use(
    ['/translate', '/detect', '/languages', '/suggest', '/frontend', '/spec', '/v1'],
    allowOrigin(allowedOrigin),
  );
  app.use(['/translate_file', '/download_file', '/openapi.json'], allowOrigin(allowedOrigin));

  // These read their own bodies, which hold a file.
  app.route('/translate_file').post(translateFileRoute(jobs, limits));
  app.route('/v1/files').post(startFileRoute(jobs, limits));
  const filesPage = { service, jobs, limits, log };
  app.route('/files').get(filesPageRoute(filesPage)).post(sendFileRoute(filesPage));
  app.route('/files/:id').get(fileJobPageRoute(filesPage));
  addUploadRoutes(app, retraining, { token });
  app.use(cutEndlessBodies(8 * limits.bodyBytes));
  app.use(parseBodies(limits.bodyBytes));

  const page = pageRoute(service, limits, { trainings, log });
  app.route('/').get(page).post(page);

  app.route('/translate').post(translateRoute(service, limits));
  app.route('/detect').post(detectRoute(limits));
  app.route('/languages').get(languagesRoute(service));
  app.route('/suggest').post(suggestRoute(suggestions, limits));
  app.route('/frontend/settings').get(settingsRoute(limits, { suggestions: suggestions !== null }));
  app.route('/download_file/:id/:name').get(downloadRoute(jobs));
  app.route('/spec').get(openApiRoute(openApi));

  const attention = attentionRoute(service, limits);
  app.route('/v1/attention').get(attention).post(attention);
  app.route('/v1/step').post(stepRoute(service, limits));
  app.route('/v1/continue').post(continueRoute(service, limits));
  app.route('/v1/search').post(searchRoute(service, limits));
  app.route('/v1/files/:id').get(fileStateRoute(jobs)).delete(cancelFileRoute(jobs));
  app.route('/v1/models').get(modelsRoute(service));

  addRetrainingRoutes(app, retraining, { token });
  addRetrainingPages(app, retraining, { service, token });

  app.route('/openapi.json').get(openApiRoute(openApi));
  app.route('/docs').get(docsRoute(openApi));

  app.use(allowMethods(app));
  app.use(notFound());
  app.use(renderErrors(log));
  return app;
}
