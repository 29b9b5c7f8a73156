/** What the service tells of its work while it works: numbers, never a text. */

/** Called in the thread of the server; each method must be quick and not throw. */
export interface ServiceObserver {
  /** Sentences of a request: found in the cache, and asked of the worker. */
  sentences(count: { cached: number; translated: number }): void;
  /** The worker has translated a batch. */
  batch(round: { sentences: number; seconds: number; sourcePieces: number; targetPieces: number }): void;
  /** A request was refused since too many wait. */
  refused(): void;
  /** A request was given up by its client or ran out of time. */
  givenUp(): void;
}

export const NO_OBSERVER: ServiceObserver = {
  sentences: () => undefined,
  batch: () => undefined,
  refused: () => undefined,
  givenUp: () => undefined,
};
