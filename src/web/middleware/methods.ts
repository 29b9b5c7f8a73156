/** The answer to a known address asked in the wrong way. */
import type { RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';

/** Stands behind the routes: a path that is known but not for this method is answered with 405. */
export function allowMethods(methods: Record<string, string>): RequestHandler {
  return (request, response, next) => {
    const allowed = methods[request.path];
    if (allowed === undefined) {
      next();
      return;
    }
    response.set('Allow', allowed);
    throw new UserError(`method: expected ${allowed} for ${request.path}, got ${request.method}`, {
      status: 405,
    });
  };
}
