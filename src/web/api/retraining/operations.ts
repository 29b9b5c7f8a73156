/** The operations of retraining: the part of the table that the OpenAPI document is made from. */
import { z } from 'zod';
import { errorResponse } from '../fields.js';
import type { Operation } from '../operations.js';
import * as data from './data.js';
import * as jobs from './jobs.js';
import * as registry from './registry.js';

const ANY_BODY = ['application/json', 'application/x-www-form-urlencoded'] as const;
const UPLOAD = ['multipart/form-data'] as const;

const DESCRIPTIONS: Record<number, string> = {
  400: 'a field is wrong',
  401: 'the token is missing or wrong',
  403: 'not offered by this server, or asked by a page of another origin',
  404: 'nothing of that name',
  409: 'does not fit how things stand',
  413: 'more than is taken',
};

type Responses = Operation['responses'];

const errors = (...statuses: number[]): Responses =>
  Object.fromEntries(
    [401, 403, ...statuses].map((status) => [
      status,
      { description: DESCRIPTIONS[status], schema: errorResponse },
    ]),
  );
const answers = (schema: z.ZodType, ...statuses: number[]): Responses => ({
  200: { description: 'done', schema },
  ...errors(...statuses),
});
const media = (description: string, mediaType: string): Responses => ({
  200: { description, schema: z.string().meta({ format: 'binary' }), mediaType },
  ...errors(400, 404),
});

interface Row {
  summary: string;
  request?: z.ZodObject;
  encodings?: readonly string[];
  responses: Responses;
}

const tag = 'Retraining' as const;
const get = (path: string, row: Omit<Row, 'encodings'>): Operation => ({ method: 'get', path, tag, ...row });
const post = (path: string, { request, encodings = ANY_BODY, ...row }: Row): Operation => ({
  ...{ method: 'post', path, tag, ...row },
  ...(request && { request, encodings }),
});

const dataOperations: Operation[] = [
  get('/v1/data', { summary: 'The data sets', responses: answers(data.dataSets) }),
  post('/v1/data', {
    summary: 'Store what a preview showed: as a new data set, or behind the pairs of one',
    request: data.storeRequest,
    responses: answers(data.dataSet, 400, 404, 409),
  }),
  post('/v1/data/previews', {
    summary: 'Read and clean a file, and tell what would be kept; nothing is stored',
    request: data.previewRequest,
    encodings: UPLOAD,
    responses: answers(data.preview, 400, 413),
  }),
  get('/v1/data/previews/{preview}', {
    summary: 'A preview of the last half hour',
    responses: answers(data.preview, 404),
  }),
  post('/v1/data/previews/{preview}/discard', {
    summary: 'Forget a preview',
    responses: answers(z.object({ discarded: z.string() })),
  }),
  get('/v1/data/{id}', {
    summary: 'A data set with its versions',
    responses: answers(data.dataSetDetail, 404),
  }),
  get('/v1/data/{id}/pairs', {
    summary: 'Pairs of a version, searched and in pages',
    request: data.pairsRequest,
    responses: answers(data.pairsResponse, 400, 404),
  }),
  post('/v1/data/{id}/pairs', {
    summary: 'Add a pair: a new version',
    request: data.pairRequest,
    responses: answers(data.dataSet, 400, 404),
  }),
  post('/v1/data/{id}/pairs/{pair}', {
    summary: 'Put another pair in the place of one: a new version',
    request: data.pairRequest,
    responses: answers(data.dataSet, 400, 404),
  }),
  post('/v1/data/{id}/pairs/{pair}/delete', {
    summary: 'Take a pair out: a new version',
    responses: answers(data.dataSet, 400, 404),
  }),
  get('/v1/data/{id}/export', {
    summary: 'A version as a file',
    request: data.exportRequest,
    responses: media('the file', 'application/octet-stream'),
  }),
  post('/v1/data/{id}/delete', {
    summary: 'Forget a data set with all its versions',
    responses: answers(z.object({ deleted: z.int() }), 404),
  }),
  get('/v1/corrections', {
    summary: 'Suggestions that wait for review',
    responses: answers(data.corrections),
  }),
  post('/v1/corrections/{id}/approve', {
    summary: 'Make a pair of a suggestion',
    request: data.approveRequest,
    responses: answers(data.dataSet, 400, 404),
  }),
  post('/v1/corrections/{id}/reject', {
    summary: 'Drop a suggestion',
    responses: answers(z.object({ rejected: z.int() }), 404),
  }),
];

const changed = answers(jobs.job, 404, 409);
const stream = media('events; each has a number to read on from', 'text/event-stream');

