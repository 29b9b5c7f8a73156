/** The answer to an address where nothing stands. */
import type { RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';

/** Stands behind all routes: whatever comes here was not found. */
export function notFound(): RequestHandler {
  return (request) => {
    const where = `${request.method} ${request.path}`;
    throw new UserError(`address: expected one of this server's, got ${where}; the translator is at /`, {
      status: 404,
    });
  };
}
