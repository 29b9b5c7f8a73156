/** What the server's thread and the translator's worker say to each other. */
import { UserError, messageOf } from '../foundation/errors.js';
import type { SentenceTranslation } from './translation.js';

/** A checkpoint on disk; another version of the same folder is another model. */
export interface ModelKey {
  folder: string;
  version: string;
}

export interface TranslateJob {
  type: 'translate';
  id: number;
  model: ModelKey;
  /** Normalised sentences. */
  sources: string[];
  beam: number;
  nBest: number;
  /** One 32-bit number, shared: not 0 once nobody waits for the answer. The worker looks between two steps. */
  stop: SharedArrayBuffer;
}

export interface LoadJob {
  type: 'load';
  model: ModelKey;
}

export type Job = TranslateJob | LoadJob;

export interface SentError {
  message: string;
  /** Null for what is no mistake of the user's. */
  user: { status: number; exitCode: number } | null;
}

export type Answer =
  | { type: 'done'; id: number; sentences: SentenceTranslation[] }
  | { type: 'failed'; id: number; error: SentError };

/** An error as plain data. */
export function packError(error: unknown): SentError {
  const user = error instanceof UserError ? { status: error.status, exitCode: error.exitCode } : null;
  return { message: messageOf(error), user };
}

export function unpackError({ message, user }: SentError): Error {
  return user ? new UserError(message, user) : new Error(message);
}
