/** A line for each request in the log: what was asked for and how it went, never what was to be translated. */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Fields that hold what somebody wrote. */
const TEXT_FIELDS = ['q', 's', 'text'];

/** The texts of a request, for a log that was asked to hold them. */
function textsOf(fields: unknown): Record<string, unknown> {
  if (typeof fields !== 'object' || fields === null) return {};
  return Object.fromEntries(Object.entries(fields).filter(([name]) => TEXT_FIELDS.includes(name)));
}

/** @param logText whether texts are logged too */
export function logRequests(log: Logger, { logText }: { logText: boolean }): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const { method, path } = request;
    response.once('close', () => {
      log.info(
        {
          method,
          // Without the query, which may hold a text.
          path,
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - started),
          ...(!response.writableFinished && { left: true }),
          ...(logText && { texts: { ...textsOf(request.query), ...textsOf(request.body) } }),
        },
        'request',
      );
    });
    next();
  };
}
