/** Sentence pairs and the tab-separated files that hold them, one pair a line. */
import { UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import type { Language } from '../text/language.js';
import { readLines } from './lines.js';

export interface SentencePair {
  source: string;
  target: string;
}

export interface Pair extends SentencePair {
  /** Line of the file it was read from, counted from 1. */
  line: number;
  /** What the column `tier` says, where the file has one. */
  tier?: string;
}

export interface PairsOptions {
  source: Language;
  target: Language;
  /** Names of the columns in their order; `ko` and `en` hold the sentences, `tier` a label, others are passed over. */
  columns?: string[];
}

export const DEFAULT_COLUMNS = ['ko', 'en'];

/** Place of a named column; UserError where there is none. */
function columnIndex(columns: string[], name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) {
    throw new UserError(
      `corpus columns: expected one named '${name}', got '${columns.join(',')}'; name the columns in the order of the file`,
    );
  }
  return index;
}

/**
 * The pairs of a TSV or TSV.gz file, in order, as they stand (not cleaned); empty lines are passed over, and columns
 * beyond the named ones may follow. Throws UserError with path and line for bad UTF-8 or a missing column.
 */
export async function* readPairs(
  path: string,
  { source, target, columns = DEFAULT_COLUMNS }: PairsOptions,
): AsyncGenerator<Pair> {
  const sourceAt = columnIndex(columns, source);
  const targetAt = columnIndex(columns, target);
  const tierAt = columns.indexOf('tier');
  for await (const { text, number } of readLines(path)) {
    if (text === '') continue;
    const cells = text.split('\t');
    if (cells.length < columns.length) {
      throw new UserError(
        `corpus ${path} line ${number}: expected ${columns.length} columns (${columns.join(', ')}) set apart by tabs, ` +
          `got ${cells.length}; mend the line, or name the columns that the file has`,
      );
    }
    const pair: Pair = { source: cells[sourceAt], target: cells[targetAt], line: number };
    if (tierAt >= 0) pair.tier = cells[tierAt];
    yield pair;
  }
}

/** All pairs of several files, in the order of the files. */
export async function readAllPairs(paths: string[], options: PairsOptions): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const path of paths) {
    for await (const pair of readPairs(path, options)) pairs.push(pair);
  }
  return pairs;
}

/** Writes source TAB target, one pair a line; the sides must hold no tab or line break, as cleaned pairs do not. */
export function writePairs(path: string, pairs: readonly Pair[]): void {
  writeFileAtomically(path, pairs.map(({ source, target }) => `${source}\t${target}\n`).join(''));
}
