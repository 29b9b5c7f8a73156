/** Files on their way through the translator, and translated ones that wait to be fetched. */
import { randomBytes } from 'node:crypto';
import { basename, extname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TranslatableDocument } from '../documents/document.js';
import { formatOf } from '../documents/formats.js';
import { UserError } from '../foundation/errors.js';
import type { FileJob } from '../serving/file-job.js';
import { countCharacters } from '../serving/limits.js';
import { detectLanguage, otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { describeError } from './describe-error.js';
import type { WebLimits } from './limits.js';
import type { UploadedFile } from './multipart.js';
import type { TranslationService } from './service.js';
import { translateDocument } from './translate-document.js';

export interface FileRequest {
  source: Language | 'auto';
  target?: Language;
  model?: string;
  beam?: number;
}

export interface TranslatedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

interface Entry {
  job: FileJob;
  controller: AbortController;
  result: TranslatedFile | null;
  finished: Promise<void>;
}

/** How long a file can be fetched. */
const KEPT_MILLISECONDS = 10 * 60_000;
/** Files kept at once; the oldest goes first. */
const MOST_KEPT = 32;
/** How long a file waits where the translator is full. */
const BUSY_MILLISECONDS = 500;

const isActive = ({ job }: Entry): boolean => job.state === 'waiting' || job.state === 'translating';

export class FileJobs {
  private readonly entries = new Map<string, Entry>();
  /** Files are translated one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly service: TranslationService,
    private readonly limits: Pick<WebLimits, 'files' | 'fileCharacters'>,
    /** Told of what is no mistake of the user's. */
    private readonly onUnexpected: (error: unknown) => void,
  ) {}

  /**
   * Reads a file and lets it wait for its translation.
   * @throws UserError for a file that cannot be read or is too long, 503 when too many wait
   */
  start(file: UploadedFile, request: FileRequest): FileJob {
    const active = [...this.entries.values()].filter(isActive).length;
    if (active >= this.limits.files) {
      throw new UserError(
        `files: expected at most ${this.limits.files} at once, got one more; try again when one is done`,
        { status: 503, retryAfter: 10 },
      );
    }
    const { document, direction, mediaType } = this.read(file, request);
    const id = randomBytes(16).toString('hex');
    const job: FileJob = { id, name: file.name, state: 'waiting', done: 0, total: document.segments.length };
    const controller = new AbortController();
    const entry: Entry = { job, controller, result: null, finished: Promise.resolve() };
    entry.finished = this.queue.then(async () => {
      if (controller.signal.aborted) return;
      await this.translate(entry, { document, direction: { ...request, ...direction }, mediaType });
    });
    this.queue = entry.finished;
    this.keep(id, entry);
    return job;
  }

  /** The state of a file. @throws UserError 404 for one that is not there, or no more */
  get(id: string): FileJob {
    return this.entry(id).job;
  }

  /** Waits until a file is done. @throws UserError where it failed */
  async finish(id: string, signal: AbortSignal): Promise<FileJob> {
    const entry = this.entry(id);
    const cancel = (): void => {
      this.cancel(id);
    };
    signal.addEventListener('abort', cancel, { once: true });
    await entry.finished;
    signal.removeEventListener('abort', cancel);
    if (entry.job.state === 'done') return entry.job;
    throw new UserError(entry.job.error ?? 'file: expected a translation, got none since it was given up');
  }

  /** The translated file. @throws UserError 404 for one that is not there */
  result(id: string): TranslatedFile {
    const { result } = this.entry(id);
    if (result) return result;
    throw new UserError(
      'file: expected one that is translated, got one that is not; ask for its state first',
      {
        status: 404,
      },
    );
  }

  /** Gives a file up and forgets it. */
  cancel(id: string): void {
    const { controller } = this.entry(id);
    controller.abort();
    this.entries.delete(id);
  }

  private read({ name, bytes }: UploadedFile, { source, target }: FileRequest) {
    const format = formatOf(name);
    if (bytes.length === 0) throw new UserError('Invalid request: empty file');
    // The segments of some files depend on the direction, which may have to be told from the segments.
    const guess = source === 'auto' ? (target ? otherLanguage(target) : 'ko') : source;
    const first = format.read(bytes, { source: guess, target: otherLanguage(guess) });
    const text = first.segments.join('\n');
    const length = countCharacters(text);
    if (length > this.limits.fileCharacters) {
      throw new UserError(
        `file: expected at most ${this.limits.fileCharacters.toLocaleString('en')} characters, got ` +
          `${length.toLocaleString('en')}; send it in parts`,
        { status: 413 },
      );
    }
    const from = source === 'auto' && !target ? detectLanguage(text).language : guess;
    if (target !== undefined && from === target) {
      throw new UserError(
        `direction: expected two languages, got ${from} twice; choose ko or en as the other`,
      );
    }
    const direction = { source: from, target: otherLanguage(from) };
    const document = from === guess ? first : format.read(bytes, direction);
    return { document, direction, mediaType: format.mediaType };
  }

  private async translate(
    entry: Entry,
    {
      document,
      direction,
      mediaType,
    }: {
      document: TranslatableDocument;
      direction: { source: Language; target: Language; model?: string; beam?: number };
      mediaType: string;
    },
  ): Promise<void> {
    const { job, controller } = entry;
    const { signal } = controller;
    job.state = 'translating';
    const onProgress = (done: number, total: number): void => {
      [job.done, job.total] = [done, total];
    };
    try {
      const { source, target, model, beam } = direction;
      const request = { source, target, ...(model && { model }), ...(beam && { beam }) };
      const patient = patientService(this.service, signal);
      const bytes = await translateDocument(patient, document, { request, signal, onProgress });
      const stem = basename(job.name, extname(job.name));
      const name = `${stem}.${target}${extname(job.name)}`;
      entry.result = { name, mediaType, bytes };
      job.url = `/download_file/${job.id}/${encodeURIComponent(name)}`;
      job.state = 'done';
    } catch (error) {
      const { message, unexpected } = describeError(error);
      if (unexpected && !signal.aborted) this.onUnexpected(error);
      job.state = 'failed';
      job.error = message;
    }
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (entry) return entry;
    throw new UserError(
      'file: expected one that was sent within the last ten minutes, got none of that name',
      {
        status: 404,
      },
    );
  }

  /** Keeps an entry for a while. */
  private keep(id: string, entry: Entry): void {
    this.entries.set(id, entry);
    void entry.finished.then(() => {
      const timer = setTimeout(() => this.entries.delete(id), KEPT_MILLISECONDS);
      timer.unref();
    });
    for (const [oldest, one] of this.entries) {
      if (this.entries.size <= MOST_KEPT) break;
      if (!isActive(one)) this.entries.delete(oldest);
    }
  }
}

/** The service for one who can wait: where too many wait already, it tries again. */
function patientService(
  service: TranslationService,
  signal: AbortSignal,
): Pick<TranslationService, 'translateAll'> {
  return {
    async translateAll(...request) {
      for (;;) {
        try {
          return await service.translateAll(...request);
        } catch (error) {
          const isBusy = error instanceof UserError && error.status === 503 && error.retryAfter !== undefined;
          if (!isBusy) throw error;
          await wait(BUSY_MILLISECONDS, undefined, { signal });
        }
      }
    },
  };
}
