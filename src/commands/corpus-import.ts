/** `ieum corpus import`: reads pairs of any format, cleans them, and writes them in any format. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { PairWriter, WRITTEN_FORMATS } from '../corpus/pair-writer.js';
import type { WrittenFormat } from '../corpus/pair-writer.js';
import { UserError } from '../foundation/errors.js';
import { cleanFiles, printReport } from './corpus-cleaning.js';
import { addCleanFlags, KO_EN } from './corpus-flags.js';
import type { CleanFlags } from './corpus-flags.js';

interface ImportFlags extends CleanFlags {
  output: string;
  outputFormat?: WrittenFormat;
}

async function importPairs(files: string[], flags: ImportFlags): Promise<void> {
  const { output, outputFormat: format } = flags;
  const writer = new PairWriter(output, { ...KO_EN, format });
  try {
    const report = await cleanFiles(files, flags, async (pairs) => {
      for await (const pair of pairs) await writer.write(pair);
    });
    if (report.kept > 0) await writer.commit();
    printReport(
      report,
      flags,
      report.kept > 0 ? writer.paths.map((path) => ({ path, pairs: writer.count })) : [],
    );
    if (report.kept > 0) return;
    throw new UserError(
      `corpus import: expected pairs to keep, got none of ${report.read}; nothing was written`,
    );
  } finally {
    await writer.discard();
  }
}

/** The formats that pairs are written in. */
export function outputFormatOption(description: string): Option {
  return new Option('--output-format <format>', description).choices(WRITTEN_FORMATS);
}

/** Adds `corpus import`. */
export function registerImport(corpus: Command): void {
  addCleanFlags(corpus.command('import'))
    .description('clean pairs of any format into one file: mend what can be mended, drop the rest, say why')
    .requiredOption(
      '--output <file>',
      'where the clean pairs go: .tsv, .csv, .jsonl or .tmx, gzipped where .gz follows',
    )
    .addOption(outputFormatOption('format of the output, instead of what its name says'))
    .addHelpText(
      'after',
      `
Examples:
  $ ieum corpus import memory.tmx sheet.csv --output clean.tsv
  $ ieum corpus import news.ko.gz news.en.gz --exclude test.tsv --dropped dropped.tsv --output clean.tsv.gz
  $ ieum corpus import pairs.jsonl --fields ko=source,en=target --output memory.tmx`,
    )
    .action(importPairs);
}
