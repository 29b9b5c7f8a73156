/** `ieum backup`: a copy of Ieum's folder, also while a server and a training use it. */
import type { Command } from 'commander';
import { printResult, withStore } from './home.js';
import type { JsonFlag } from './home.js';

async function backup(folder: string, flags: JsonFlag): Promise<void> {
  const { backUp } = await import('../store/backup.js');
  const made = await withStore((store) => backUp(store, folder));
  const text = `copied the store, ${made.models} models and ${made.runs} runs to ${made.folder}`;
  printResult(made, () => `${text}; IEUM_HOME=${made.folder} uses it`, flags);
}

/** Adds `backup` to the command line. */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('copy data, runs and models to a new folder, also while they are in use')
    .argument('<folder>', 'where the copy goes')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ ieum backup /mnt/disk/ieum-$(date +%F)
  $ IEUM_HOME=/mnt/disk/ieum-2024-05-01 ieum serve`,
    )
    .action(backup);
}
