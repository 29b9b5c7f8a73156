/** `ieum train`: trains a model from a configuration file. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { TrainingObserver } from '../training/observer.js';

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

/** Calls each observer in turn. */
function together(observers: TrainingObserver[]): TrainingObserver {
  return {
    say: (line) => observers.forEach((observer) => observer.say?.(line)),
    updated: (report) => observers.forEach((observer) => observer.updated?.(report)),
    validated: (report) => observers.forEach((observer) => observer.validated?.(report)),
    ended: (end) => observers.forEach((observer) => observer.ended?.(end)),
  };
}

async function train(flags: TrainFlags): Promise<void> {
  const { readRunConfig } = await import('../training/configuration.js');
  const resumed = typeof flags.resume === 'string' ? flags.resume : null;
  const configPath = flags.config ?? (resumed === null ? null : join(resumed, 'config.yaml'));
  if (configPath === null) {
    throw new UserError('train: expected --config FILE or --resume FOLDER, got neither');
  }
  const config = readRunConfig(configPath);
  const path = resumed ?? flags.output ?? join('runs', config.name);
  const resume = flags.resume !== undefined && flags.resume !== false;
  if (resume && !existsSync(path)) {
    throw new UserError(
      `run ${path}: expected a run to resume, got no such folder; start it without --resume`,
    );
  }
  const { initialiseEngine } = await import('../nn/backend.js');
  const { runTraining } = await import('../training/run.js');
  const { RunFolder } = await import('../training/run-folder.js');
  const { logObserver } = await import('../training/log.js');
  const { progressObserver } = await import('../training/progress.js');

  const stop = new AbortController();
  const interrupt = (): void => {
    process.stderr.write('\nsaving; press Ctrl-C again to leave without saving\n');
    stop.abort();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);

  await initialiseEngine();
  const observer = together([progressObserver(process.stderr), logObserver(new RunFolder(path))]);
  const end = await runTraining(config, { folder: path, resume, signal: stop.signal, observer });
  if (end === 'interrupted') {
    process.stdout.write(`stopped and saved; go on with: ieum train --resume ${path}\n`);
    process.exitCode = 130;
    return;
  }
  process.stdout.write(`${end}; the best model is in ${join(path, 'best')}\n`);
}
