/** The pages of retraining (`/data`, `/training`, `/models`), with who may see them. */
import type { Express, RequestHandler } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { hasToken, refuseOtherOrigins, requireToken } from '../../middleware/access.js';
import type { Token } from '../../middleware/access.js';
import type { Retraining } from '../../retraining.js';
import type { TranslationService } from '../../service.js';
import { addDataPages } from './data.js';
import { addModelPages } from './models.js';
import { showWith } from './showing.js';
import { signInRoute } from './sign-in.js';
import { addTrainingPages } from './training.js';

export interface RetrainingPagesOptions {
  service: TranslationService;
  token: Token;
}

const PAGES = ['/data', '/training', '/models'];

/** Leads those without the token to where they can give it. */
function askForToken(token: Token): RequestHandler {
  return (request, response, next) => {
    response.locals.signedIn = token !== null && hasToken(request, token);
    if (token === null || response.locals.signedIn || request.method !== 'GET') next();
    else response.redirect(303, `/sign-in?${new URLSearchParams({ back: request.originalUrl }).toString()}`);
  };
}

const closed: RequestHandler = () => {
  throw new UserError('retraining: expected a server that offers it, got one that does not', { status: 403 });
};

export function addRetrainingPages(
  app: Express,
  retraining: Retraining | null,
  { service, token }: RetrainingPagesOptions,
): void {
  if (!retraining) {
    for (const page of PAGES) app.route(page).get(closed);
    return;
  }
  const show = showWith(service);
  app.route('/sign-in').get(signInRoute(show, token));
  app.use(PAGES, refuseOtherOrigins(), askForToken(token), requireToken(token));
  const pages = { retraining, service, show };
  addDataPages(app, pages);
  addTrainingPages(app, pages);
  addModelPages(app, pages);
}
