/** Work that ends when its client leaves, or when its time is over. */
import type { Response } from 'express';
import { UserError } from '../foundation/errors.js';

/** A signal that is aborted when the connection closes before the answer is written. */
export function leavingSignal(response: Response): AbortSignal {
  return controllerOf(response).signal;
}

/** The same, aborted also after a time, which is then the client's error to be told. */
export function workSignal(response: Response, maximumSeconds: number): AbortSignal {
  const controller = controllerOf(response);
  const timer = setTimeout(() => {
    controller.abort(
      new UserError(
        `time: expected an answer within ${maximumSeconds} seconds, got none; send a shorter text, or try again later`,
        { status: 503, retryAfter: maximumSeconds },
      ),
    );
  }, maximumSeconds * 1000);
  response.once('close', () => {
    clearTimeout(timer);
  });
  return controller.signal;
}

function controllerOf(response: Response): AbortController {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller;
}
