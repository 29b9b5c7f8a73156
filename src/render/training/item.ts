/** A training as a list shows it: a job with its run, or a run of the command line, in one shape. */

export interface ListedJob {
  id: number;
  name: string;
  request: unknown;
  state: string;
  phase: 'training' | 'evaluating';
  wanted: string | null;
  reason: string | null;
  run: number | null;
  model: string | null;
  step: number;
  created: string;
  started: string | null;
  ended: string | null;
}

export interface ListedRun {
  id: number;
  name: string;
  config: unknown;
  started: string;
  finished: string | null;
  status: string;
  reason: string | null;
  step: number;
  /** Of the last validation. */
  bleu: number | null;
  chrf: number | null;
}

export interface TrainingItem {
  /** `job-3` or `run-7`, which also is the way to its page: `/training/jobs/3`. */
  key: string;
  job: number | null;
  run: number | null;
  name: string;
  source: string | null;
  target: string | null;
  state: string;
  phase: 'training' | 'evaluating';
  wanted: string | null;
  reason: string | null;
  model: string | null;
  update: number;
  /** 0 where it is not known yet. */
  updates: number;
  /** The update of the checkpoint that it would go on from. */
  step: number;
  secondsLeft: number | null;
  bleu: number | null;
  chrf: number | null;
  /** ISO 8601: when it ended, began or was asked for. */
  when: string;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function updatesOf(config: unknown): number {
  const { updates } = fieldsOf(fieldsOf(config).training);
  return typeof updates === 'number' ? updates : 0;
}

/** Seconds to the last update, by the run. */
export type SecondsLeft = ReadonlyMap<number, number>;

/** Jobs with their runs, and the runs without a job, the latest first. */
export function trainingItems(
  jobs: ListedJob[],
  runs: ListedRun[],
  secondsLeft: SecondsLeft = new Map(),
): TrainingItem[] {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const left = (run: number | null): number | null => (run === null ? null : (secondsLeft.get(run) ?? null));
  const measured = (
    run: ListedRun | undefined,
  ): Pick<TrainingItem, 'update' | 'updates' | 'bleu' | 'chrf'> => ({
    ...{ update: run?.step ?? 0, updates: updatesOf(run?.config) },
    ...{ bleu: run?.bleu ?? null, chrf: run?.chrf ?? null },
  });
  const ofJobs = jobs.map((job): TrainingItem => {
    const { id, name, state, phase, wanted, reason, run, model, step } = job;
    const request = fieldsOf(job.request);
    return {
      ...{ key: `job-${id}`, job: id, run, name, state, phase, wanted, reason, model, step },
      ...{ source: textOf(request.source), target: textOf(request.target) },
      ...measured(run === null ? undefined : byId.get(run)),
      secondsLeft: state === 'running' && phase === 'training' ? left(run) : null,
      when: job.ended ?? job.started ?? job.created,
    };
  });
  const known = new Set(jobs.map(({ run }) => run));
  const ofRuns = runs
    .filter(({ id }) => !known.has(id))
    .map((run): TrainingItem => {
      const config = fieldsOf(run.config);
      return {
        ...{
          key: `run-${run.id}`,
          job: null,
          run: run.id,
          name: run.name,
          state: run.status,
          phase: 'training',
        },
        ...{ wanted: null, reason: run.reason, model: null, step: 0 },
        ...{ source: textOf(config.source), target: textOf(config.target) },
        ...measured(run),
        secondsLeft: run.status === 'running' ? left(run.id) : null,
        when: run.finished ?? run.started,
      };
    });
  return [...ofJobs, ...ofRuns].sort((a, b) => b.when.localeCompare(a.when));
}

/** Whether it runs, waits or is paused; all else is over. A run of the command line is under way or over. */
export const isUnderWay = ({ state }: Pick<TrainingItem, 'state'>): boolean =>
  state === 'running' || state === 'queued' || state === 'paused';

export const pathOf = ({ key }: Pick<TrainingItem, 'key'>): string => `/training/${key.replace('-', 's/')}`;

/** Items in the order of the queue: what runs, what waits, first come first, and what is paused. */
export function inQueueOrder(items: TrainingItem[]): TrainingItem[] {
  const places = ['running', 'queued', 'paused'];
  return items
    .filter(isUnderWay)
    .sort(
      (a, b) =>
        places.indexOf(a.state) - places.indexOf(b.state) || (a.job ?? Infinity) - (b.job ?? Infinity),
    );
}
