/** `ieum corpus split`: cleans pairs, then splits them into train, dev and test that share no sentence. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PairWriter } from '../corpus/pair-writer.js';
import type { WrittenFormat } from '../corpus/pair-writer.js';
import type { CleaningReport } from '../corpus/cleaning-report.js';
import { readPairs } from '../corpus/reader.js';
import { PARTS, Splitter } from '../corpus/split.js';
import { besidePath } from '../foundation/files.js';
import { cleanFiles, printReport } from './corpus-cleaning.js';
import { addCleanFlags, KO_EN } from './corpus-flags.js';
import type { CleanFlags } from './corpus-flags.js';
import { wholeNumber } from './flags.js';
import { outputFormatOption } from './corpus-import.js';

interface SplitFlags extends CleanFlags {
  output: string;
  outputFormat: WrittenFormat;
  dev: number;
  test: number;
  seed: number;
}

/** Cleans into a file that is read again once the parts are known, so that the pairs need no memory. */
async function cleanInto(
  path: string,
  splitter: Splitter,
  files: string[],
  flags: SplitFlags,
): Promise<CleaningReport> {
  const writer = new PairWriter(path, { ...KO_EN, format: 'jsonl' });
  try {
    const report = await cleanFiles(files, flags, async (pairs) => {
      for await (const pair of pairs) {
        splitter.add(pair);
        await writer.write(pair);
      }
    });
    await writer.commit();
    return report;
  } finally {
    await writer.discard();
  }
}

/** Sends each pair of a file to the part that it belongs to. */
async function distribute(path: string, parts: Uint8Array, flags: SplitFlags): Promise<PairWriter[]> {
  const { output, outputFormat: format } = flags;
  const name = (part: string): string => join(output, format === 'moses' ? part : `${part}.${format}`);
  const writers = PARTS.map((part) => new PairWriter(name(part), { ...KO_EN, format }));
  try {
    let index = 0;
    for await (const pair of readPairs({ path, format: 'jsonl' }, KO_EN)) {
      await writers[parts[index]].write(pair);
      index += 1;
    }
    for (const writer of writers) await writer.commit();
    return writers;
  } finally {
    for (const writer of writers) await writer.discard();
  }
}

async function splitFiles(files: string[], flags: SplitFlags): Promise<void> {
  const cleaned = besidePath(join(flags.output, 'cleaned.jsonl'));
  const splitter = new Splitter();
  try {
    const report = await cleanInto(cleaned, splitter, files, flags);
    const writers = await distribute(cleaned, splitter.parts(flags), flags);
    printReport(
      report,
      flags,
      writers.flatMap(({ paths, count }) => paths.map((path) => ({ path, pairs: count }))),
    );
  } finally {
    rmSync(cleaned, { force: true });
  }
}

/** Adds `corpus split`. */
export function registerSplit(corpus: Command): void {
  addCleanFlags(corpus.command('split'))
    .description('clean, then split into train, dev and test that share no sentence of either side')
    .requiredOption('--output <folder>', 'where train, dev and test go')
    .addOption(outputFormatOption('format of the three').default('tsv'))
    .option('--dev <n>', 'pairs for validation', wholeNumber, 1000)
    .option('--test <n>', 'pairs for the final test', wholeNumber, 1000)
    .option('--seed <n>', 'seed of the split', wholeNumber, 1)
    .addHelpText(
      'after',
      `
Example:
  $ ieum corpus split all.tsv.gz --dev 2000 --test 2000 --output data/mine`,
    )
    .action(splitFiles);
}
