/** Bodies in `multipart/form-data`: fields and at most one file, each held to its size. */
import { Busboy } from '@fastify/busboy';
import type { BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { UserError } from '../foundation/errors.js';

export interface UploadedFile {
  /** Without folders. */
  name: string;
  bytes: Uint8Array;
}

export interface Multipart {
  /** A field that came more than once is a list. */
  fields: Record<string, string | string[]>;
  file: UploadedFile | null;
}

const MOST_FIELDS = 50;
/** For boundaries and headers of parts. */
const MOST_OVERHEAD = 100_000;

/** A file name as it may be shown and sent back: no folders, no control characters, not too long. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last.replace(/[\p{Control}"<>|:*?]/gu, '_').slice(-120) || 'file';
}

const tooLarge = (most: number): UserError =>
  new UserError(`body: expected at most ${Math.round(most / 1e6)} MB, got more; send it in parts`, {
    status: 413,
  });

function add(fields: Multipart['fields'], name: string, value: string): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else fields[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

/**
 * Reads the body of a request.
 * @param fileBytes largest file; 0 where none is expected
 * @throws UserError for what is larger, malformed, or a file where none is expected
 */
export function readMultipart(
  request: Request,
  { fieldBytes, fileBytes }: { fieldBytes: number; fileBytes: number },
): Promise<Multipart> {
  return new Promise((resolve, reject) => {
    const found: Multipart = { fields: Object.create(null) as Multipart['fields'], file: null };
    const malformed = (): UserError =>
      new UserError('body: expected multipart/form-data with its boundary, got something else');
    const fail = (error: Error): void => {
      // What still comes is not looked at, so that the answer can be sent.
      request.unpipe();
      request.resume();
      reject(error);
    };
    let parser: BusboyInstance;
    try {
      parser = new Busboy({
        headers: request.headers as BusboyHeaders,
        limits: {
          fields: MOST_FIELDS,
          fieldSize: fieldBytes,
          files: 1,
          fileSize: Math.max(1, fileBytes),
          fieldNameSize: 100,
        },
      });
    } catch {
      fail(malformed());
      return;
    }
    parser.on('field', (name, value, _nameCut, valueCut) => {
      if (valueCut)
        fail(
          new UserError(`${name}: expected a shorter text, got more than a field may hold`, { status: 413 }),
        );
      else add(found.fields, name, value);
    });
    parser.on('file', (name, stream, filename) => {
      if (fileBytes === 0) {
        stream.resume();
        fail(new UserError(`${name}: expected a text, got a file`));
        return;
      }
      const blocks: Buffer[] = [];
      stream.on('data', (block: Buffer) => blocks.push(block));
      stream.on('limit', () => {
        fail(tooLarge(fileBytes));
      });
      stream.on('error', () => {
        fail(malformed());
      });
      stream.on('end', () => (found.file = { name: plainName(filename), bytes: Buffer.concat(blocks) }));
    });
    parser.on('filesLimit', () => {
      fail(new UserError('file: expected one file, got several; send one after the other'));
    });
    parser.on('error', () => {
      fail(malformed());
    });
    parser.on('finish', () => {
      resolve(found);
    });
    let total = 0;
    request.on('data', (block: Buffer) => {
      total += block.length;
      if (total > fieldBytes + fileBytes + MOST_OVERHEAD) fail(tooLarge(fieldBytes + fileBytes));
    });
    request.on('aborted', () => {
      reject(new UserError('body: the connection closed before all of it came'));
    });
    request.pipe(parser);
  });
}
