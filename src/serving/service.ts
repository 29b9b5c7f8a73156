/** The translator behind one worker thread, so that the thread that calls it never waits for a computation. */
import { Worker } from 'node:worker_threads';
import { UserError, messageOf } from '../foundation/errors.js';
import { prepareEngineEnvironment } from '../nn/backend.js';
import { DEFAULT_SEARCH } from '../search/options.js';
import { normaliseText } from '../text/normalise.js';
import { splitSentences } from '../text/sentences.js';
import { CachedSentences } from './cached-sentences.js';
import type { TranslationCache } from './cached-sentences.js';
import { chooseModel, findModels } from './models.js';
import type { InstalledModel, ModelInfo } from './models.js';
import { checkRequest, directionOf, joinSentences, needsTranslation, unchangedSentence } from './passage.js';
import { unpackError } from './protocol.js';
import type { Answer, Job } from './protocol.js';
import type { SentenceTranslation, Translation, TranslationRequest } from './translation.js';

export type { ModelInfo } from './models.js';

export interface ServiceOptions {
  /** Asked at each request, so that a model trained meanwhile is found. */
  findModels?: () => InstalledModel[];
  /** Keeps finished sentences across restarts. */
  cache?: TranslationCache;
  /** Requests that may wait at once; one more is refused with status 503. */
  maxWaiting?: number;
  /** Compiled worker script. */
  workerScript?: URL;
}

interface Pending {
  resolve: (sentences: SentenceTranslation[]) => void;
  reject: (error: Error) => void;
}

const unavailable = (message: string): UserError => new UserError(message, { exitCode: 1, status: 503 });

export class TranslationService {
  private readonly findModels: () => InstalledModel[];
  private readonly cache: CachedSentences;
  private readonly maxWaiting: number;
  private readonly workerScript: URL;
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | null = null;
  private nextId = 0;
  private closed = false;

  constructor({ findModels: find = findModels, cache, maxWaiting = 64, workerScript }: ServiceOptions = {}) {
    this.findModels = find;
    this.cache = new CachedSentences(cache ?? null);
    this.maxWaiting = maxWaiting;
    this.workerScript = workerScript ?? new URL('./worker.js', import.meta.url);
  }

  /** The models that can be asked for. */
  models(): ModelInfo[] {
    return this.findModels().map(({ folder: _folder, version: _version, ...info }) => info);
  }

  /** Starts the worker and loads the first model of each direction, so that the first request need not wait. */
  warmUp(): void {
    const models = this.findModels();
    const first = models.filter(
      (model, i) =>
        models.findIndex(({ source, target }) => source === model.source && target === model.target) === i,
    );
    for (const { folder, version } of first) this.send({ type: 'load', model: { folder, version } });
  }

  /**
   * Translates a text sentence by sentence.
   * @param signal gives the request up: it rejects at once, and the worker stops between two steps
   * @throws UserError when the request is wrong (400, 413), no model is there (404) or too many wait (503)
   */
  async translate(
    request: TranslationRequest,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Translation> {
    const { beam = DEFAULT_SEARCH.beam, nBest = 1 } = request;
    checkRequest({ ...request, beam, nBest });
    const direction = directionOf(request);
    const model = chooseModel(this.findModels(), { direction, name: request.model });
    const cut = splitSentences(request.text);
    const key = { model: model.version, options: { beam, nBest } };
    const sources = [...new Set(cut.map(({ text }) => normaliseText(text)))];
    const known = new Map<string, SentenceTranslation>();
    for (const source of sources) {
      const found = needsTranslation(source, direction)
        ? this.cache.get(key, source)
        : unchangedSentence(source);
      if (found) known.set(source, found);
    }
    const missing = sources.filter((source) => !known.has(source));
    if (missing.length > 0) {
      const { folder, version } = model;
      const job = { model: { folder, version }, sources: missing, beam, nBest };
      for (const sentence of await this.ask(job, signal)) {
        known.set(sentence.source, sentence);
        this.cache.put(key, sentence);
      }
    }
    const sentences = cut.map(({ text, separator }) => {
      const sentence = known.get(normaliseText(text));
      if (!sentence) throw new Error(`worker: expected a translation of '${text}', got none`);
      return { ...sentence, separator };
    });
    return joinSentences(direction, model.name, sentences);
  }

  /** Refuses new requests, waits for those under way for a while, and stops the worker. */
  async close({ graceMilliseconds = 10_000 }: { graceMilliseconds?: number } = {}): Promise<void> {
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

  private ask(
    job: Pick<Extract<Job, { type: 'translate' }>, 'model' | 'sources' | 'beam' | 'nBest'>,
    signal: AbortSignal | undefined,
  ): Promise<SentenceTranslation[]> {
    if (this.closed) throw unavailable('translator: is closing down; try again later');
    if (this.pending.size >= this.maxWaiting) {
      throw unavailable(
        `translator: expected at most ${this.maxWaiting} requests at once, got one more; try again in a moment`,
      );
    }
    signal?.throwIfAborted();
    const id = this.nextId++;
    const stop = new SharedArrayBuffer(4);
    const answered = new Promise<SentenceTranslation[]>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
    });
    const giveUp = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
      const reason: unknown = signal?.reason;
      this.settle(id)?.reject(reason instanceof Error ? reason : new DOMException('Given up.', 'AbortError'));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    this.send({ type: 'translate', id, stop, ...job });
    return answered.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  private send(job: Job): void {
    this.worker ??= this.startWorker();
    this.worker.postMessage(job);
  }

  private startWorker(): Worker {
    prepareEngineEnvironment();
    const worker = new Worker(this.workerScript);
    worker.on('message', (answer: Answer) => {
      const pending = this.settle(answer.id);
      if (answer.type === 'done') pending?.resolve(answer.sentences);
      else pending?.reject(unpackError(answer.error));
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
