/** The server's end of the worker thread: starts it, asks it, and gives up what nobody waits for any more. */
import { Worker } from 'node:worker_threads';
import { UserError, messageOf } from '../foundation/errors.js';
import { prepareEngineEnvironment } from '../nn/backend.js';
import type { ServiceObserver } from './observer.js';
import { unpackError } from './protocol.js';
import type { Answer, AskedJob, Job, Results } from './protocol.js';

export interface WorkerPortOptions {
  /** Compiled worker script. */
  script: URL;
  /** Requests that may wait at once; one more is refused with status 503. */
  maxWaiting: number;
  observer: ServiceObserver;
}

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Seconds after which a client that was refused may well find a place. */
const RETRY_AFTER = 2;

const unavailable = (message: string): UserError =>
  new UserError(message, { exitCode: 1, status: 503, retryAfter: RETRY_AFTER });

export class WorkerPort {
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private nextId = 0;
  private closed = false;

  constructor(private readonly options: WorkerPortOptions) {}

  /** Requests that wait for the worker or are under way in it. */
  get waiting(): number {
    return this.pending.size;
  }

  /**
   * Gives the worker a job and waits for its result.
   * @param signal gives the job up: it rejects at once, and the worker stops between two steps
   * @throws UserError 503 when too many wait or the worker is gone
   */
  async ask<Kind extends AskedJob['type']>(
    job: Omit<Extract<AskedJob, { type: Kind }>, 'id' | 'stop'> & { type: Kind },
    signal?: AbortSignal,
  ): Promise<Results[Kind]> {
    const { maxWaiting, observer } = this.options;
    if (this.closed) throw unavailable('translator: is closing down; try again later');
    if (this.pending.size >= maxWaiting) {
      observer.refused();
      throw unavailable(
        `translator: expected at most ${maxWaiting} requests at once, got one more; try again in a moment`,
      );
    }
    signal?.throwIfAborted();
    const id = this.nextId++;
    const stop = new SharedArrayBuffer(4);
    const answered = new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
    });
    const giveUp = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
      const reason: unknown = signal?.reason;
      observer.givenUp();
      this.settle(id)?.reject(reason instanceof Error ? reason : new DOMException('Given up.', 'AbortError'));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    this.tell({ ...job, id, stop } as unknown as Job);
    try {
      return (await answered) as Results[Kind];
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Gives the worker a job that has no answer. */
  tell(job: Job): void {
    this.worker ??= this.start();
    this.worker.postMessage(job);
  }

  /** Refuses new requests, waits for those under way for a while, and stops the worker. */
  async close(graceMilliseconds: number): Promise<void> {
    this.closed = true;
    const deadline = Date.now() + graceMilliseconds;
    while (this.pending.size > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { worker } = this;
    this.worker = null;
    this.rejectAll(unavailable('translator: stopped before it was done; try again later'));
    await worker?.terminate();
  }

  private start(): Worker {
    prepareEngineEnvironment();
    const worker = new Worker(this.options.script);
    worker.on('message', (answer: Answer) => {
      this.receive(answer);
    });
    let reason = 'its thread ended';
    worker.on('error', (error) => (reason = messageOf(error)));
    worker.on('exit', () => {
      if (this.worker !== worker) return;
      // The next request starts another.
      this.worker = null;
      this.rejectAll(unavailable(`translator: stopped unexpectedly (${reason}); try again`));
    });
    return worker;
  }

  private receive(answer: Answer): void {
    if (answer.type === 'batch') {
      this.options.observer.batch(answer.batch);
      return;
    }
    const pending = this.settle(answer.id);
    if (answer.type === 'done') pending?.resolve(answer.result);
    else pending?.reject(unpackError(answer.error));
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private rejectAll(error: Error): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}
