/** Files and folders that are written whole or not at all, and their hashes. */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Waits until what was written to a file or folder is on the disk. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A name beside a path that no other process uses, for what is renamed into place when it is whole. */
export function besidePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
}

/** Writes a file beside its place, flushes it, and renames it into place. */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = besidePath(path);
  try {
    writeFileSync(beside, content, { flush: true });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * Fills a folder beside its place with `fill`, flushes its files, and renames it into place. A folder that
 * stood there is replaced; it is whole until the new one is.
 */
export function writeFolderAtomically(path: string, fill: (folder: string) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = besidePath(path);
  const old = `${beside}.old`;
  try {
    mkdirSync(beside);
    fill(beside);
    for (const file of readdirSync(beside)) flush(join(beside, file));
    if (existsSync(path)) renameSync(path, old);
    renameSync(beside, path);
    flush(dirname(path));
  } catch (error) {
    if (!existsSync(path) && existsSync(old)) renameSync(old, path);
    rmSync(beside, { recursive: true, force: true });
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/**
 * Takes away what a process that was killed has left beside a folder that it was writing; where it was killed between
 * the two renamings of `writeFolderAtomically`, puts the old folder back. For when nobody else writes that folder.
 */
export function mendFolder(path: string): void {
  const parent = dirname(path);
  if (!existsSync(parent)) return;
  const beginning = `.${basename(path)}.`;
  const left = readdirSync(parent).filter(
    (name) => name.startsWith(beginning) && /\.tmp(\.old)?$/.test(name),
  );
  const old = left.find((name) => name.endsWith('.old'));
  if (old !== undefined && !existsSync(path)) renameSync(join(parent, old), path);
  for (const name of left) rmSync(join(parent, name), { recursive: true, force: true });
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
