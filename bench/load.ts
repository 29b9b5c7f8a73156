/** `npm run bench -- load`: many clients at once against a server on this machine, each answer held against the truth. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { UserError, messageOf } from '../src/foundation/errors.js';
import { quantile } from './quantile.js';

export interface LoadOptions {
  /** A server that runs already, on the loopback; left out, the built one is started with the installed models. */
  url?: string;
  clients?: number;
  /** How long they send, in seconds. */
  seconds?: number;
  source?: 'ko' | 'en';
  /** Different texts; left out, sentences of numbers that no cache knows. */
  texts?: string[];
  /** Called about once a second. */
  onProgress?: (progress: { seconds: number; answers: number }) => void;
  signal?: AbortSignal;
}

/** Where a server keeps nothing of its requests, the first two are alike. */
export interface Memory {
  /** At half of the time, when all is warm. */
  middle: number;
  end: number;
  most: number;
}

export interface LoadReport {
  clients: number;
  seconds: number;
  answers: number;
  answersPerSecond: number;
  /** Milliseconds from a request's first byte to its answer's last. */
  latency: { median: number; p95: number; p99: number; greatest: number };
  /** Answers that were another text's, or none: the first is shown. */
  wrong: number;
  firstWrong: string | null;
  /** Answers with status 429 or 503, which a client sends again. */
  refused: number;
  /** Resident memory of the server's process, in megabytes; null where it does not tell. */
  memory: Memory | null;
}

/** The built program, from the project's folder. */
const PROGRAM = resolve(join('dist', 'cli.js'));

const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\/?$/;

/** Short sentences, each with a number of its own. */
function sentences(source: 'ko' | 'en', count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    source === 'ko' ? `저는 어제 책을 ${i + 2}권 읽었어요.` : `I read ${i + 2} books yesterday.`,
  );
}

interface Answer {
  status: number;
  text: string;
}

