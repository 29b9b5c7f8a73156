/** The routes of retraining, with who may use them. */
import type { Express, RequestHandler } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { RETRAINING_OPERATIONS } from '../../api/retraining/operations.js';
import { refuseOtherOrigins, requireToken } from '../../middleware/access.js';
import type { Token } from '../../middleware/access.js';
import type { Retraining } from '../../retraining.js';
import { addCorrectionRoutes } from './corrections.js';
import { addDataRoutes, previewRoute } from './data.js';
import { addJobRoutes } from './jobs.js';
import { addRegistryRoutes, uploadModelRoute } from './registry.js';
import { addRunRoutes } from './runs.js';
import { addSessionRoutes } from './session.js';

export interface RetrainingRoutesOptions {
  token: Token;
  /** Largest file of pairs, and largest model file, in bytes. */
  dataBytes?: number;
  modelBytes?: number;
}

const ROOMS = ['/v1/data', '/v1/corrections', '/v1/jobs', '/v1/runs', '/v1/events', '/v1/registry'];
export const DATA_BYTES = 64_000_000;
const MODEL_BYTES = 512_000_000;

const UPLOADS = ['/v1/data/previews', '/v1/registry'];

/** The answer of a server that has no retraining. */
const closed: RequestHandler = () => {
  throw new UserError('retraining: expected a server that offers it, got one that does not', { status: 403 });
};

/** The routes that read their own bodies; they stand before those that read bodies for others. */
export function addUploadRoutes(
  app: Express,
  retraining: Retraining | null,
  { token, dataBytes = DATA_BYTES, modelBytes = MODEL_BYTES }: RetrainingRoutesOptions,
): void {
  app.use([...ROOMS, '/v1/session'], refuseOtherOrigins());
  if (retraining) app.use(ROOMS, requireToken(token));
  const handlers = retraining
    ? [previewRoute(retraining, dataBytes), uploadModelRoute(retraining, modelBytes)]
    : [closed, closed];
  UPLOADS.forEach((path, place) => app.route(path).post(handlers[place]));
}

/** All others. */
export function addRetrainingRoutes(
  app: Express,
  retraining: Retraining | null,
  { token }: RetrainingRoutesOptions,
): void {
  addSessionRoutes(app, token);
  if (!retraining) {
    for (const { method, path } of RETRAINING_OPERATIONS) {
      const isThere = path.startsWith('/v1/session') || (method === 'post' && UPLOADS.includes(path));
      if (!isThere) app.route(path.replace(/\{(\w+)\}/g, ':$1'))[method](closed);
    }
    return;
  }
  addDataRoutes(app, retraining);
  addCorrectionRoutes(app, retraining);
  addJobRoutes(app, retraining);
  addRunRoutes(app, retraining);
  addRegistryRoutes(app, retraining);
}
