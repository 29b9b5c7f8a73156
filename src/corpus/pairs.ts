/** Sentence pairs, and the records of files that hold none that can be read. */
import { UserError } from '../foundation/errors.js';
import type { Language } from '../text/language.js';

export interface SentencePair {
  source: string;
  target: string;
}

export interface Pair extends SentencePair {
  /** Line of the file it was read from, counted from 1; of a record of several lines, the first. */
  line: number;
  /** What the column, key or property `tier` says, where the file has one. */
  tier?: string;
}

/** Why a record could not be read as a pair. */
export type ReadFault = 'utf8' | 'long' | 'malformed';

/** A record that holds no pair that can be read. */
export interface BrokenRecord {
  fault: ReadFault;
  line: number;
  /** The record's beginning, as far as it can be shown. */
  text: string;
  /** What was expected there, and what came. */
  detail: string;
}

/** What a file holds in place of a pair, or the pair. */
export type Entry = Pair | BrokenRecord;

export const isBroken = (entry: Entry): entry is BrokenRecord => 'fault' in entry;

/** The two languages of pairs, and which of them is the source. */
export interface Direction {
  source: Language;
  target: Language;
}

/** A broken record as an error, for readers that take only whole files. */
export function brokenRecordError(name: string, { line, detail }: BrokenRecord): UserError {
  return new UserError(
    `corpus ${name} line ${line}: ${detail}; mend the line, or let \`ieum corpus import\` drop it`,
  );
}
