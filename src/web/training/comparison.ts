/** What is compared of trainings: their histories, and what they were asked to do. */
import { UserError } from '../../foundation/errors.js';
import type { ComparedRun } from '../../render/training/comparison.js';
import { thinned } from '../../render/training/history.js';
import type { Store } from '../../store/database.js';
import type { Job } from '../../store/jobs.js';
import type { Run } from '../../store/runs.js';
import { factsOf } from './facts.js';
import { readHistory } from './history.js';
import { requestOf } from './view.js';

const MOST_POINTS = 1000;

/** What is another in each run, or is told by the facts of its job. */
const PASSED_OVER = /^(?:name$|data\b|validation\.probe$|warmStart\b|training\.seed$)/;

/** The values of a configuration with dots between a section and its key. */
function flattened(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      flattened(inner, path === '' ? key : `${path}.${key}`),
    );
  }
  return path === '' || PASSED_OVER.test(path)
    ? []
    : [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}

/** The facts of a job by their names; those of several data sets in one. */
function askedOf(store: Store, job: Job | undefined): Record<string, string> {
  const request = job && requestOf(job);
  if (!request) return {};
  const asked: Record<string, string> = {};
  for (const { name, value } of factsOf(store, request).facts) {
    const known = name === 'Begins' ? 'Begins with' : name;
    asked[known] = asked[known] === undefined ? value : `${asked[known]}; ${value}`;
  }
  return asked;
}

function seedOf(config: unknown): Record<string, string> {
  const { training } = (config ?? {}) as { training?: { seed?: number } };
  return training?.seed === undefined ? {} : { Seed: String(training.seed) };
}

/** @throws UserError 404 for a run that is not there */
export function compareRuns(store: Store, numbers: number[]): ComparedRun[] {
  const jobs = store.jobs.list();
  return numbers.map((id) => {
    const run: Run | undefined = store.runs.read(id);
    if (!run) {
      throw new UserError(`runs: expected numbers of runs, got ${id}, which is not there`, { status: 404 });
    }
    const job = jobs.find((one) => one.run === id);
    const history = readHistory(store, job ?? null, run);
    history.training = thinned(history.training, MOST_POINTS);
    // What is not compared would only make the page long.
    history.notes = [];
    for (const point of history.validations) point.samples = [];
    const facts = {
      ...askedOf(store, job),
      ...seedOf(run.config),
      ...Object.fromEntries(flattened(run.config)),
    };
    return {
      run: id,
      name: run.name,
      path: job ? `/training/jobs/${job.id}` : `/training/runs/${id}`,
      history,
      facts,
    };
  });
}
