/** `/training/new`: the form of a training, with what it would take. */
import type { Express, Request, Response } from 'express';
import { HELD_OUT_RULE, estimateHint, estimatePart } from '../../../render/training/estimate.js';
import { fieldOfError, shortError } from '../../../render/training/field-error.js';
import { describeError } from '../../describe-error.js';
import { leavingSignal } from '../../leaving.js';
import { readJob } from '../../retraining-fields.js';
import { formValues, trainingForm, valuesOfRequest } from '../../training/form.js';
import type { FormError, FormValues } from '../../training/form.js';
import { requestOf } from '../../training/view.js';
import { pageData } from './showing.js';
import type { RetrainingPages } from './showing.js';

interface Told {
  estimate?: string;
  error?: FormError | null;
}

/** Names of the fields that an error may be about. */
const FIELDS = ['name', 'base', 'data', 'baseShare', 'timeLimitMinutes', 'seed', 'preset', 'probe', 'test'];

export function addTrainingForm(app: Express, { retraining, show }: RetrainingPages): void {
  const { store, runner } = retraining;
  const showForm = (response: Response, values: FormValues, { estimate, error = null }: Told): void => {
    const form = trainingForm(retraining, values, error);
    const { presets, directions, busy } = form;
    show(response, 'training-new', {
      ...form,
      error,
      estimate: estimate ?? estimateHint('none'),
      heldOutRule: HELD_OUT_RULE,
      data: pageData({ presets, directions, busy }),
    });
  };
  /** The values of the job that is to be done again, where one is named. */
  const valuesFrom = (request: Request): FormValues => {
    const { from, ...values } = formValues(request.query);
    if (typeof from !== 'string' || !/^\d{1,15}$/.test(from)) return values;
    const asked = requestOf(store.jobs.read(Number(from)));
    return { ...(asked && valuesOfRequest(asked)), ...values };
  };
  app
    .route('/training/new')
    .get((request, response) => {
      showForm(response, valuesFrom(request), {});
    })
    .post(async (request, response) => {
      const values = formValues(request.body);
      try {
        const made = await runner.estimate(readJob(request, response), leavingSignal(response));
        const others = store.jobs.list().some(({ state }) => state === 'running');
        showForm(response, values, { estimate: estimatePart(made, { others }) });
      } catch (error) {
        if (response.destroyed) return;
        const { status, message, unexpected } = describeError(error);
        if (unexpected) throw error;
        const names = new Set([...FIELDS, 'settings', ...Object.keys(values)]);
        response.status(status);
        showForm(response, values, {
          error: { field: fieldOfError(message, names), message: shortError(message) },
        });
      }
    });
}
