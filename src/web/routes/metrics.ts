/** `GET /metrics`: the server's numbers in Prometheus's text format. */
import type { RequestHandler } from 'express';
import type { ServerMetrics } from '../metrics.js';

export function metricsRoute({ registry }: ServerMetrics): RequestHandler {
  return async (_request, response) => {
    response.set('Content-Type', registry.contentType).send(await registry.metrics());
  };
}
