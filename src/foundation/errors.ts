/** Errors that a person can act upon: one line that says what was expected, what came, and how to go on. */

export interface UserErrorOptions {
  exitCode?: number;
  status?: number;
  retryAfter?: number;
  cause?: unknown;
}

/** A mistake in what the user gave. Shown as one line, without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Exit code of the command line: 2 for wrong usage or input, 1 for what failed on the way. */
  readonly exitCode: number;
  /** HTTP status that the page answers with. */
  readonly status: number;
  /** Seconds after which it may be tried again, where that helps. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { exitCode = 2, status = 400, retryAfter, cause }: UserErrorOptions = {}) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Whether a value is a Node.js system error such as ENOENT, EADDRINUSE or ENOSPC. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** The one-line message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
