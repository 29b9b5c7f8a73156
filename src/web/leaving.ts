/** Work that ends when its client leaves. */
import type { Response } from 'express';

/** A signal that is aborted when the connection closes before the answer is written. */
export function leavingSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
