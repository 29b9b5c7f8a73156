/** Pairs of any file: finds out what it is and reads it as a stream. */
import { UserError } from '../foundation/errors.js';
import { nameOf, peek, readBytes } from './bytes.js';
import type { ByteSource, OnBytes } from './bytes.js';
import { readCsv } from './csv-reader.js';
import { detectFormat } from './format.js';
import type { TableFormat } from './format.js';
import { readJsonl } from './jsonl-reader.js';
import type { Layout } from './layout.js';
import { decodeLeniently } from './lines.js';
import { readMoses } from './moses-reader.js';
import { brokenRecordError, isBroken } from './pairs.js';
import type { Direction, Entry, Pair } from './pairs.js';
import { readTmx } from './tmx-reader.js';
import { readTsv } from './tsv-reader.js';

/** One file of pairs, with how it is laid out where it does not say so itself. */
export interface TableInput extends Layout {
  path: ByteSource;
  /** Taken from the file's name and content where it is left out. */
  format?: TableFormat;
}

/** A Moses pair: two files, a sentence a line. */
export interface MosesInput {
  ko: ByteSource;
  en: ByteSource;
}

/** What pairs are read from. */
export type CorpusInput = ByteSource | TableInput | MosesInput;

export interface ReadOptions extends Direction, Layout {
  format?: TableFormat;
  onBytes?: OnBytes;
}

/** What a reader of one format is told. */
export interface ReaderContext {
  name: string;
  layout: Layout;
  direction: Direction;
  /** The first characters of the text. */
  beginning: string;
}

type Reader = (bytes: AsyncIterable<Buffer>, context: ReaderContext) => AsyncGenerator<Entry>;

const READERS: Record<TableFormat, Reader> = { tsv: readTsv, csv: readCsv, jsonl: readJsonl, tmx: readTmx };

const isMoses = (input: CorpusInput): input is MosesInput => typeof input === 'object' && 'ko' in input;

const asTable = (input: ByteSource | TableInput): TableInput =>
  typeof input === 'object' && 'path' in input ? input : { path: input };

/** How an input is called in messages and reports. */
export function inputName(input: CorpusInput): string {
  return isMoses(input) ? `${nameOf(input.ko)} + ${nameOf(input.en)}` : nameOf(asTable(input).path);
}

/** The one or two files or uploads of an input. */
export function inputSources(input: CorpusInput): ByteSource[] {
  return isMoses(input) ? [input.ko, input.en] : [asTable(input).path];
}

function tableFormat(name: string, beginning: string): TableFormat {
  if (beginning.trim() === '') return 'tsv';
  const format = detectFormat(name, beginning);
  if (format !== 'lines') return format;
  throw new UserError(
    `corpus ${name}: expected pairs (TSV, CSV, JSONL or TMX), got a text without columns; ` +
      'name both files of a Moses pair (news.ko news.en), or say the format',
  );
}

async function* readTable(input: TableInput, options: ReadOptions): AsyncGenerator<Entry> {
  const { columns, fields, format, onBytes, source, target } = { ...options, ...input };
  const name = nameOf(input.path);
  const { beginning: first, bytes } = await peek(readBytes(input.path, onBytes));
  try {
    const beginning = decodeLeniently(first);
    const context = { name, layout: { columns, fields }, direction: { source, target }, beginning };
    yield* READERS[format ?? tableFormat(name, beginning)](bytes, context);
  } finally {
    await bytes.return(undefined);
  }
}

/**
 * The pairs of an input, in order, as they stand (not cleaned), and its broken records. Throws UserError where a file
 * cannot be read at all, or where what follows a fault cannot be told (XML, an open quote, sides of unequal length).
 */
export async function* readEntries(input: CorpusInput, options: ReadOptions): AsyncGenerator<Entry> {
  if (!isMoses(input)) {
    yield* readTable(asTable(input), options);
    return;
  }
  const { source, target, onBytes } = options;
  yield* readMoses(
    { name: nameOf(input[source]), bytes: readBytes(input[source], onBytes) },
    { name: nameOf(input[target]), bytes: readBytes(input[target], onBytes) },
  );
}

/** The pairs of an input that must hold nothing else. Throws UserError with name and line for a broken record. */
export async function* readPairs(input: CorpusInput, options: ReadOptions): AsyncGenerator<Pair> {
  for await (const entry of readEntries(input, options)) {
    if (isBroken(entry)) throw brokenRecordError(inputName(input), entry);
    yield entry;
  }
}

/** All pairs of several inputs, in their order. */
export async function readAllPairs(inputs: CorpusInput[], options: ReadOptions): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const input of inputs) {
    for await (const pair of readPairs(input, options)) pairs.push(pair);
  }
  return pairs;
}
