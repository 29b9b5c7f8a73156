/** Uploads of one file or a few in `multipart/form-data`, each with the field that it came in. */
import { Busboy } from '@fastify/busboy';
import type { BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { UserError } from '../foundation/errors.js';
import { plainName } from './multipart.js';

export interface FieldFile {
  field: string;
  /** Without folders. */
  name: string;
  bytes: Uint8Array;
}

const MOST_FIELDS = 50;
const FIELD_BYTES = 100_000;

const malformed = (): UserError =>
  new UserError('body: expected multipart/form-data with a file, got something else');

/**
 * Reads an upload; its other fields become the request's body. A field for a file that was left empty counts as none.
 * @throws UserError for what is larger, malformed, or more files than expected
 */
export function readUploads(
  request: Request,
  { fileBytes, most }: { fileBytes: number; most: number },
): Promise<FieldFile[]> {
  return new Promise((resolve, reject) => {
    const files: FieldFile[] = [];
    const fields: Record<string, string> = {};
    const fail = (error: Error): void => {
      // What still comes is not looked at, so that the answer can be sent.
      request.unpipe();
      request.resume();
      reject(error);
    };
    const tooMany = (): void => {
      fail(new UserError(`file: expected at most ${most}, got more; send one after the other`));
    };
    let parser: BusboyInstance;
    try {
      parser = new Busboy({
        headers: request.headers as BusboyHeaders,
        limits: { fields: MOST_FIELDS, fieldSize: FIELD_BYTES, files: most + 2, fileSize: fileBytes },
      });
    } catch {
      fail(malformed());
      return;
    }
    parser.on('field', (name, value) => {
      if (name !== '__proto__') fields[name] = value;
    });
    parser.on('file', (field, stream, filename) => {
      const blocks: Buffer[] = [];
      stream.on('data', (block: Buffer) => blocks.push(block));
      stream.on('limit', () => {
        const most = `${Math.round(fileBytes / 1e6)} MB`;
        fail(new UserError(`file: expected at most ${most}, got more; send it in parts`, { status: 413 }));
      });
      stream.on('error', () => {
        fail(malformed());
      });
      stream.on('end', () => {
        const bytes = Buffer.concat(blocks);
        if (bytes.length > 0 || filename) files.push({ field, name: plainName(filename), bytes });
        if (files.length > most) tooMany();
      });
    });
    parser.on('filesLimit', tooMany);
    parser.on('error', () => {
      fail(malformed());
    });
    parser.on('finish', () => {
      request.body = fields;
      resolve(files);
    });
    request.on('aborted', () => {
      reject(new UserError('body: the connection closed before all of it came'));
    });
    request.pipe(parser);
  });
}
