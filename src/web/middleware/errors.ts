/** The one place where an error becomes an answer: a page for readers, `{ error }` for programs. */
import type { ErrorRequestHandler, Request } from 'express';
import type { Logger } from 'pino';
import { describeError } from '../describe-error.js';

/** Whether the client asks for a page before JSON; one that takes anything is a program. */
function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/** Renders whatever was thrown. What is not the user's mistake is written to the log and told in one line. */
export function renderErrors(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    // A client that left needs no answer; one that has the head of an answer already can only be cut off.
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { status, message, retryAfter, unexpected } = describeError(error);
    if (unexpected) log.error({ err: error, path: request.path }, 'unexpected error');
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    // A body that was refused before its end would be read as the next request.
    if (!request.complete) response.set('Connection', 'close');
    response.status(status);
    if (wantsPage(request)) response.render('error', { status, message });
    else response.json({ error: message });
  };
}
