/** A file that is written as a stream, and appears in its place only when it is whole. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { besidePath, flush } from './files.js';

export class AtomicFile {
  readonly path: string;
  private readonly beside: string;
  private readonly entry: Writable;
  /** Settles when all is written, or cannot be. */
  private readonly done: Promise<void>;

  /** Opens a file beside `path`, whose folder is made where there is none. */
  constructor(path: string, { gzip = false }: { gzip?: boolean } = {}) {
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.beside = besidePath(path);
    const file = createWriteStream(this.beside);
    const packer = gzip ? createGzip() : undefined;
    this.entry = packer ?? file;
    this.done = packer ? pipeline(packer, file) : finished(file);
    // Whoever writes or commits is told; until then nobody waits for it.
    this.done.catch(() => undefined);
  }

  /** Resolves when more may be written; rejects where the disk is full or the file cannot be written. */
  async write(text: string): Promise<void> {
    if (this.entry.destroyed) await this.done;
    if (!this.entry.write(text)) await Promise.race([once(this.entry, 'drain'), this.done]);
  }

  /** Ends the file, flushes it to the disk and renames it into its place. */
  async commit(): Promise<void> {
    this.entry.end();
    await this.done;
    flush(this.beside);
    renameSync(this.beside, this.path);
  }

  /** Leaves nothing behind; what stood in the place stays. After `commit` it does nothing. */
  async discard(): Promise<void> {
    this.entry.destroy();
    await this.done.catch(() => undefined);
    if (existsSync(this.beside)) rmSync(this.beside);
  }
}
