/** Lines of a UTF-8 text file, plain or gzipped, read as a stream and checked strictly. */
import { TextDecoder } from 'node:util';
import { UserError } from '../foundation/errors.js';
import { nameOf, readBytes } from './bytes.js';
import type { ByteSource, OnBytes } from './bytes.js';

export interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
}

/** A line that may be wrong. */
export interface CheckedLine extends Line {
  /** Where set, `text` is the line's beginning, as far as it can be shown. */
  fault?: 'utf8' | 'long';
}

const LINE_FEED = 0x0a;
/** Longest line, so that a file without line ends does not fill the memory. */
export const LONGEST_LINE = 1_000_000;
/** How much of a faulty line is kept to show. */
const SHOWN = 400;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The beginning of a text, not cut within a character. */
export const shorten = (text: string): string => text.slice(0, SHOWN).replace(/[\uD800-\uDBFF]$/, '');

/** The text of bytes, or undefined where they are not UTF-8. */
export function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of bytes, with U+FFFD for what is not UTF-8. */
export const decodeLeniently = (bytes: Uint8Array): string => lenient.decode(bytes);

/** Cuts blocks of bytes at line feeds. */
class LineSplitter {
  private rest: Buffer[] = [];
  private restLength = 0;
  /** Whether the line under way is too long, and only its beginning kept. */
  private overlong = false;
  private number = 0;

  /** The lines that end in a block. */
  push(block: Buffer): CheckedLine[] {
    const end = block.lastIndexOf(LINE_FEED);
    if (end < 0) {
      this.hold(block);
      return [];
    }
    const lines: CheckedLine[] = [];
    let start = 0;
    if (this.overlong) {
      lines.push(...this.end());
      start = block.indexOf(LINE_FEED) + 1;
    }
    if (start <= end) lines.push(...this.cut(Buffer.concat([...this.rest, block.subarray(start, end)])));
    this.rest = [];
    this.restLength = 0;
    this.hold(block.subarray(end + 1));
    return lines;
  }

  /** The last line, where it has no line feed. */
  end(): CheckedLine[] {
    if (this.restLength === 0) return [];
    const bytes = Buffer.concat(this.rest);
    this.rest = [];
    this.restLength = 0;
    if (!this.overlong) return this.cut(bytes);
    this.overlong = false;
    return [this.line(decodeLeniently(bytes), 'long')];
  }

  private hold(block: Buffer): void {
    if (block.length === 0) return;
    if (!this.overlong) this.rest.push(block);
    this.restLength += block.length;
    if (this.overlong || this.restLength <= LONGEST_LINE) return;
    this.overlong = true;
    this.rest = [Buffer.concat(this.rest).subarray(0, 4 * SHOWN)];
  }

  /** Whole lines, decoded at one go where all are UTF-8. */
  private cut(bytes: Buffer): CheckedLine[] {
    const text = decodeStrictly(bytes);
    if (text !== undefined) return text.split('\n').map((line) => this.line(line));
    const lines: CheckedLine[] = [];
    for (let start = 0; start <= bytes.length;) {
      const feed = bytes.indexOf(LINE_FEED, start);
      const end = feed < 0 ? bytes.length : feed;
      const line = bytes.subarray(start, end);
      const decoded = decodeStrictly(line);
      lines.push(decoded === undefined ? this.line(decodeLeniently(line), 'utf8') : this.line(decoded));
      start = end + 1;
    }
    return lines;
  }

  private line(raw: string, fault?: CheckedLine['fault']): CheckedLine {
    this.number += 1;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const wrong = fault ?? (text.length > LONGEST_LINE ? 'long' : undefined);
    return wrong === undefined
      ? { text, number: this.number }
      : { text: shorten(text), number: this.number, fault: wrong };
  }
}

/** The lines of UTF-8 bytes, without their ends (LF or CRLF); wrong ones are marked. */
export async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<CheckedLine> {
  const splitter = new LineSplitter();
  for await (const block of bytes) {
    for (const line of splitter.push(block)) yield line;
  }
  yield* splitter.end();
}

/**
 * The lines of a file, without their ends (LF or CRLF) and without a byte order mark. Gzip is unpacked.
 * Throws UserError where the file cannot be read or a line is not UTF-8.
 */
export async function* readLines(source: ByteSource, onBytes?: OnBytes): AsyncGenerator<Line> {
  for await (const line of splitLines(readBytes(source, onBytes))) {
    if (line.fault !== undefined) throw faultyLine(nameOf(source), line);
    yield line;
  }
}

function faultyLine(name: string, { number, fault }: CheckedLine): UserError {
  const where = `file ${name} line ${number}`;
  return fault === 'utf8'
    ? new UserError(`${where}: expected UTF-8 text, got bytes that are not; save the file as UTF-8`)
    : new UserError(
        `${where}: expected at most ${LONGEST_LINE} characters, got more; is it a text with line ends?`,
      );
}

/** All lines of a file as strings; errors as in `readLines`. */
export async function readAllLines(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of readLines(path)) lines.push(text);
  return lines;
}
