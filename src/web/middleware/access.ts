/** Who may look into retraining and change things: this machine's user, or whoever has the token; never another page. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';

export const TOKEN_COOKIE = 'ieum_token';

/** Null where the server listens on the loopback only, and no token is needed. */
export type Token = string | null;

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

function cookieOf({ headers }: Request): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${TOKEN_COOKIE}=`));
  return found && decodeURIComponent(found.slice(TOKEN_COOKIE.length + 1));
}

/** Whether a request brings the token, in its `Authorization` or in the cookie. */
export function hasToken(request: Request, token: string): boolean {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  return [bearer, cookieOf(request)].some(
    (given) => given !== undefined && timingSafeEqual(hash(given), hash(token)),
  );
}

const forbidden = (message: string): UserError => new UserError(message, { status: 403 });

/** Refuses what pages of other origins send, by their own scripts or by forms that they make a browser post. */
export function refuseOtherOrigins(): RequestHandler {
  return (request, _response, next) => {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const isOwn =
      (site === undefined || site === 'same-origin' || site === 'none') &&
      (origin === undefined || origin.replace(/^https?:\/\//i, '') === request.get('host'));
    if (isOwn || request.method === 'GET' || request.method === 'HEAD') {
      next();
      return;
    }
    throw forbidden(`origin: expected this server's own page, got ${(origin ?? site ?? '').slice(0, 80)}`);
  };
}

/** Lets those through who bring the token; without one, those who ask for this machine by its own name. */
export function requireToken(token: Token): RequestHandler {
  return (request, _response, next) => {
    if (token === null) {
      // A foreign name that was made to point to this machine would let its page read all of this.
      if (!LOOPBACK_NAME.test(request.get('host') ?? '')) {
        throw forbidden('host: expected localhost or 127.0.0.1, got another name; use one of these');
      }
    } else if (!hasToken(request, token)) {
      throw new UserError(
        'token: expected the one that the server printed when it began, got none or another; ' +
          'send it as `Authorization: Bearer TOKEN`, or sign in on the page',
        { status: 401 },
      );
    }
    next();
  };
}
