/** `/sign-in`: takes the token of a server that others can reach. */
import type { RequestHandler } from 'express';
import { hasToken } from '../../middleware/access.js';
import type { Token } from '../../middleware/access.js';
import { isLocalPath } from '../../retraining-fields.js';
import type { Show } from './showing.js';

/** Shows the form; with `refused` in the query it also says that the token was another one. */
export function signInRoute(show: Show, token: Token): RequestHandler {
  return (request, response) => {
    const { back: given, refused } = request.query;
    const back = typeof given === 'string' && isLocalPath(given) ? given : '/data';
    if (token === null || hasToken(request, token)) {
      response.redirect(303, back);
      return;
    }
    if (refused !== undefined) response.status(401);
    show(response, 'sign-in', { back, refused: refused !== undefined });
  };
}
