/** `/v1/jobs`: the queue of trainings. */
import type { Express } from 'express';
import { PRESETS } from '../../../jobs/presets.js';
import { JOB_WISHES } from '../../../store/jobs.js';
import { leavingSignal } from '../../leaving.js';
import type { Retraining } from '../../retraining.js';
import { answerChange, numberIn, readJob } from '../../retraining-fields.js';

export function addJobRoutes(app: Express, { runner, store }: Retraining): void {
  app
    .route('/v1/jobs')
    .get((_request, response) => {
      response.json(store.jobs.list());
    })
    .post((request, response) => {
      const job = runner.add(readJob(request, response));
      response.location(`/v1/jobs/${job.id}`);
      answerChange(request, response, job, { status: 201 });
    });
  app.route('/v1/jobs/presets').get((_request, response) => {
    response.json(Object.entries(PRESETS).map(([name, preset]) => ({ name, ...preset })));
  });
  app.route('/v1/jobs/estimate').post(async (request, response) => {
    const estimate = await runner.estimate(readJob(request, response), leavingSignal(response));
    if (!response.destroyed) response.json(estimate);
  });
  app.route('/v1/jobs/:id').get((request, response) => {
    response.json(store.jobs.read(numberIn(request, 'id')));
  });
  for (const wish of JOB_WISHES) {
    app.route(`/v1/jobs/:id/${wish}`).post((request, response) => {
      answerChange(request, response, runner.ask(numberIn(request, 'id'), wish));
    });
  }
  app.route('/v1/jobs/:id/resume').post((request, response) => {
    answerChange(request, response, runner.resume(numberIn(request, 'id')));
  });
  app.route('/v1/jobs/:id/delete').post((request, response) => {
    const id = numberIn(request, 'id');
    runner.remove(id);
    answerChange(request, response, { deleted: id });
  });
}
