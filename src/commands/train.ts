/** `ieum train`: trains a model from a configuration file. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { RunConfig } from '../training/configuration.js';

interface TrainFlags {
  config?: string;
  output?: string;
  resume?: boolean | string;
}

export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('train a model on parallel text')
    .option('-c, --config <file>', 'YAML file that says what to train on and how')
    .option('-o, --output <folder>', 'folder of the run (default: runs/<name of the configuration>)')
    .option('--resume [folder]', 'go on with a run that was stopped')
    .addHelpText(
      'after',
      `
A run is stopped with Ctrl-C; it saves and can be resumed exactly where it stopped.

Examples:
  $ ieum train --config configs/reverse.yaml
  $ ieum train --config configs/ko-en.yaml --resume
  $ ieum train --resume runs/ko-en`,
    )
    .action(train);
}

/** A signal that Ctrl-C or SIGTERM sets once; a second Ctrl-C ends the process as usual. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const interrupt = (): void => {
    process.stderr.write('\nsaving; press Ctrl-C again to leave without saving\n');
    stop.abort();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return stop.signal;
}

/** The run that the flags name: its configuration and folder. */
async function chooseRun(flags: TrainFlags): Promise<{ config: RunConfig; folder: string; resume: boolean }> {
  const { readRunConfig } = await import('../training/configuration.js');
  const resumed = typeof flags.resume === 'string' ? flags.resume : null;
  const path = flags.config ?? (resumed === null ? null : join(resumed, 'config.yaml'));
  if (path === null) throw new UserError('train: expected --config FILE or --resume FOLDER, got neither');
  const resume = flags.resume !== undefined;
  if (resumed !== null && !existsSync(resumed)) throw nothingToResume(resumed);
  const config = readRunConfig(path);
  const folder = resumed ?? flags.output ?? join('runs', config.name);
  if (resume && !existsSync(folder)) throw nothingToResume(folder);
  return { config, folder, resume };
}

function nothingToResume(folder: string): UserError {
  return new UserError(
    `run ${folder}: expected a run to resume, got no such folder; start it without --resume`,
  );
}

async function train(flags: TrainFlags): Promise<void> {
  const { config, folder, resume } = await chooseRun(flags);
  const { initialiseEngine } = await import('../nn/backend.js');
  const { openStore } = await import('../store/database.js');
  const { logObserver } = await import('../training/log.js');
  const { together } = await import('../training/observer.js');
  const { progressObserver } = await import('../training/progress.js');
  const { RunFolder } = await import('../training/run-folder.js');
  const { recordRun } = await import('../training/run-record.js');
  const { runTraining } = await import('../training/run.js');

  const signal = stopSignal();
  await initialiseEngine();
  const store = openStore();
  const record = recordRun(store.runs, { config, folder, resume });
  const log = logObserver(new RunFolder(folder));
  const observer = together([progressObserver(process.stderr), log, record.observer]);
  try {
    const end = await runTraining(config, { folder, resume, signal, observer });
    if (end === 'interrupted') {
      process.stdout.write(`stopped and saved; go on with: ieum train --resume ${folder}\n`);
      process.exitCode = 130;
    } else {
      process.stdout.write(`${end}; the best model is in ${join(folder, 'best')}\n`);
    }
  } catch (error) {
    record.failed();
    throw error;
  } finally {
    store.close();
  }
}