/** One request over a kept connection. */
function translate(
  url: string,
  agent: Agent,
  fields: { q: string; source: string; target: string },
): Promise<Answer> {
  const body = JSON.stringify({ ...fields, format: 'text' });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/translate`, { method: 'POST', agent, headers }, (response) => {
      const blocks: Buffer[] = [];
      response.on('data', (block: Buffer) => blocks.push(block));
      response.on('error', reject);
      response.on('end', () => {
        const whole = JSON.parse(Buffer.concat(blocks).toString()) as {
          translatedText?: string;
          error?: string;
        };
        resolve({ status: response.statusCode ?? 0, text: whole.translatedText ?? whole.error ?? '' });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

interface OwnServer {
  url: string;
  close(): Promise<void>;
}

/** Starts the built server in a process of its own, without a cache, so that each text is translated anew. */
async function startServer(clients: number): Promise<OwnServer> {
  if (!existsSync(PROGRAM)) {
    throw new UserError(
      `load: expected the built program at ${PROGRAM}, found none; run 'npm run build' first`,
    );
  }
  const flags = ['serve', '--port', '0', '--no-cache', '--queue', String(2 * clients)];
  const server = spawn(process.execPath, [PROGRAM, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const close = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
  };
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /listens at (\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, close };
  }
  throw new UserError('load: expected the server to listen, got its end; its own line above says why', {
    exitCode: 1,
  });
}

/** Resident memory of the server's process, in megabytes; null where it does not tell. */
async function memoryOf(url: string): Promise<number | null> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
  return bytes === undefined ? null : Number(bytes) / 1e6;
}

/** Numbers of a run as they come in. */
class Tally {
  readonly latencies: number[] = [];
  wrong = 0;
  firstWrong: string | null = null;
  refused = 0;

  isWrong(message: string): void {
    this.wrong += 1;
    this.firstWrong ??= message;
  }
}

/** Memory of the server over time. */
class MemoryWatch {
  private readonly seen: number[] = [];

  constructor(private readonly url: string) {}

  async look(): Promise<void> {
    const megabytes = await memoryOf(this.url);
    if (megabytes !== null) this.seen.push(megabytes);
  }

  report(): Memory | null {
    const { seen } = this;
    if (seen.length === 0) return null;
    return {
      middle: seen[Math.floor((seen.length - 1) / 2)],
      end: seen[seen.length - 1],
      most: Math.max(...seen),
    };
  }
}

interface Run {
  url: string;
  agent: Agent;
  direction: { source: string; target: string };
  /** What each text is translated to when it is sent alone. */
  truth: Map<string, string>;
  tally: Tally;
}

/** Asks once and compares. */
async function ask({ url, agent, direction, truth, tally }: Run, q: string): Promise<void> {
  const started = performance.now();
  try {
    const { status, text } = await translate(url, agent, { q, ...direction });
    if (status === 429 || status === 503) tally.refused += 1;
    else {
      tally.latencies.push(performance.now() - started);
      if (status !== 200 || text !== truth.get(q)) tally.isWrong(`'${q}' (${status}): ${text}`);
    }
  } catch (error) {
    tally.isWrong(`'${q}': ${messageOf(error)}`);
  }
}

/**
 * Lets clients send one request after the other for a while. What is right is asked first, one text after the other.
 * @throws UserError for a server that is not on this machine
 */
export async function benchLoad(options: LoadOptions = {}): Promise<LoadReport> {
  const { clients = 100, seconds = 60, source = 'ko', onProgress, signal } = options;
  const { texts = sentences(source, 2 * clients) } = options;
  if (options.url !== undefined && !LOOPBACK.test(options.url)) {
    throw new UserError(
      `load: expected a server on this machine, got ${options.url}; use http://127.0.0.1:PORT`,
    );
  }
  const own = options.url === undefined ? await startServer(clients) : null;
  const url = (own?.url ?? options.url ?? '').replace(/\/$/, '');
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const direction = { source, target: source === 'ko' ? 'en' : 'ko' };
  try {
    const truth = new Map<string, string>();
    for (const q of texts) truth.set(q, (await translate(url, agent, { q, ...direction })).text);
    const tally = new Tally();
    const run: Run = { url, agent, direction, truth, tally };
    const memory = new MemoryWatch(url);
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1000;
    const isOver = (): boolean => elapsed() >= seconds || signal?.aborted === true;
    const watching = setInterval(() => {
      void memory.look();
      onProgress?.({ seconds: elapsed(), answers: tally.latencies.length });
    }, 1000);
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        for (let n = client; !isOver(); n += clients) await ask(run, texts[n % texts.length]);
      }),
    );
    clearInterval(watching);
    await memory.look();
    return reportOf(tally, { clients, seconds: elapsed(), memory: memory.report() });
  } finally {
    agent.destroy();
    await own?.close();
  }
}

function reportOf(
  { latencies, wrong, firstWrong, refused }: Tally,
  { clients, seconds, memory }: Pick<LoadReport, 'clients' | 'seconds' | 'memory'>,
): LoadReport {
  const sorted = [...latencies].sort((a, b) => a - b);
  return {
    clients,
    seconds,
    answers: sorted.length,
    answersPerSecond: sorted.length / seconds,
    latency: {
      median: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      greatest: sorted.at(-1) ?? 0,
    },
    wrong,
    firstWrong,
    refused,
    memory,
  };
}

/** The report in a few lines. */
export function describeLoad(report: LoadReport): string {
  const { clients, seconds, answers, answersPerSecond, latency, wrong, firstWrong, refused, memory } = report;
  const milliseconds = (value: number): string => `${Math.round(value)} ms`;
  return [
    `${clients} clients for ${seconds.toFixed(0)} s: ${answers} answers, ${answersPerSecond.toFixed(1)} a second`,
    `latency: median ${milliseconds(latency.median)}, 95 % ${milliseconds(latency.p95)}, ` +
      `99 % ${milliseconds(latency.p99)}, greatest ${milliseconds(latency.greatest)}`,
    `wrong answers: ${wrong}${firstWrong === null ? '' : ` (first: ${firstWrong})`}; refused: ${refused}`,
    ...(memory
      ? [
          `memory: ${memory.middle.toFixed(0)} MB at half time, ${memory.end.toFixed(0)} MB at the end, ` +
            `${memory.most.toFixed(0)} MB at most`,
        ]
      : []),
  ].join('\n');
}
