/** `/v1/registry`: models with where they came from; compared, promoted, rolled back, handed on as one file. */
import { existsSync } from 'node:fs';
import type { Express, RequestHandler } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { packModel, registerArchive } from '../../../registry/archive.js';
import type { Provenance } from '../../../registry/provenance.js';
import { BASE_TEST, heldOutFile, readTestSet } from '../../../registry/test-sets.js';
import type { InstalledModel } from '../../../serving/models.js';
import * as api from '../../api/retraining/registry.js';
import { readUploads } from '../../uploads.js';
import { readRequest } from '../../read-request.js';
import type { Retraining } from '../../retraining.js';
import { answerChange, readChange } from '../../retraining-fields.js';

const nameIn = (request: Parameters<RequestHandler>[0]): string => String(request.params.name);

interface ToldModel extends Omit<InstalledModel, 'folder'> {
  active: boolean;
  bytes: number | null;
  provenance: Provenance | null;
}

/** Models as they are told: registered ones with their provenance, others without. */
function describe({ registry, models: findAll }: Retraining, models: InstalledModel[]): ToldModel[] {
  // The first of a direction is the one that translates it.
  const everything = findAll();
  const active = ({ source, target }: InstalledModel): string | undefined =>
    everything.find((one) => one.source === source && one.target === target)?.name;
  const registered = new Map(registry.list().map((model) => [model.name, model]));
  return models.map((model) => {
    const { folder: _folder, ...info } = model;
    const { bytes = null, provenance = null } = registered.get(model.name) ?? {};
    return { ...info, active: active(model) === model.name, bytes, provenance };
  });
}

/** All models, registered ones first. */
function all(retraining: Retraining): ToldModel[] {
  const models = describe(retraining, retraining.models());
  const time = ({ provenance }: ToldModel): string => provenance?.registered ?? '';
  return models.sort((a, b) => time(b).localeCompare(time(a)));
}

function read(retraining: Retraining, name: string): InstalledModel {
  const found = retraining.models().find((model) => model.name === name);
  if (found) return found;
  throw new UserError(`model ${name.slice(0, 60)}: expected one of /v1/registry, got none of that name`, {
    status: 404,
  });
}

/** Reads its own body, which holds a file. */
export function uploadModelRoute(retraining: Retraining, fileBytes: number): RequestHandler {
  return async (request, response) => {
    const [file] = await readUploads(request, { fileBytes, most: 1 });
    const { name } = readChange(request, response, api.uploadModelFields);
    if (!file) throw new UserError('file: expected a model file, got none');
    const registered = registerArchive(retraining.registry, file.bytes, name);
    answerChange(request, response, describe(retraining, [registered])[0], { status: 201 });
  };
}

async function compare(
  retraining: Retraining,
  { a, b, test: id, examples }: { a: string; b: string; test: string; examples: number },
): Promise<object> {
  const models = [a, b].map((name) => read(retraining, name));
  const [first, second] = models;
  if (first.source !== second.source || first.target !== second.target) {
    throw new UserError('compare: expected two models of one direction, got two directions; choose others');
  }
  const test = await readTestSet(id, first, retraining.places);
  const hypotheses: string[][] = [];
  for (const model of models) hypotheses.push(await retraining.measuring.hypotheses(model, test));
  const { sources, references } = test;
  const systems = models.map(({ name }, i) => ({ name, hypotheses: hypotheses[i] }));
  const compared = await retraining.compare({
    ...{ systems: [systems[0], systems[1]], sources, references, examples },
  });
  return { test: { id: test.id, name: test.name, sha256: test.sha256 }, ...compared };
}

/** The base test, what jobs of the direction held out, and data sets. */
function testsFor({ store }: Retraining, direction: { source: string; target: string }): object[] {
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
  const { registry, promoter, store } = retraining;
  app.route('/v1/registry').get((_request, response) => {
    response.json({ models: all(retraining), promotions: store.promotions.list() });
  });
  app.route('/v1/registry/tests').get((request, response) => {
    response.json(testsFor(retraining, readRequest(request, api.testsRequest)));
  });
  app.route('/v1/registry/compare').post(async (request, response) => {
    const compared = await compare(retraining, readChange(request, response, api.compareRequest));
    if (!response.destroyed) answerChange(request, response, compared);
  });
  app.route('/v1/registry/rollback').post(async (request, response) => {
    const direction = readChange(request, response, api.rollbackRequest);
    answerChange(request, response, await promoter.rollback(direction));
  });
  app.route('/v1/registry/:name').get((request, response) => {
    response.json(describe(retraining, [read(retraining, nameIn(request))])[0]);
  });
  app.route('/v1/registry/:name/download').get((request, response) => {
    const model = read(retraining, nameIn(request));
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
    answerChange(request, response, { deleted: model.name });
  });
}
