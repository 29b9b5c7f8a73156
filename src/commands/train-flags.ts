/** The flags of `ieum train`, and the run that they name. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import type { RunConfig } from '../training/configuration.js';

export interface TrainFlags {
  config?: string;
  output?: string;
  resume?: boolean | string;
  dryRun?: boolean;
  findLearningRate?: boolean;
  json?: boolean;
}

export interface ChosenRun {
  config: RunConfig;
  folder: string;
  resume: boolean;
}

/** The run that the flags name. Throws UserError where they name none, or one to resume that is not there. */
export async function chooseRun(flags: TrainFlags): Promise<ChosenRun> {
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

/** Throws UserError for flags that do not go together. */
export function checkTrainFlags({ dryRun, findLearningRate, resume }: TrainFlags): void {
  const trials = [dryRun && '--dry-run', findLearningRate && '--find-learning-rate'].filter(Boolean);
  if (trials.length > 1) throw new UserError(`train: expected one of ${trials.join(' and ')}, got both`);
  if (trials.length === 1 && resume !== undefined) {
    throw new UserError(`train: expected ${trials[0]} with --config alone, got --resume too`);
  }
}

/** A signal that Ctrl-C or SIGTERM sets once; a second Ctrl-C ends the process as usual. @param note said then */
export function stopSignal(note: string): AbortSignal {
  const stop = new AbortController();
  const interrupt = (): void => {
    process.stderr.write(`\n${note}\n`);
    stop.abort();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return stop.signal;
}
