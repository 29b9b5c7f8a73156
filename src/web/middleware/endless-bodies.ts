/** Cuts off clients whose body does not end: a refusal waits for the end of the body, which may never come. */
import type { RequestHandler } from 'express';

/** @param most bytes after which the connection is closed without an answer */
export function cutEndlessBodies(most: number): RequestHandler {
  return (request, _response, next) => {
    let received = 0;
    request.on('data', (block: Buffer) => {
      received += block.length;
      if (received > most) request.destroy();
    });
    next();
  };
}
