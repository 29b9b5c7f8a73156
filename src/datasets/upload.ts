/** Uploaded files as pairs: read in any format, cleaned, with a report of what was dropped and why. */
import { setImmediate } from 'node:timers/promises';
import { PairCleaner } from '../corpus/cleaning.js';
import type { CleaningReport } from '../corpus/cleaning-report.js';
import type { Exclusion } from '../corpus/exclusion.js';
import type { TableFormat } from '../corpus/format.js';
import { sideOfName } from '../corpus/format.js';
import type { Layout } from '../corpus/layout.js';
import { inputName, readEntries } from '../corpus/reader.js';
import type { CorpusInput } from '../corpus/reader.js';
import { UserError } from '../foundation/errors.js';
import type { Language } from '../text/language.js';

/** A file as it came. */
export interface UploadFile {
  name: string;
  bytes: Uint8Array;
  /** The side that it is of a Moses pair, where the form says so. */
  side?: Language;
}

export interface UploadOptions extends Layout {
  format?: TableFormat;
  exclude?: Exclusion;
  /** Most pairs that are taken. */
  maximumPairs?: number;
}

export interface CleanPair {
  ko: string;
  en: string;
}

export interface CleanUpload {
  /** How the files are called together. */
  name: string;
  pairs: CleanPair[];
  report: CleaningReport;
}

/** Pairs that are cleaned before others have their turn. */
const PORTION = 500;
const MOST_PAIRS = 500_000;

/** The bytes in blocks, as a file comes from the disk. */
async function* blocks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = 1 << 16;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  await Promise.resolve();
}

const sourceOf = ({ name, bytes }: UploadFile) => ({ name, bytes: blocks(bytes) });

/** One table, or the two sides of a Moses pair in any order. @throws UserError for anything else */
function inputOf(files: UploadFile[]): CorpusInput {
  if (files.length === 1) return sourceOf(files[0]);
  const side = (language: Language): UploadFile | undefined =>
    files.find(({ side: own, name }) => (own ?? sideOfName(name)?.language) === language);
  const [ko, en] = [side('ko'), side('en')];
  if (files.length === 2 && ko && en) return { ko: sourceOf(ko), en: sourceOf(en) };
  throw new UserError(
    `files: expected one file of pairs, or the two of a Moses pair (news.ko and news.en), got ${
      files.length === 0 ? 'none' : files.map(({ name }) => name).join(', ')
    }; send the others one after the other`,
  );
}

/**
 * Reads and cleans what was uploaded; nothing is stored.
 * @throws UserError for files that cannot be read, or hold more than is taken
 */
export async function cleanUpload(
  files: UploadFile[],
  { exclude, maximumPairs = MOST_PAIRS, ...layout }: UploadOptions = {},
): Promise<CleanUpload> {
  const input = inputOf(files);
  const name = inputName(input);
  const cleaner = new PairCleaner({ source: 'ko', target: 'en', exclude });
  const pairs: CleanPair[] = [];
  for await (const entry of readEntries(input, { source: 'ko', target: 'en', ...layout })) {
    const { pair } = cleaner.take(entry, name);
    if (pair) pairs.push({ ko: pair.source, en: pair.target });
    if (pairs.length > maximumPairs) {
      throw new UserError(
        `${name}: expected at most ${maximumPairs.toLocaleString('en')} pairs, got more; train with \`ieum train\` instead`,
        { status: 413 },
      );
    }
    if (cleaner.report.read % PORTION === 0) await setImmediate();
  }
  return { name, pairs, report: cleaner.report };
}
