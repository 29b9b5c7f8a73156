/** What `ieum train` tells beforehand: a dry run's numbers, or the losses at rising learning rates. */
import { Presets, SingleBar } from 'cli-progress';
import { UserError } from '../foundation/errors.js';
import type { DryRun } from '../training/dry-run.js';
import type { RateSearch } from '../training/learning-rate-finder.js';
import { formatDuration } from '../training/progress.js';
import { textTable } from './table.js';
import type { ChosenRun } from './train-flags.js';

/** Rows of the table of rates. */
const ROWS = 24;

const note = (line: string): unknown => process.stderr.write(`${line}\n`);
const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function stopped(what: string): UserError {
  return new UserError(`${what}: expected to be let finish, got stopped; nothing was kept`, {
    exitCode: 130,
  });
}

/** The numbers of a dry run as a page of text. */
export function describeDryRun({ parameters, precision, memory, pairs, batches, time }: DryRun): string {
  const rows: [string, string][] = [
    ['parameters', whole(parameters.total)],
    ...parameters.groups.map(({ name, parameters }): [string, string] => [`  ${name}`, whole(parameters)]),
    [
      '  trained',
      `${whole(parameters.trained)}${parameters.trained < parameters.total ? ' (others frozen)' : ''}`,
    ],
    ['matrix products', precision],
    ['memory', `${megabytes(memory.process)} (the process, after the updates that were measured)`],
    ['  weights', megabytes(memory.weights)],
    ['  optimiser', megabytes(memory.optimiser)],
    ...(memory.average > 0 ? [['  average', megabytes(memory.average)] as [string, string]] : []),
    [
      'pairs',
      `${whole(pairs.training)}, ${whole(pairs.left)} left out, ${whole(pairs.development)} to validate`,
    ],
    [
      'batches an epoch',
      `${whole(batches.batches)} of ${whole(batches.sentences / batches.batches)} sentences`,
    ],
    ['  updates', whole(batches.updatesAnEpoch)],
    [
      '  target tokens',
      `${whole(batches.targetTokens)} (${whole(batches.targetTokens / batches.batches)} a batch)`,
    ],
    [
      '  padding',
      `${percent(batches.padding)} (source ${percent(batches.sourcePadding)}, target ${percent(batches.targetPadding)})`,
    ],
    ['time', `${formatDuration(time.secondsInAll)} without validations, ${time.epochs.toFixed(1)} epochs`],
    ['  an epoch', formatDuration(time.secondsAnEpoch)],
    ['  an update', `${time.secondsAnUpdate.toFixed(3)} s`],
    ['  speed', `${whole(time.tokensPerSecond)} target tokens/s`],
    ['  making batches', percent(time.batchShare)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** Prints what training would take. */
export async function showDryRun(run: ChosenRun, json: boolean, signal: AbortSignal): Promise<void> {
  const { dryRun } = await import('../training/dry-run.js');
  const { withTrialRun } = await import('../training/trial.js');
  const result = await withTrialRun(run.config, run.folder, note, (learner, preparation) =>
    dryRun(run.config, learner, preparation, signal),
  );
  if (result === null) throw stopped('dry run');
  process.stdout.write(`${json ? JSON.stringify(result) : describeDryRun(result)}\n`);
}

/** The table of rates, thinned to a page, and the suggestion. */
export function describeRateSearch({ trials, suggestion }: RateSearch): string {
  const every = Math.max(1, Math.ceil(trials.length / ROWS));
  const rows = trials
    .filter((_, place) => place % every === 0 || place === trials.length - 1)
    .map(({ learningRate, loss, smoothed }) => [
      learningRate.toExponential(2),
      loss.toFixed(3),
      smoothed.toFixed(3),
    ]);
  const table = textTable({
    heading: ['learning rate', 'loss', 'smoothed'],
    rows,
    right: [true, true, true],
  });
  const advice =
    suggestion === null
      ? 'no rate brought the loss down: there is none to suggest'
      : `suggestion: learningRate: ${suggestion.toPrecision(2)} (where the loss falls steepest)`;
  return `${table}\n${advice}`;
}

/** Tries rising learning rates and prints the losses and a suggestion. */
export async function searchLearningRate(run: ChosenRun, json: boolean, signal: AbortSignal): Promise<void> {
  const { findLearningRate } = await import('../training/learning-rate-finder.js');
  const { withTrialRun } = await import('../training/trial.js');
  const format = '{bar} {value}/{total} · rate {rate} · loss {loss} · {eta_formatted} left';
  const bar = new SingleBar(
    {
      format,
      stream: process.stderr,
      barsize: 24,
      clearOnComplete: true,
      noTTYOutput: false,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const { config } = run;
  const result = await withTrialRun(config, run.folder, note, async (learner) => {
    try {
      return await findLearningRate(learner, config, {
        signal,
        onTrial: ({ learningRate, smoothed }, done, total) => {
          const shown = { rate: learningRate.toExponential(1), loss: smoothed.toFixed(3) };
          if (done === 1) bar.start(total, 0, shown);
          bar.update(done, shown);
        },
      });
    } finally {
      bar.stop();
    }
  });
  if (signal.aborted) throw stopped('learning rate');
  process.stdout.write(`${json ? JSON.stringify(result) : describeRateSearch(result)}\n`);
}
