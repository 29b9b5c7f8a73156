/** Counts each request by the route that answered it, and how long it took. */
import type { Request, RequestHandler } from 'express';
import type { ServerMetrics } from '../metrics.js';

/** The pattern of the route, so that addresses that nobody serves make no series of their own. */
function routeOf(request: Request): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'other';
}

export function measureRequests(metrics: ServerMetrics): RequestHandler {
  return (request, response, next) => {
    const end = metrics.begin();
    response.once('close', () => {
      end({ route: routeOf(request), method: request.method, status: response.statusCode });
    });
    next();
  };
}
