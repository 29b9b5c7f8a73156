/** `ieum train`: trains a model from a configuration file, or tells beforehand what training it would take. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { messageOf } from '../foundation/errors.js';
import { checkTrainFlags, chooseRun, stopSignal } from './train-flags.js';
import type { ChosenRun, TrainFlags } from './train-flags.js';

export function registerTrain(program: Command): void {
  program
    .command('train')
    .description('train a model on parallel text')
    .option('-c, --config <file>', 'YAML file that says what to train on and how')
    .option('-o, --output <folder>', 'folder of the run (default: runs/<name of the configuration>)')
    .option('--resume [folder]', 'go on with a run that was stopped')
    .option('--dry-run', 'print parameters, memory, batches and the expected time; train nothing')
    .option('--find-learning-rate', 'try rising learning rates on the first updates and suggest one')
    .option('--json', 'print a line of JSON for all that happens, in place of the progress bar')
    .addHelpText(
      'after',
      `
A run is stopped with Ctrl-C; it saves and can be resumed exactly where it stopped. Every key of the configuration
stands with its default in configs/complete.yaml. A trial (--dry-run, --find-learning-rate) leaves nothing behind.

Examples:
  $ ieum train --config configs/reverse.yaml
  $ ieum train --config configs/ko-en.yaml --dry-run
  $ ieum train --config configs/ko-en.yaml --find-learning-rate
  $ ieum train --config configs/ko-en.yaml --output runs/second
  $ ieum train --config configs/ko-en.yaml --resume
  $ ieum train --resume runs/ko-en
  $ ieum train --config configs/ko-en.yaml --json | jq 'select(.kind == "validation").bleu'`,
    )
    .action(train);
}

async function train(flags: TrainFlags): Promise<void> {
  checkTrainFlags(flags);
  const run = await chooseRun(flags);
  const { initialiseEngine } = await import('../nn/backend.js');
  const trial = flags.dryRun === true || flags.findLearningRate === true;
  const signal = stopSignal(trial ? 'stopping' : 'saving; press Ctrl-C again to leave without saving');
  await initialiseEngine();
  if (!trial) {
    await trainRun(run, flags.json === true, signal);
    return;
  }
  const { searchLearningRate, showDryRun } = await import('./train-trial.js');
  const show = flags.dryRun === true ? showDryRun : searchLearningRate;
  await show(run, flags.json === true, signal);
}

async function trainRun(
  { config, folder, resume }: ChosenRun,
  json: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { openStore } = await import('../store/database.js');
  const { jsonObserver } = await import('../training/json-progress.js');
  const { logObserver } = await import('../training/log.js');
  const { together } = await import('../training/observer.js');
  const { progressObserver } = await import('../training/progress.js');
  const { RunFolder } = await import('../training/run-folder.js');
  const { recordRun } = await import('../training/run-record.js');
  const { runTraining } = await import('../training/run.js');

  const store = openStore();
  const record = recordRun(store.runs, { config, folder, resume });
  const progress = json
    ? jsonObserver((text) => process.stdout.write(text))
    : progressObserver(process.stderr);
  const observer = together([progress, logObserver(new RunFolder(folder)), record.observer]);
  try {
    const end = await runTraining(config, { folder, resume, signal, observer });
    if (end === 'interrupted') process.exitCode = 130;
    const best = join(folder, 'best');
    if (json) process.stdout.write(`${JSON.stringify({ kind: 'result', end, folder, best })}\n`);
    else if (end === 'interrupted')
      process.stdout.write(`stopped and saved; go on with: ieum train --resume ${folder}\n`);
    else process.stdout.write(`${end}; the best model is in ${best}\n`);
  } catch (error) {
    record.failed(messageOf(error));
    throw error;
  } finally {
    store.close();
  }
}
