/** `ieum corpus`: reads, cleans, splits and describes parallel text. */
import type { Command } from 'commander';
import { registerCheck } from './corpus-check.js';
import { registerImport } from './corpus-import.js';
import { registerSplit } from './corpus-split.js';
import { registerStats } from './corpus-stats.js';

/** Adds `corpus import`, `check`, `split` and `stats` to the command line. */
export function registerCorpus(program: Command): void {
  const corpus = program.command('corpus').description('clean, convert, split and describe parallel text');
  registerImport(corpus);
  registerCheck(corpus);
  registerSplit(corpus);
  registerStats(corpus);
}