const jobOperations: Operation[] = [
  get('/v1/jobs', { summary: 'The queue, the latest first', responses: answers(jobs.jobs) }),
  post('/v1/jobs', {
    summary: 'Put a training into the queue',
    request: jobs.jobRequest,
    responses: { 201: { description: 'it waits', schema: jobs.job }, ...errors(400, 404) },
  }),
  get('/v1/jobs/presets', { summary: 'Sets of settings', responses: answers(jobs.presets) }),
  post('/v1/jobs/estimate', {
    summary: 'What a training would take; a few updates of it are measured',
    request: jobs.jobRequest,
    responses: answers(jobs.estimate, 400, 404),
  }),
  get('/v1/jobs/{id}', { summary: 'A job', responses: answers(jobs.job, 404) }),
  get('/v1/jobs/{id}/events', {
    summary: 'All that happens to a job and in its run, from its beginning',
    request: jobs.eventsRequest,
    responses: stream,
  }),
  post('/v1/jobs/{id}/pause', { summary: 'Let it save and wait', responses: changed }),
  post('/v1/jobs/{id}/resume', { summary: 'Let it go on', responses: changed }),
  post('/v1/jobs/{id}/stop', { summary: 'End it and keep what it learned', responses: changed }),
  post('/v1/jobs/{id}/cancel', { summary: 'End it and keep nothing', responses: changed }),
  post('/v1/jobs/{id}/delete', {
    summary: 'Forget a job that is over, with the files of its run; a model that came of it stays',
    responses: answers(z.object({ deleted: z.int() }), 404, 409),
  }),
  get('/v1/runs', { summary: 'All training runs, those of `ieum train` too', responses: answers(jobs.runs) }),
  get('/v1/runs/{id}', {
    summary: 'A run with all that was measured in it',
    responses: answers(jobs.runDetail, 404),
  }),
  get('/v1/runs/{id}/events', {
    summary: 'All that happens in a run, from its beginning',
    request: jobs.eventsRequest,
    responses: stream,
  }),
  get('/v1/runs/{id}/attention/{update}', {
    summary: 'The attention of the probe sentence at an update',
    responses: media('the heatmap', 'image/svg+xml'),
  }),
  get('/v1/events', {
    summary: 'All that happens from now on, or from a number on',
    request: jobs.eventsRequest,
    responses: stream,
  }),
];

const registryOperations: Operation[] = [
  get('/v1/registry', {
    summary: 'All models with where they came from, and the promotions',
    responses: answers(registry.registryResponse),
  }),
  post('/v1/registry', {
    summary: 'Register a model file, once all of it was checked',
    request: registry.uploadModelRequest,
    encodings: UPLOAD,
    responses: { 201: { description: 'registered', schema: registry.registeredModel }, ...errors(400, 413) },
  }),
  get('/v1/registry/tests', {
    summary: 'Test sets for a direction',
    request: registry.testsRequest,
    responses: answers(registry.tests, 400),
  }),
  post('/v1/registry/compare', {
    summary: 'Two models on a test set: intervals, paired bootstrap, what got better and worse',
    request: registry.compareRequest,
    responses: answers(registry.comparison, 400, 404),
  }),
  post('/v1/registry/rollback', {
    summary: 'Go back to the model before',
    request: registry.rollbackRequest,
    responses: answers(registry.promotion, 400, 409),
  }),
  get('/v1/registry/{name}', { summary: 'A model', responses: answers(registry.registeredModel, 404) }),
  get('/v1/registry/{name}/download', {
    summary: 'A model as one file',
    responses: media('a zip', 'application/zip'),
  }),
  post('/v1/registry/{name}/promote', {
    summary: 'Let a model take over its direction, once it was loaded, tried and held against the base test',
    request: registry.promoteRequest,
    responses: answers(registry.promoted, 404, 409),
  }),
  post('/v1/registry/{name}/delete', {
    summary: 'Forget a registered model that is not active',
    responses: answers(z.object({ deleted: z.string() }), 404, 409),
  }),
  get('/v1/session', { summary: 'Whether a token is needed', responses: answers(registry.session) }),
  post('/v1/session', {
    summary: 'Bring the token, which a cookie then holds',
    request: registry.sessionRequest,
    responses: answers(registry.session, 400),
  }),
  post('/v1/session/end', { summary: 'Drop the cookie', responses: answers(registry.session) }),
];

export const RETRAINING_OPERATIONS: Operation[] = [
  ...dataOperations,
  ...jobOperations,
  ...registryOperations,
];
