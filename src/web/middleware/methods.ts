/** The answer to a known address asked in the wrong way. */
import type { Express, RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';

interface Layer {
  match(path: string): boolean;
  route?: { methods: Record<string, boolean> };
}

/** The methods that the routes of an address take. */
function methodsOf(app: Express, path: string): string[] {
  const layers = (app.router as unknown as { stack: Layer[] }).stack;
  const routes = layers.flatMap((layer) => (layer.route && layer.match(path) ? [layer.route] : []));
  return [...new Set(routes.flatMap(({ methods }) => Object.keys(methods)))].map((name) =>
    name.toUpperCase(),
  );
}

/** Stands behind the routes: a path that is known but not for this method is answered with 405. */
export function allowMethods(app: Express): RequestHandler {
  return (request, response, next) => {
    const methods = methodsOf(app, request.path);
    if (methods.length === 0) {
      next();
      return;
    }
    const allowed = methods.join(', ');
    response.set('Allow', allowed);
    throw new UserError(`method: expected ${allowed} for ${request.path}, got ${request.method}`, {
      status: 405,
    });
  };
}
