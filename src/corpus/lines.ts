/** Lines of a UTF-8 text file, plain or gzipped, read as a stream and checked strictly. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';

export interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function openBytes(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  // A failure of one ends the other and reaches whoever reads; so does leaving early.
  return pipeline(file, createGunzip(), () => undefined);
}

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

/** Byte chunks of a file cut at line feeds; a last line without one is a line too. */
async function* splitBytes(bytes: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/**
 * The lines of a file (`.gz` is unpacked), without their ends (LF or CRLF) and without a byte order mark.
 * Throws UserError where the file cannot be read or a line is not UTF-8.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const bytes = openBytes(path);
  let number = 0;
  try {
    for await (const raw of splitBytes(bytes)) {
      number += 1;
      const line = raw.at(-1) === CARRIAGE_RETURN ? raw.subarray(0, -1) : raw;
      const text = decodeLine(decoder, line, path, number);
      yield { text: number === 1 ? text.replace(/^\uFEFF/, '') : text, number };
    }
  } catch (error) {
    throw readError(path, error);
  } finally {
    bytes.destroy();
  }
}

function decodeLine(decoder: TextDecoder, line: Buffer, path: string, number: number): string {
  try {
    return decoder.decode(line);
  } catch (cause) {
    throw new UserError(
      `file ${path} line ${number}: expected UTF-8 text, got bytes that are not; save the file as UTF-8`,
      { cause },
    );
  }
}

/** All lines of a file as strings; errors as in `readLines`. */
export async function readAllLines(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of readLines(path)) lines.push(text);
  return lines;
}
