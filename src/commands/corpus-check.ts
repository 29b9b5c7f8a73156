/** `ieum corpus check`: the report of cleaning alone; nothing is written but the dropped lines, where asked for. */
import type { Command } from 'commander';
import { cleanFiles, printReport } from './corpus-cleaning.js';
import { addCleanFlags } from './corpus-flags.js';
import type { CleanFlags } from './corpus-flags.js';

interface CheckFlags extends CleanFlags {
  strict?: boolean;
}

async function checkPairs(files: string[], flags: CheckFlags): Promise<void> {
  const report = await cleanFiles(files, flags, async (pairs) => {
    while (!(await pairs.next()).done);
  });
  printReport(report, flags);
  if (flags.strict && report.kept < report.read) process.exitCode = 1;
}

/** Adds `corpus check`. */
export function registerCheck(corpus: Command): void {
  addCleanFlags(corpus.command('check'))
    .description('say what import would mend and drop, by reason and line')
    .option('--strict', 'end with exit code 1 where a pair would be dropped')
    .addHelpText(
      'after',
      `
Examples:
  $ ieum corpus check pairs.tsv
  $ ieum corpus check train.tsv --exclude dev.tsv test.tsv --strict --json`,
    )
    .action(checkPairs);
}
