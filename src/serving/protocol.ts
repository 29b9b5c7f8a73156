/** What the server's thread and the translator's worker say to each other. */
import { UserError, messageOf } from '../foundation/errors.js';
import type { ContinueRequest, SearchRequest, SearchTree, StepDetail, StepRequest } from './inspection.js';
import type { SearchSettings } from './search-settings.js';
import type { AttentionMode, SentenceTranslation } from './translation.js';

/** A checkpoint on disk; another version of the same folder is another model. */
export interface ModelKey {
  folder: string;
  version: string;
}

/** What all jobs that are answered have. */
interface Asked {
  id: number;
  model: ModelKey;
  /** One 32-bit number, shared: not 0 once nobody waits for the answer. The worker looks between two steps. */
  stop: SharedArrayBuffer;
}

/** How sentences are translated; those with the same options share a batch. */
export interface SentenceOptions {
  beam: number;
  nBest: number;
  /** Likeliest pieces of each step to return. */
  candidates: number;
  attention: AttentionMode;
  search: SearchSettings;
}

export interface TranslateJob extends Asked, SentenceOptions {
  type: 'translate';
  /** Normalised sentences. */
  sources: string[];
}

/** A question about one normalised sentence, `request.text`. */
export interface InspectionJob<Kind extends string, Request> extends Asked {
  type: Kind;
  request: Request;
}

/** The attention scores of finished hypotheses. */
export interface ScoresJob extends Asked {
  type: 'scores';
  attention: AttentionMode;
  /** False where sentences were read as they stand. */
  protect: boolean;
  hypotheses: { source: string; pieces: string[] }[];
}

export type AskedJob =
  | TranslateJob
  | ScoresJob
  | InspectionJob<'step', StepRequest>
  | InspectionJob<'continue', ContinueRequest>
  | InspectionJob<'search', SearchRequest>;

export interface LoadJob {
  type: 'load';
  model: ModelKey;
}

export type Job = AskedJob | LoadJob;

/** What each kind of job is answered with. */
export interface Results {
  translate: SentenceTranslation[];
  /** Dot products before the softmax, for each hypothesis `[U][T]`; null where a source was read in parts. */
  scores: (number[][] | null)[];
  step: StepDetail;
  continue: SentenceTranslation;
  search: SearchTree;
}

/** A batch that the worker has translated, in numbers. */
export interface BatchNumbers {
  sentences: number;
  seconds: number;
  sourcePieces: number;
  targetPieces: number;
}

export interface SentError {
  message: string;
  /** Null for what is no mistake of the user's. */
  user: { status: number; exitCode: number } | null;
}

export type Answer =
  | { type: 'done'; id: number; result: Results[AskedJob['type']] }
  | { type: 'failed'; id: number; error: SentError }
  | { type: 'batch'; batch: BatchNumbers };

/** An error as plain data. */
export function packError(error: unknown): SentError {
  const user = error instanceof UserError ? { status: error.status, exitCode: error.exitCode } : null;
  return { message: messageOf(error), user };
}

export function unpackError({ message, user }: SentError): Error {
  return user ? new UserError(message, user) : new Error(message);
}
