/** `/v1/session`: the token of a server that listens beyond its own machine, kept in a cookie by the browser. */
import type { Express, Request } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { sessionRequest } from '../../api/retraining/registry.js';
import { hasToken, TOKEN_COOKIE } from '../../middleware/access.js';
import type { Token } from '../../middleware/access.js';
import { answerChange, readChange } from '../../retraining-fields.js';

const DAYS_30 = 30 * 24 * 3600_000;

export function addSessionRoutes(app: Express, token: Token): void {
  const state = (request: Request): { needed: boolean; given: boolean } => ({
    needed: token !== null,
    given: token !== null && hasToken(request, token),
  });
  app
    .route('/v1/session')
    .get((request, response) => {
      response.set('Cache-Control', 'no-store').json(state(request));
    })
    .post((request, response) => {
      const given = readChange(request, response, sessionRequest).token.trim();
      request.headers.authorization = `Bearer ${given}`;
      if (token !== null && !hasToken(request, token)) {
        const back = response.locals.back as string | undefined;
        // A form is shown again, with one line.
        if (back !== undefined) {
          response.redirect(303, `/sign-in?${new URLSearchParams({ back, refused: '' }).toString()}`);
          return;
        }
        throw new UserError('token: expected the one that the server printed when it began, got another', {
          status: 401,
        });
      }
      const secure = request.secure;
      response.cookie(TOKEN_COOKIE, given, { httpOnly: true, sameSite: 'strict', secure, maxAge: DAYS_30 });
      answerChange(request, response, state(request));
    });
  app.route('/v1/session/end').post((request, response) => {
    response.clearCookie(TOKEN_COOKIE);
    answerChange(request, response, { needed: token !== null, given: false });
  });
}
