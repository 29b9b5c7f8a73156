/** No address may send more than its share. */
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';

export interface RateLimitOptions {
  /** Requests a minute and address; 0 sets no limit. */
  requestsPerMinute: number;
  /** Whether this machine's own clients are held to it too. */
  countsLoopback: boolean;
}

const MINUTE = 60_000;

const isLoopback = (address: string): boolean => /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address);

/** Refuses with status 429 and `Retry-After`, in LibreTranslate's words. */
export function limitRate({ requestsPerMinute, countsLoopback }: RateLimitOptions): RequestHandler {
  if (requestsPerMinute === 0) {
    return (_request, _response, next) => {
      next();
    };
  }
  return rateLimit({
    windowMs: MINUTE,
    limit: requestsPerMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    skip: ({ ip = '' }) => !countsLoopback && isLoopback(ip),
    // All addresses of an IPv6 network belong to one client.
    keyGenerator: ({ ip = '' }) => ipKeyGenerator(ip),
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader('Retry-After') ?? MINUTE / 1000);
      next(
        new UserError(
          `Slowdown: expected at most ${requestsPerMinute} requests a minute, got more; try again in ${seconds} seconds`,
          { status: 429, retryAfter: seconds },
        ),
      );
    },
  });
}
