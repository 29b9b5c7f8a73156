/** What the page asks of the server. Each call ends when its signal says so, and the server's work with it. */
import type { Failure } from '../render/notice.js';

/** An answer that is none, as the page shows it. */
export class RequestFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export const UNREACHABLE: Failure = {
  status: 0,
  message: 'Check that the server still runs, then try again',
};

/** Seconds of a Retry-After header, which may also be a date. */
function retryAfter(response: Response): number | undefined {
  const header = response.headers.get('Retry-After');
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  const until = Date.parse(header) - Date.now();
  return Number.isFinite(until) ? Math.max(1, Math.ceil(until / 1000)) : undefined;
}

/** The failure that an answer tells of. */
async function failureOf(response: Response): Promise<Failure> {
  const failure: Failure = { status: response.status, message: 'The server refused, without a reason' };
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body) failure.message = String(body.error);
  const seconds = retryAfter(response);
  if (seconds !== undefined) failure.retryAfter = seconds;
  return failure;
}

export interface AskOptions {
  method?: string;
  body?: BodyInit;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/**
 * Asks for JSON.
 * @throws RequestFailure where the server refuses or is not there, AbortError where the signal gave it up
 */
export async function ask(address: string, init: AskOptions): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers: { Accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestFailure(UNREACHABLE);
  }
  if (!response.ok) throw new RequestFailure(await failureOf(response));
  return response.json();
}

/** A page as it came, with the address that led to it in the end. */
export interface AnsweredPage {
  address: string;
  html: string;
}

/**
 * Asks for a page, or sends a form that leads to one.
 * @throws RequestFailure where the server refuses or is not there, AbortError where the signal gave it up
 */
export async function askPage(address: string, init: AskOptions = {}): Promise<AnsweredPage> {
  // An error is wanted as JSON, its one line.
  const headers = { Accept: 'application/json, text/html;q=0.9', ...init.headers };
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestFailure(UNREACHABLE);
  }
  if (!response.ok) throw new RequestFailure(await failureOf(response));
  return { address: response.url, html: await response.text() };
}

/** Sends JSON and reads JSON. */
export function post(address: string, body: object, signal: AbortSignal): Promise<unknown> {
  return ask(address, {
    method: 'POST',
    body: JSON.stringify(body),
    signal,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** The failure to show for whatever was thrown, or null where it was given up. */
export function failureFrom(error: unknown, signal: AbortSignal): Failure | null {
  if (signal.aborted) return null;
  if (error instanceof RequestFailure) return error.failure;
  return { status: 500, message: error instanceof Error ? error.message : 'Something unexpected came back' };
}
