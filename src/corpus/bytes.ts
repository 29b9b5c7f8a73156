/** The bytes of a text file or upload: unpacked where they are gzipped, UTF-8 where they were UTF-16. */
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';

/** A file by its path, or bytes that come from elsewhere, such as an upload, with a name for messages. */
export type ByteSource = string | { name: string; bytes: AsyncIterable<Uint8Array> };

/** Told of each block as it is read, still packed: for progress and hashes. */
export type OnBytes = (block: Uint8Array, name: string) => void;

/** How many bytes of the beginning tell what a file is. */
export const BEGINNING = 4096;

/** Archives that are not texts, by their first bytes. */
const ARCHIVES: Record<string, number[]> = {
  'a zip archive': [0x50, 0x4b, 0x03, 0x04],
  'xz data': [0xfd, 0x37, 0x7a, 0x58],
  'bzip2 data': [0x42, 0x5a, 0x68],
  'Zstandard data': [0x28, 0xb5, 0x2f, 0xfd],
};
const GZIP = [0x1f, 0x8b];
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16 = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] };

const startsWith = (bytes: Uint8Array, start: number[]): boolean =>
  start.every((value, index) => bytes[index] === value);

export const nameOf = (source: ByteSource): string => (typeof source === 'string' ? source : source.name);

function readError(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error;
  if (error.code === 'ENOENT')
    return new UserError(`file ${path}: expected a text file, got nothing there; check the path`);
  if (error.code === 'EISDIR')
    return new UserError(`file ${path}: expected a text file, got a folder; name a file in it`);
  if (error.code?.startsWith('Z_')) {
    return new UserError(
      `file ${path}: expected gzipped text, got damaged data (${messageOf(error)}); unpack it anew`,
    );
  }
  return new UserError(
    `file ${path}: cannot be read (${messageOf(error)}); check the path and its permissions`,
  );
}

/** The blocks as they are stored. */
async function* storedBytes(source: ByteSource, onBytes?: OnBytes): AsyncGenerator<Buffer> {
  const blocks = typeof source === 'string' ? createReadStream(source) : source.bytes;
  for await (const block of blocks as AsyncIterable<Uint8Array>) {
    onBytes?.(block, nameOf(source));
    yield Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  }
}

/** Blocks whose beginning has been looked at. */
export interface PeekedBytes {
  beginning: Buffer;
  /** All blocks, the beginning included. */
  bytes: AsyncGenerator<Buffer>;
}

/** Reads the first `BEGINNING` bytes, or all where there are fewer. Whoever peeks must read or end `bytes`. */
export async function peek(bytes: AsyncGenerator<Buffer>): Promise<PeekedBytes> {
  const first: Buffer[] = [];
  let length = 0;
  while (length < BEGINNING) {
    const next: IteratorResult<Buffer, unknown> = await bytes.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const beginning = Buffer.concat(first).subarray(0, BEGINNING);
  return { beginning, bytes: rejoin(first, bytes) };
}

async function* rejoin(first: Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* first.splice(0);
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Unpacks; a failure of one end reaches whoever reads, and so does leaving early. */
function gunzip(bytes: AsyncGenerator<Buffer>): AsyncIterable<Buffer> {
  return pipeline(Readable.from(bytes), createGunzip(), () => undefined);
}

async function* recode(bytes: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const block of bytes) yield Buffer.from(decoder.decode(block, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** The blocks without the first bytes of them all. */
async function* without(length: number, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = length;
  for await (const block of bytes) {
    const skipped = Math.min(left, block.length);
    left -= skipped;
    yield block.subarray(skipped);
  }
}

function refuseArchive(beginning: Buffer, name: string): void {
  for (const [kind, start] of Object.entries(ARCHIVES)) {
    if (!startsWith(beginning, start)) continue;
    throw new UserError(`file ${name}: expected text, plain or gzipped, got ${kind}; unpack it first`);
  }
}

/**
 * The UTF-8 bytes of a source in blocks of any size, without a byte order mark. Gzip and UTF-16 (with a byte order mark) are told by the content,
 * not by the name; bytes that are not UTF-8 pass through. Throws UserError where the source cannot be read or
 * is an archive.
 */
export async function* readBytes(source: ByteSource, onBytes?: OnBytes): AsyncGenerator<Buffer> {
  const name = nameOf(source);
  const stored = storedBytes(source, onBytes);
  try {
    const packed = await peek(stored);
    const plain = startsWith(packed.beginning, GZIP) ? readAhead(gunzip(packed.bytes)) : packed.bytes;
    const { beginning, bytes } = await peek(plain);
    refuseArchive(beginning, name);
    const encoding = Object.entries(UTF16).find(([, mark]) => startsWith(beginning, mark))?.[0];
    const marked = startsWith(beginning, UTF8_MARK);
    yield* encoding === undefined ? without(marked ? UTF8_MARK.length : 0, bytes) : recode(bytes, encoding);
  } catch (error) {
    throw readError(name, error);
  } finally {
    await stored.return(undefined);
  }
}

/** A stream as a generator. */
async function* readAhead(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* stream;
}
