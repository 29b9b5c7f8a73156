/** The HTTP server around the app, with times and sizes that a stalled or hostile client cannot stretch. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Express } from 'express';

export interface ServerTimes {
  /** For all of a request's headers. */
  headersMilliseconds: number;
  /** For all of a request, its body included. */
  requestMilliseconds: number;
  /** For a connection without a request. */
  idleMilliseconds: number;
  /** How often the first two are looked at. */
  checkMilliseconds: number;
}

export const DEFAULT_TIMES: ServerTimes = {
  headersMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  idleMilliseconds: 5_000,
  checkMilliseconds: 2_000,
};

const MOST_HEADER_BYTES = 16_384;
const MOST_HEADERS = 100;
/** Connections at once; more are closed as they come. */
const MOST_CONNECTIONS = 1_000;

/** A server that does not listen yet. */
export function createHttpServer(app: Express, times: Partial<ServerTimes> = {}): Server {
  const { headersMilliseconds, requestMilliseconds, idleMilliseconds, checkMilliseconds } = {
    ...DEFAULT_TIMES,
    ...times,
  };
  const server = createServer(
    {
      headersTimeout: headersMilliseconds,
      requestTimeout: requestMilliseconds,
      keepAliveTimeout: idleMilliseconds,
      connectionsCheckingInterval: checkMilliseconds,
      maxHeaderSize: MOST_HEADER_BYTES,
    },
    app,
  );
  server.maxHeadersCount = MOST_HEADERS;
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** How long requests under way may take after the server was asked to stop. */
const GRACE_MILLISECONDS = 10_000;

/** Takes no new connections, lets the requests under way finish, then cuts off what is left. */
export async function drain(server: Server, graceMilliseconds = GRACE_MILLISECONDS): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, graceMilliseconds);
  await closed;
  clearTimeout(timer);
}
