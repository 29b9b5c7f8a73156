/** `ieum serve`: the page and its interface over HTTP. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { UserError, isSystemError, messageOf } from '../foundation/errors.js';
import type { TranslationService } from '../serving/service.js';
import type { Store } from '../store/database.js';
import { wholeNumber, wholeNumberFrom } from './flags.js';

interface ServeFlags {
  port: number;
  host: string;
  rateLimit: number;
  maximumCharacters: number;
  queue: number;
  cache: boolean;
  allowOrigin?: string;
  behindProxy?: boolean;
  suggestions: boolean;
  log?: boolean;
  logText?: boolean;
}

const LISTEN_ERRORS: Record<string, (flags: ServeFlags) => string> = {
  EADDRINUSE: ({ port }) =>
    `port ${port}: expected a free one, got one in use; choose another with --port or PORT`,
  EACCES: ({ port }) =>
    `port ${port}: expected permission to listen, got none; choose one from 1024 with --port`,
  EADDRNOTAVAIL: ({ host }) => `host ${host}: expected an address of this machine, got another; see --host`,
  ENOTFOUND: ({ host }) =>
    `host ${host}: expected an address of this machine, got an unknown name; see --host`,
};

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError(`expected a number from 0 to 65535, got '${text}'.`);
  }
  return port;
}

/** Starts listening. @throws UserError when the port or the host cannot be had */
async function listen(server: Server, flags: ServeFlags): Promise<void> {
  server.listen(flags.port, flags.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const explain = isSystemError(error) ? LISTEN_ERRORS[error.code ?? ''] : undefined;
    if (!explain) throw error;
    throw new UserError(explain(flags), { exitCode: 1, cause: error });
  }
}

/** The address to open in a browser. */
function addressOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  const anywhere = address === '0.0.0.0' || address === '::';
  const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** The store for finished translations; without one the server works, only slower. */
async function openCache(): Promise<Store | null> {
  const { openStore } = await import('../store/database.js');
  try {
    return openStore();
  } catch (error) {
    process.stderr.write(`ieum: translations are not kept: ${messageOf(error)}\n`);
    return null;
  }
}

function sayHello(server: Server, service: TranslationService): void {
  const models = service.models();
  const names = models.map(({ name }) => name).join(', ');
  process.stdout.write(
    `Ieum listens at ${addressOf(server)} (${names === '' ? 'no model yet' : `models: ${names}`}).\n`,
  );
  if (models.length === 0) {
    process.stderr.write(
      'No checkpoint was found in checkpoints/ or runs/; `ieum train --config FILE` makes one.\n',
    );
  }
}

/** Resolves at the first Ctrl-C or SIGTERM; the second ends the process at once. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** Requests go to the log only where asked, errors always. */
async function openLog({ log = false, logText = false }: ServeFlags): Promise<Logger> {
  const { pino } = await import('pino');
  return pino({ name: 'ieum', level: log || logText ? 'info' : 'error' }, pino.destination(2));
}

/** The token that changes need where the server can be reached from elsewhere; null where it cannot. */
async function tokenFor(
  { host, behindProxy = false }: ServeFlags,
  store: Store | null,
): Promise<string | null> {
  const { isLoopbackHost, serverToken } = await import('../web/token.js');
  if (isLoopbackHost(host) && !behindProxy) return null;
  return serverToken(store?.folder ?? null);
}

async function serve(flags: ServeFlags): Promise<void> {
  // Loaded here, so that --help needs no web server.
  const [
    { TranslationService },
    { createApp },
    { createHttpServer, drain },
    { ServerMetrics },
    { trainingNews },
    { createRetraining },
  ] = await Promise.all([
    import('../serving/service.js'),
    import('../web/app.js'),
    import('../web/http-server.js'),
    import('../web/metrics.js'),
    import('../web/training-news.js'),
    import('../web/retraining.js'),
  ]);
  const log = await openLog(flags);
  const store = await openCache();
  const limits = { maximumCharacters: flags.maximumCharacters, requestsPerMinute: flags.rateLimit };
  const metrics = new ServerMetrics();
  metrics.observeProcess();
  const service = new TranslationService({
    cache: flags.cache ? store?.translations : undefined,
    maxWaiting: flags.queue,
    limits,
    observer: metrics,
  });
  const token = await tokenFor(flags, store);
  const onError = (error: unknown): void => {
    log.error({ err: error }, 'the queue of trainings could not be looked at');
  };
  const retraining = store && createRetraining(store, service, { onError });
  const app = createApp({
    service,
    retraining,
    token,
    limits,
    metrics,
    log,
    logText: flags.logText ?? false,
    suggestions: flags.suggestions ? (store?.suggestions ?? null) : null,
    trainings: () => (store ? trainingNews(store.runs) : []),
    allowedOrigin: flags.allowOrigin ?? null,
    behindProxy: flags.behindProxy ?? false,
  });
  try {
    const server = createHttpServer(app);
    await listen(server, flags);
    const stopped = askedToStop();
    sayHello(server, service);
    if (token !== null) process.stdout.write(`Retraining asks for this token: ${token}\n`);
    service.warmUp();
    retraining?.runner.start();
    await stopped;
    await Promise.all([retraining?.close(), drain(server)]);
  } finally {
    await retraining?.close();
    await service.close({ graceMilliseconds: 0 });
    store?.close();
  }
}

/** Adds `serve` to the command line. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('serve the page and the JSON interface')
    .addOption(
      new Option('--port <n>', 'port; 0 takes any free one').env('PORT').argParser(portNumber).default(3000),
    )
    .addOption(new Option('--host <address>', 'address to listen at').env('HOST').default('127.0.0.1'))
    .option(
      '--rate-limit <n>',
      'requests a minute that one address may send, this machine excepted; 0 sets no limit',
      wholeNumber,
      300,
    )
    .option('--maximum-characters <n>', 'longest text of a request', wholeNumberFrom(1, 100_000), 5000)
    .option(
      '--queue <n>',
      'requests that may wait for the translator at once',
      wholeNumberFrom(1, 100_000),
      64,
    )
    .option('--no-cache', 'keep no translations on the disk')
    .option('--allow-origin <origin>', "origin whose pages may use the interface; '*' for all")
    .option('--behind-proxy', 'take the addresses of clients from one proxy before the server')
    .option('--no-suggestions', 'take no suggestions of better translations')
    .option('--log', 'write a line of JSON for each request to standard error, without its text')
    .option('--log-text', 'the same, with the texts that are translated')
    .action(serve);
}
