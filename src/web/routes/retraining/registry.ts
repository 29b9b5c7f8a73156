/** `/v1/registry`: models with where they came from; compared, promoted, rolled back, handed on as one file. */
import { existsSync } from 'node:fs';
import type { Express, RequestHandler } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { packModel, registerArchive } from '../../../registry/archive.js';
import { BASE_TEST, heldOutFile } from '../../../registry/test-sets.js';
import * as api from '../../api/retraining/registry.js';
import { readUploads } from '../../uploads.js';
import { readRequest } from '../../read-request.js';
import type { ComparisonQuestion } from '../../comparisons.js';
import type { Retraining } from '../../retraining.js';
import { answerChange, readChange } from '../../retraining-fields.js';
import { installedModel, toldModel, toldModels } from '../../told-models.js';

const nameIn = (request: Parameters<RequestHandler>[0]): string => String(request.params.name);

/** Reads its own body, which holds a file. */
export function uploadModelRoute(retraining: Retraining, fileBytes: number): RequestHandler {
  return async (request, response) => {
    const [file] = await readUploads(request, { fileBytes, most: 1 });
    const { name } = readChange(request, response, api.uploadModelFields);
    if (!file) throw new UserError('file: expected a model file, got none');
    const registered = registerArchive(retraining.registry, file.bytes, name);
    retraining.store.events.add({ kind: 'registered', data: { model: registered.name } });
    answerChange(request, response, toldModel(retraining, registered.name), { status: 201 });
  };
}

export interface NamedTest {
  id: string;
  name: string;
}

/** The base test, what jobs of the direction held out, and data sets. */
export function testsFor({ store }: Retraining, direction: { source: string; target: string }): NamedTest[] {
  const jobs = store.jobs.list().filter(({ id, request }) => {
    const { source, target } = request as { source?: string; target?: string };
    return (
      source === direction.source && target === direction.target && existsSync(heldOutFile(store.folder, id))
    );
  });
  return [
    { id: BASE_TEST, name: 'base test' },
    ...jobs.map(({ id, name }) => ({ id: `job:${id}`, name: `held out by ${name} (job ${id})` })),
    ...store.dataSets.list().map(({ id, name }) => ({ id: `data:${id}`, name: `data set ${name}` })),
  ];
}

/** All but the upload. */
export function addRegistryRoutes(app: Express, retraining: Retraining): void {
  const { registry, promoter, store, comparisons } = retraining;
  app.route('/v1/registry').get((_request, response) => {
    response.json({
      models: toldModels(retraining),
      promotions: store.promotions.list(),
      refusals: promoter.refusals(),
    });
  });
  app.route('/v1/registry/tests').get((request, response) => {
    response.json(testsFor(retraining, readRequest(request, api.testsRequest)));
  });
  app.route('/v1/registry/compare').post(async (request, response) => {
    const { a, b, ...question } = readChange(request, response, api.compareRequest);
    const models: ComparisonQuestion['models'] = [
      installedModel(retraining, a),
      installedModel(retraining, b),
    ];
    const compared = await comparisons.ask({ models, ...question });
    if (!response.destroyed) answerChange(request, response, compared);
  });
  app.route('/v1/registry/rollback').post(async (request, response) => {
    const direction = readChange(request, response, api.rollbackRequest);
    answerChange(request, response, await promoter.rollback(direction));
  });
  app.route('/v1/registry/:name').get((request, response) => {
    response.json(toldModel(retraining, nameIn(request)));
  });
  app.route('/v1/registry/:name/download').get((request, response) => {
    const model = installedModel(retraining, nameIn(request));
    response
      .attachment(`${model.name}.zip`)
      .set('Content-Type', 'application/zip')
      .set('Cache-Control', 'no-store')
      .send(Buffer.from(packModel(model)));
  });
  app.route('/v1/registry/:name/promote').post(async (request, response) => {
    const options = readChange(request, response, api.promoteRequest);
    const promoted = await promoter.promote(nameIn(request), options);
    if (!response.destroyed) answerChange(request, response, promoted);
  });
  app.route('/v1/registry/:name/delete').post((request, response) => {
    const model = registry.read(nameIn(request));
    if (promoter.active(model)?.name === model.name) {
      throw new UserError(
        `model ${model.name}: expected one that is not active, got the active one; roll back first`,
        {
          status: 409,
        },
      );
    }
    registry.remove(model.name);
    store.events.add({ kind: 'removed', data: { model: model.name } });
    answerChange(request, response, { deleted: model.name });
  });
}
