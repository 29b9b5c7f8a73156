/** `/training` and the pages below it. */
import type { Express, Request, Response } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { overList, queueList } from '../../../render/training/list.js';
import type { Job } from '../../../store/jobs.js';
import type { Run } from '../../../store/runs.js';
import { numberIn } from '../../retraining-fields.js';
import { readItems } from '../../training/items.js';
import { trainingView } from '../../training/view.js';
import { pageData } from './showing.js';
import type { RetrainingPages } from './showing.js';
import { addTrainingComparison } from './training-compare.js';
import { addTrainingForm } from './training-new.js';

/** The update that a page without a script asks for. */
function updateOf({ query: { at } }: Request): number | null {
  return typeof at === 'string' && /^\d{1,9}$/.test(at) ? Number(at) : null;
}

export function addTrainingPages(app: Express, pages: RetrainingPages): void {
  const { retraining, show } = pages;
  const { store } = retraining;
  const showOne = (request: Request, response: Response, job: Job | null, run: Run | null): void => {
    const { data, locals } = trainingView(store, job, run, updateOf(request));
    show(response, 'training-run', { ...locals, data: pageData(data) });
  };
  app.route('/training').get((_request, response) => {
    const last = store.events.last();
    const items = readItems(store);
    show(response, 'training', {
      queue: queueList(items),
      over: overList(items),
      isUnderWay: items.some(({ state }) => state === 'running' || state === 'queued'),
      canCompare: items.filter(({ run }) => run !== null).length > 1,
      data: pageData({ items, last }),
    });
  });
  addTrainingForm(app, pages);
  addTrainingComparison(app, pages);
  app.route('/training/jobs/:id').get((request, response) => {
    const job = store.jobs.read(numberIn(request, 'id'));
    showOne(request, response, job, job.run === null ? null : (store.runs.read(job.run) ?? null));
  });
  app.route('/training/runs/:id').get((request, response) => {
    const id = numberIn(request, 'id');
    const run = store.runs.read(id);
    if (!run) {
      throw new UserError(`run ${id}: expected the number of a run, got one that is not there`, {
        status: 404,
      });
    }
    const job = store.jobs.list().find((one) => one.run === id);
    if (job) response.redirect(303, `/training/jobs/${job.id}`);
    else showOne(request, response, null, run);
  });
}
