/** The one place where an error becomes an answer: a page for readers, `{ error }` for programs. */
import type { ErrorRequestHandler, Request } from 'express';
import { describeError } from '../describe-error.js';

/** Whether the client asks for a page before JSON; one that takes anything is a program. */
function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/** Renders whatever was thrown. What is not the user's mistake is written to the log and told in one line. */
export function renderErrors(): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    // A client that left needs no answer; one that has the head of an answer already can only be cut off.
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const { status, message } = describeError(error);
    response.status(status);
    if (wantsPage(request)) response.render('error', { status, message });
    else response.json({ error: message });
  };
}
