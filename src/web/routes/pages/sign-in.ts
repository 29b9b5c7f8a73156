/** `/sign-in`: takes the token of a server that others can reach. */
import type { RequestHandler } from 'express';
import { isLocalPath } from '../../retraining-fields.js';
import type { Show } from './showing.js';

export function signInRoute(show: Show): RequestHandler {
  return (request, response) => {
    const { back } = request.query;
    show(response, 'sign-in', { back: typeof back === 'string' && isLocalPath(back) ? back : '/data' });
  };
}
