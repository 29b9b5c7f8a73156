/** The registry: immutable versions of models, a folder each, that appear whole or not at all. */
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSystemError, UserError } from '../foundation/errors.js';
import { besidePath, flush } from '../foundation/files.js';
import type { CheckpointScore } from '../model/checkpoint.js';
import { publishCheckpoint } from '../model/publication.js';
import { findModels } from '../serving/models.js';
import type { InstalledModel } from '../serving/models.js';
import { modelsFolder } from '../store/folder.js';
import { provenanceSchema } from './provenance.js';
import type { Provenance } from './provenance.js';

export interface RegisteredModel extends InstalledModel {
  provenance: Provenance;
  /** Of all its files. */
  bytes: number;
}

export interface Registration {
  /** What the model is called, but for the number behind it. */
  name: string;
  provenance: Provenance;
  scores?: CheckpointScore[];
}

export const PROVENANCE_FILE = 'provenance.json';

/** Folders that a killed process has left are taken away when they are so old. */
const STALE_MILLISECONDS = 3600_000;

const isTaken = (error: unknown): boolean =>
  isSystemError(error) && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');

export class ModelRegistry {
  /** The folder of all versions. */
  readonly folder: string;

  constructor(home: string) {
    this.folder = resolve(modelsFolder(home));
  }

  /** All versions, the latest first; a folder that is none is passed over. */
  list(): RegisteredModel[] {
    if (!existsSync(this.folder)) return [];
    const folders = readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => join(this.folder, name));
    return findModels(folders)
      .flatMap((model) => this.complete(model) ?? [])
      .sort((a, b) => b.provenance.registered.localeCompare(a.provenance.registered));
  }

  /** @throws UserError 404 for one that is not there */
  read(name: string): RegisteredModel {
    const found = this.list().find((model) => model.name === name);
    if (found) return found;
    throw new UserError(`model ${name}: expected a registered one, got none of that name`, { status: 404 });
  }

  /** The version that a job made, if it did. */
  ofJob({ id, created }: { id: number; created: string }): RegisteredModel | undefined {
    return this.list().find(({ provenance: { job } }) => job?.id === id && job.created === created);
  }

  /** Registers the model of a checkpoint, without the state of its training. */
  register(checkpoint: string, registration: Registration): RegisteredModel {
    return this.place(registration.name, (beside) => {
      publishCheckpoint(checkpoint, beside, { scores: registration.scores });
      writeProvenance(beside, registration.provenance);
    });
  }

  /**
   * Makes a version of what `fill` puts into a folder; where it throws, nothing is left.
   * @param name but for the number, which is the first free one
   */
  place(name: string, fill: (folder: string) => void): RegisteredModel {
    mkdirSync(this.folder, { recursive: true });
    const beside = besidePath(join(this.folder, name));
    try {
      fill(beside);
      for (const file of readdirSync(beside)) flush(join(beside, file));
      return this.read(this.settle(beside, name));
    } catch (error) {
      rmSync(beside, { recursive: true, force: true });
      throw error;
    }
  }

  /** Takes a version away at once. */
  remove(name: string): void {
    const { folder } = this.read(name);
    const beside = besidePath(folder);
    renameSync(folder, beside);
    rmSync(beside, { recursive: true, force: true });
  }

  /** Takes away what processes that were killed long ago have left. */
  mend(): void {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (!/^\..*\.tmp(\.old)?$/.test(name)) continue;
      if (Date.now() - statSync(path).mtimeMs > STALE_MILLISECONDS)
        rmSync(path, { recursive: true, force: true });
    }
  }

  /** Renames a folder to the first free number of a name; returns what it is called then. */
  private settle(beside: string, name: string): string {
    for (let number = 1; ; number++) {
      const numbered = `${name}-${number}`;
      const path = join(this.folder, numbered);
      if (existsSync(path)) continue;
      try {
        renameSync(beside, path);
        flush(this.folder);
        return numbered;
      } catch (error) {
        // Another process was faster.
        if (!isTaken(error)) throw error;
      }
    }
  }

  private complete(model: InstalledModel): RegisteredModel | undefined {
    try {
      const text = readFileSync(join(model.folder, PROVENANCE_FILE), 'utf8');
      const provenance = provenanceSchema.parse(JSON.parse(text));
      const bytes = readdirSync(model.folder).reduce(
        (sum, file) => sum + statSync(join(model.folder, file)).size,
        0,
      );
      return { ...model, provenance, bytes };
    } catch {
      return undefined;
    }
  }
}

/** Writes a provenance into the folder of a model. */
export function writeProvenance(folder: string, provenance: Provenance): void {
  writeFileSync(join(folder, PROVENANCE_FILE), `${JSON.stringify(provenance, null, 2)}\n`);
}

/** A name as models may have it. @throws UserError for another */
export function checkModelName(name: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(name)) return name;
  throw new UserError(
    `name: expected up to 60 letters, digits, dots, hyphens or underscores, got '${name.slice(0, 60)}'`,
  );
}
