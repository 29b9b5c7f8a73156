/** Lets pages of other origins read answers of the interface, where the one who runs the server allows them to. */
import type { RequestHandler } from 'express';

/** @param allowed an origin such as `https://example.org`, `*` for all, or null for none */
export function allowOrigin(allowed: string | null): RequestHandler {
  return (request, response, next) => {
    if (allowed === null) {
      next();
      return;
    }
    response.set('Access-Control-Allow-Origin', allowed);
    if (allowed !== '*') response.vary('Origin');
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set('Access-Control-Allow-Methods', 'GET, POST, DELETE');
    response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type');
    response.set('Access-Control-Max-Age', '86400');
    response.status(204).end();
  };
}
