/** Sentences of a file of any format: of pairs both sides, of a plain text its lines. */
import { nameOf, peek, readBytes } from './bytes.js';
import type { ByteSource, OnBytes } from './bytes.js';
import { detectFormat } from './format.js';
import { decodeLeniently, splitLines } from './lines.js';
import { isBroken } from './pairs.js';
import { readEntries } from './reader.js';

async function* lineCells(source: ByteSource, onBytes?: OnBytes): AsyncGenerator<string> {
  for await (const { text, fault } of splitLines(readBytes(source, onBytes))) {
    if (fault === undefined) yield* text.split('\t');
  }
}

async function isText(path: string): Promise<boolean> {
  const { beginning, bytes } = await peek(readBytes(path));
  await bytes.return(undefined);
  const format = detectFormat(nameOf(path), decodeLeniently(beginning));
  return format === 'lines' || format === 'tsv';
}

/**
 * All sentences of a file: each line of a plain text, each cell of a TSV, both sides of the pairs of a CSV, JSONL or TMX.
 * Broken records are passed over. Throws UserError where the file cannot be read.
 */
export async function* readSentences(path: string, onBytes?: OnBytes): AsyncGenerator<string> {
  if (await isText(path)) {
    yield* lineCells(path, onBytes);
    return;
  }
  for await (const entry of readEntries(path, { source: 'ko', target: 'en', onBytes })) {
    if (isBroken(entry)) continue;
    yield entry.source;
    yield entry.target;
  }
}
