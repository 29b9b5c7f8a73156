/** A training as its page shows it: a job with its run, or a run without a job. */
import { stringify } from 'yaml';
import { UserError } from '../../foundation/errors.js';
import { parseJobRequest } from '../../jobs/job-request.js';
import type { JobRequest } from '../../jobs/job-request.js';
import { chartFigure, chartsOf, drawnSize, validationTable } from '../../render/training/charts.js';
import { trainingHead } from '../../render/training/head.js';
import type { TrainingHead } from '../../render/training/head.js';
import { thinned } from '../../render/training/history.js';
import type { TrainingHistory } from '../../render/training/history.js';
import { isUnderWay, pathOf, trainingItems } from '../../render/training/item.js';
import { learningSection } from '../../render/training/learning.js';
import { trainingResult } from '../../render/training/result.js';
import type { Store } from '../../store/database.js';
import type { Job } from '../../store/jobs.js';
import type { Run } from '../../store/runs.js';
import { factsOf } from './facts.js';
import { readHistory } from './history.js';

/** Points of a curve that a page is given to draw. */
const MOST_POINTS = 2000;

/** A request as it was stored; null where it is of another version, and can be told of no more. */
export function requestOf({ request }: Job): JobRequest | null {
  try {
    return parseJobRequest(request);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The model that a run of the command line began with, if its configuration names one. */
function warmStartOf(config: unknown): string | null {
  const { warmStart } = (config ?? {}) as { warmStart?: { checkpoint?: unknown } };
  return typeof warmStart?.checkpoint === 'string' ? warmStart.checkpoint : null;
}

function headOf(job: Job | null, run: Run | null, history: TrainingHistory): TrainingHead {
  const listed = run && { ...run, step: history.update, bleu: null, chrf: null };
  const [item] = trainingItems(job ? [job] : [], listed ? [listed] : []);
  const { updates, update, secondsLeft, tokensPerSecond } = history;
  return {
    ...item,
    ...{ update, updates, secondsLeft, tokensPerSecond },
    base: job ? requestOf(job)?.base : warmStartOf(run?.config),
    folder: job === null && run ? run.folder : null,
    seconds: job?.seconds ?? 0,
    said: history.notes.at(-1)?.text ?? null,
  };
}

/** What the script of the page begins with. */
export interface TrainingPageData {
  head: TrainingHead;
  history: TrainingHistory;
  path: string;
}

export interface TrainingView {
  /** What the template shows. */
  locals: Record<string, unknown>;
  data: TrainingPageData;
}

/** @param at the update whose samples and frame are shown; null for the latest */
export function trainingView(
  store: Store,
  job: Job | null,
  run: Run | null,
  at: number | null,
): TrainingView {
  const history = readHistory(store, job, run);
  history.training = thinned(history.training, MOST_POINTS);
  const head = headOf(job, run, history);
  const path = pathOf(head);
  const request = job && requestOf(job);
  const { source, target, base = null } = head;
  const axis = { end: history.updates || history.update, unit: 'updates' };
  const { data: _files, ...config } = (run?.config ?? {}) as Record<string, unknown>;
  return {
    data: { head, history, path },
    locals: {
      ...{ head, history, path },
      isUnderWay: isUnderWay(head),
      headHtml: trainingHead(head, path),
      result: trainingResult(history, base),
      charts: chartsOf(history).map((chart, place) => chartFigure(chart, { ...drawnSize(place), ...axis })),
      learning: learningSection(history, { at, path, source, target }),
      validations: validationTable(history),
      asked: request && factsOf(store, request),
      config: Object.keys(config).length === 0 ? null : stringify(config),
    },
  };
}
