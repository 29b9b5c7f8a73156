/** The folder of a run: its configuration, vocabularies, log, samples and checkpoints. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import { mendFolder, writeFileAtomically } from '../foundation/files.js';
import type { RunConfig } from './configuration.js';

export class RunFolder {
  constructor(readonly path: string) {}

  get config(): string {
    return join(this.path, 'config.yaml');
  }
  get last(): string {
    return join(this.path, 'last');
  }
  get best(): string {
    return join(this.path, 'best');
  }
  /** The best checkpoints, where more than one is kept. */
  get keptFolder(): string {
    return join(this.path, 'kept');
  }
  kept(update: number): string {
    return join(this.keptFolder, String(update).padStart(7, '0'));
  }
  get sourceTokenizer(): string {
    return join(this.path, 'source.model');
  }
  get targetTokenizer(): string {
    return join(this.path, 'target.model');
  }
  get log(): string {
    return join(this.path, 'log.jsonl');
  }
  get samples(): string {
    return join(this.path, 'samples.txt');
  }

  /** Whether a run has begun here: one that ended before its first checkpoint, as by a mistake, has not. */
  get begun(): boolean {
    return existsSync(this.last) || existsSync(this.best);
  }

  /** Clears up after a process that was killed while it wrote here; for when no other one trains this run. */
  mend(): void {
    for (const path of [this.last, this.best, this.config]) mendFolder(path);
    if (existsSync(this.keptFolder)) {
      const names = readdirSync(this.keptFolder).flatMap((name) => /^\.(\d+)\./.exec(name)?.[1] ?? []);
      for (const name of new Set(names)) mendFolder(join(this.keptFolder, name));
    }
  }

  /**
   * Makes the folder of a new run, without what one that never began has left there.
   * @throws UserError where one has begun or the folder cannot be made
   */
  begin(config: RunConfig): void {
    if (this.begun) {
      throw new UserError(
        `run ${this.path}: expected no run there, got one; go on with --resume, or name another with --output`,
      );
    }
    try {
      mkdirSync(this.path, { recursive: true });
      if (existsSync(this.config)) {
        for (const path of [this.sourceTokenizer, this.targetTokenizer]) rmSync(path, { force: true });
      }
      writeFileAtomically(this.config, stringify(config));
    } catch (error) {
      throw new UserError(`run ${this.path}: expected to write there, got '${messageOf(error)}'`, {
        cause: error,
      });
    }
  }

  /** Takes up the configuration of a resumed run. */
  resume(config: RunConfig): void {
    const text = stringify(config);
    if (existsSync(this.config) && readFileSync(this.config, 'utf8') === text) return;
    writeFileAtomically(this.config, text);
  }

  /** One JSON object a line; lines of updates that a resumed run does again are dropped by `truncateLog`. */
  appendLog(entry: Record<string, unknown>): void {
    appendFileSync(this.log, `${JSON.stringify(entry)}\n`);
  }

  appendSamples(text: string): void {
    appendFileSync(this.samples, text);
  }

  /** Drops what the log says of updates after `update`, before they are done again. */
  truncateLog(update: number): void {
    let text: string;
    try {
      text = readFileSync(this.log, 'utf8');
    } catch (error) {
      if (isSystemError(error) && error.code === 'ENOENT') return;
      throw error;
    }
    const kept = text.split('\n').filter((line) => {
      // A line that the end of a process cut short is dropped too.
      if (!line.endsWith('}')) return false;
      return (JSON.parse(line) as { update: number }).update <= update;
    });
    writeFileAtomically(this.log, kept.map((line) => `${line}\n`).join(''));
  }
}
