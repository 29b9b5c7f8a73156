/** Anything thrown while a request is answered, as a status and a line that a person can act upon. */
import { UserError, messageOf } from '../foundation/errors.js';

export interface ErrorDescription {
  status: number;
  message: string;
  /** Seconds after which it may be tried again. */
  retryAfter?: number;
  /** Set for what is no mistake of the user's: a case for the log. */
  unexpected?: true;
}

/** What the body parsers of Express throw: `http-errors` with a type. */
const BODY_ERRORS: Record<string, string> = {
  'entity.parse.failed': 'body: expected valid JSON, got something else; check quotes and commas',
  'entity.too.large': 'body: expected at most 1 MB, got more; send the text in parts',
  'charset.unsupported': 'body: expected UTF-8, got another character set; send charset=utf-8',
  'encoding.unsupported': 'body: expected gzip, deflate, br or no compression, got another',
  'parameters.too.many': 'body: expected at most 1000 fields, got more',
  'request.aborted': 'body: the connection closed before all of it came',
  'request.size.invalid': 'body: expected as many bytes as Content-Length says, got another number',
};

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
}

/** Describes an error; unexpected ones without their inside. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof UserError) {
    const { status, message, retryAfter } = error;
    return { status, message, ...(retryAfter !== undefined && { retryAfter }) };
  }
  const type = field(error, 'type');
  const status = field(error, 'status');
  if (typeof type === 'string' && type in BODY_ERRORS && typeof status === 'number') {
    return { status, message: BODY_ERRORS[type] };
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status, message: `request: ${messageOf(error)}` };
  }
  const message = 'server: something went wrong here; the log of the server says what';
  return { status: 500, message, unexpected: true };
}
