/** Flags that the verbs of `ieum corpus` share: how files are read, and how pairs are cleaned. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { DEFAULT_MAX_CHARACTERS, DEFAULT_MAX_RATIO } from '../corpus/cleaning-rules.js';
import { DEFAULT_SAMPLES } from '../corpus/cleaning.js';
import { DEFAULT_NEAR } from '../corpus/exclusion.js';
import { TABLE_FORMATS } from '../corpus/format.js';
import type { TableFormat } from '../corpus/format.js';
import type { Layout } from '../corpus/layout.js';
import { positiveNumber, wholeNumber } from './flags.js';

export interface ReadFlags extends Layout {
  ko?: string;
  en?: string;
  format?: TableFormat;
  json?: boolean;
}

export interface CleanFlags extends ReadFlags {
  exclude: string[];
  near: number | false;
  maxCharacters: number;
  maxRatio: number;
  swapped: 'mend' | 'drop';
  dropped?: string;
  samples: number;
}

/** The direction in which corpus files are read and written. */
export const KO_EN = { source: 'ko', target: 'en' } as const;

const columnNames = (text: string): string[] => text.split(',').map((name) => name.trim());

function fieldNames(text: string): NonNullable<Layout['fields']> {
  const fields: NonNullable<Layout['fields']> = {};
  for (const part of text.split(',')) {
    const [, field, name] = /^\s*(ko|en|tier)\s*=\s*(.+?)\s*$/.exec(part) ?? [];
    if (field !== 'ko' && field !== 'en' && field !== 'tier') {
      throw new InvalidArgumentError(`expected ko=NAME,en=NAME (and tier=NAME), got '${text}'.`);
    }
    fields[field] = name;
  }
  return fields;
}

function similarity(text: string): number {
  const value = positiveNumber(text);
  if (value > 1) throw new InvalidArgumentError(`expected a number above 0 and up to 1, got '${text}'.`);
  return value;
}

/** The files, and the flags that say how they are laid out. */
export function addReadFlags(command: Command): Command {
  return command
    .argument(
      '[files...]',
      'TSV, CSV, JSONL or TMX, or both sides of a Moses pair (news.ko news.en); each plain or gzipped',
    )
    .option('--ko <file>', 'Korean side of a Moses pair of any name, with --en')
    .option('--en <file>', 'English side of a Moses pair of any name, with --ko')
    .addOption(
      new Option('--format <format>', 'format of the files, instead of what they look like').choices(
        TABLE_FORMATS,
      ),
    )
    .option(
      '--columns <names>',
      'columns of a table, in order: ko, en, tier, or any name to pass over (default: by its header, or ko,en)',
      columnNames,
    )
    .option('--fields <names>', 'how the header, or the keys of JSON, call them: ko=NAME,en=NAME', fieldNames)
    .option('--json', 'print one line of JSON');
}

/** The flags that say what is mended, dropped and reported. */
export function addCleanFlags(command: Command): Command {
  return addReadFlags(command)
    .option(
      '--exclude <files...>',
      'drop pairs of which a side is a sentence of these files (case and punctuation aside), or nearly',
      [],
    )
    .option(
      '--near <x>',
      'least similarity that is nearly the same: the share of runs of five letters in common',
      similarity,
      DEFAULT_NEAR,
    )
    .option('--no-near', 'with --exclude, drop only what is the same')
    .option('--max-characters <n>', 'longest side kept', wholeNumber, DEFAULT_MAX_CHARACTERS)
    .option(
      '--max-ratio <x>',
      'largest quotient of the lengths (English counted half)',
      positiveNumber,
      DEFAULT_MAX_RATIO,
    )
    .addOption(
      new Option('--swapped <what>', 'what becomes of pairs whose sides are swapped')
        .choices(['mend', 'drop'])
        .default('mend'),
    )
    .option('--dropped <file>', 'write the dropped lines there with their reasons (TSV or .jsonl)')
    .option('--samples <n>', 'line numbers shown for each reason', wholeNumber, DEFAULT_SAMPLES);
}
