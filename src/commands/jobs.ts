/** `ieum jobs`: the queue of trainings of Ieum's folder; a server that runs works it off. */
import type { Command } from 'commander';
import { JOB_WISHES } from '../store/jobs.js';
import type { Job, JobWish } from '../store/jobs.js';
import { wholeNumber } from './flags.js';
import { printResult, withStore } from './home.js';
import type { JsonFlag } from './home.js';
import { textTable } from './table.js';

const DESCRIPTIONS: Record<JobWish, string> = {
  pause: 'let a job save and wait',
  stop: 'end a job and keep what it learned',
  cancel: 'end a job and keep nothing',
};

const line = ({ id, name, state, phase, wanted, model, reason }: Job): string[] => [
  String(id),
  name,
  state === 'running' ? phase : state,
  wanted === null ? '' : `to ${wanted}`,
  model ?? '',
  reason ?? '',
];

function list(flags: JsonFlag): Promise<void> {
  return withStore(({ jobs }) => {
    const all = jobs.list();
    const heading = ['id', 'name', 'state', 'asked', 'model', 'reason'];
    const table = (): string => textTable({ heading, rows: all.map(line), right: heading.map(() => false) });
    printResult(
      all,
      () => (all.length > 0 ? table() : 'no jobs yet; the page of `ieum serve` makes some'),
      flags,
    );
  });
}

const ask =
  (change: (jobs: { ask(id: number, wish: JobWish): Job; resume(id: number): Job }, id: number) => Job) =>
  (id: number, flags: JsonFlag): Promise<void> =>
    withStore(({ jobs }) => {
      const job = change(jobs, id);
      printResult(job, () => line(job).join('  ').trimEnd(), flags);
    });

/** Adds `jobs` to the command line. */
export function registerJobs(program: Command): void {
  const jobs = program
    .command('jobs')
    .description("the queue of the page's trainings: look at it, pause, resume, stop, cancel")
    .addHelpText(
      'after',
      `
A server (\`ieum serve\`) works the queue off, one job at a time.

Examples:
  $ ieum jobs list
  $ ieum jobs pause 3
  $ ieum jobs resume 3`,
    );
  jobs.command('list').description('list the jobs').option('--json', 'print one line of JSON').action(list);
  for (const wish of JOB_WISHES) {
    jobs
      .command(wish)
      .description(DESCRIPTIONS[wish])
      .argument('<id>', 'number of a job', wholeNumber)
      .option('--json', 'print one line of JSON')
      .action(ask((store, id) => store.ask(id, wish)));
  }
  jobs
    .command('resume')
    .description('let a job that is paused or failed go on')
    .argument('<id>', 'number of a job', wholeNumber)
    .option('--json', 'print one line of JSON')
    .action(ask((store, id) => store.resume(id)));
}
