/** All that the server answers to programs: the table that the OpenAPI document is made from. */
import { z } from 'zod';
import { attentionRequest, attentionResponse, sentence } from './attention.js';
import { continueRequest } from './continuation.js';
import { errorResponse } from './fields.js';
import { fileJob, fileRequest } from './files.js';
import * as libre from './libretranslate.js';
import { healthResponse, modelsResponse } from './models.js';
import { RETRAINING_OPERATIONS } from './retraining/operations.js';
import { searchRequest, searchResponse } from './search-tree.js';
import { stepRequest, stepResponse } from './step.js';

export interface Operation {
  method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it, parameters in braces. */
  path: string;
  summary: string;
  tag: 'LibreTranslate' | 'Looking inside' | 'Files' | 'Retraining' | 'Server';
  /** Fields of the body, or of the query of a GET. */
  request?: z.ZodObject;
  /** Encodings of the body. */
  encodings?: readonly string[];
  responses: Record<number, { description: string; schema?: z.ZodType; mediaType?: string }>;
}

const ANY_BODY = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'] as const;
const UPLOAD = ['multipart/form-data'] as const;
const anyText = z.string();
const bytes = z.string().meta({ format: 'binary' });

const errors = (...statuses: number[]): Operation['responses'] => {
  const descriptions: Record<number, string> = {
    400: 'a field is wrong, or there is nothing to translate',
    403: 'not taken by this server',
    404: 'nothing of that name',
    413: 'more than one request may bring',
    429: 'too many requests from one address; Retry-After says when to try again',
    503: 'no model, too many that wait, or no time left; Retry-After says when to try again',
  };
  return Object.fromEntries(
    statuses.map((status) => [status, { description: descriptions[status], schema: errorResponse }]),
  );
};

const ok = (schema: z.ZodType, description = 'done'): Operation['responses'] => ({
  200: { description, schema },
});

const questions: Operation[] = [
  {
    method: 'post',
    path: '/v1/step',
    summary: 'One decoder step with its real numbers',
    tag: 'Looking inside',
    request: stepRequest,
    encodings: ANY_BODY,
    responses: { ...ok(stepResponse), ...errors(400, 404, 413, 429, 503) },
  },
  {
    method: 'post',
    path: '/v1/continue',
    summary: 'A sentence translated on from a beginning, and under other conditions',
    tag: 'Looking inside',
    request: continueRequest,
    encodings: ANY_BODY,
    responses: { ...ok(sentence), ...errors(400, 404, 413, 429, 503) },
  },
  {
    method: 'post',
    path: '/v1/search',
    summary: 'The beam search of a sentence as a tree',
    tag: 'Looking inside',
    request: searchRequest,
    encodings: ANY_BODY,
    responses: { ...ok(searchResponse), ...errors(400, 404, 413, 429, 503) },
  },
];

const attention = (['get', 'post'] as const).map((method): Operation => ({
  method,
  path: '/v1/attention',
  summary: 'A translation with pieces, words, weights, scores and probabilities',
  tag: 'Looking inside',
  request: attentionRequest,
  ...(method === 'post' && { encodings: ANY_BODY }),
  responses: { ...ok(attentionResponse), ...errors(400, 404, 413, 429, 503) },
}));

const libreTranslate: Operation[] = [
  {
    method: 'post',
    path: '/translate',
    summary: 'Translate a text or several',
    tag: 'LibreTranslate',
    request: libre.translateRequest,
    encodings: ANY_BODY,
    responses: { ...ok(libre.translateResponse), ...errors(400, 413, 429, 503) },
  },
  {
    method: 'post',
    path: '/detect',
    summary: 'Tell the language of a text',
    tag: 'LibreTranslate',
    request: libre.detectRequest,
    encodings: ANY_BODY,
    responses: { ...ok(libre.detectResponse), ...errors(400, 413, 429) },
  },
  {
    method: 'get',
    path: '/languages',
    summary: 'The languages, and what each can be translated to',
    tag: 'LibreTranslate',
    responses: ok(libre.languagesResponse),
  },
  {
    method: 'post',
    path: '/suggest',
    summary: 'Send in a better translation, to be looked at',
    tag: 'LibreTranslate',
    request: libre.suggestRequest,
    encodings: ANY_BODY,
    responses: { ...ok(libre.suggestResponse), ...errors(400, 403, 413, 429) },
  },
  {
    method: 'get',
    path: '/frontend/settings',
    summary: 'What a form for this server must know',
    tag: 'LibreTranslate',
    responses: ok(libre.settingsResponse),
  },
  {
    method: 'post',
    path: '/translate_file',
    summary: 'Translate a file; answers when it is done',
    tag: 'Files',
    request: libre.translateFileRequest,
    encodings: UPLOAD,
    responses: { ...ok(libre.translateFileResponse), ...errors(400, 413, 429, 503) },
  },
];

const files: Operation[] = [
  {
    method: 'post',
    path: '/v1/files',
    summary: 'Translate a file; answers at once',
    tag: 'Files',
    request: fileRequest,
    encodings: UPLOAD,
    responses: {
      202: { description: 'the file waits for its translation', schema: fileJob },
      ...errors(400, 413, 429, 503),
    },
  },
  {
    method: 'get',
    path: '/v1/files/{id}',
    summary: 'How far a file is',
    tag: 'Files',
    responses: { ...ok(fileJob), ...errors(404) },
  },
  {
    method: 'delete',
    path: '/v1/files/{id}',
    summary: 'Give a file up, or forget it',
    tag: 'Files',
    responses: { 204: { description: 'gone' }, ...errors(404) },
  },
  {
    method: 'get',
    path: '/download_file/{id}/{name}',
    summary: 'Fetch a translated file, within ten minutes',
    tag: 'Files',
    responses: {
      200: { description: 'the file', schema: bytes, mediaType: 'application/octet-stream' },
      ...errors(404),
    },
  },
];

const server: Operation[] = [
  {
    method: 'get',
    path: '/v1/models',
    summary: 'The installed models',
    tag: 'Server',
    responses: ok(modelsResponse),
  },
  {
    method: 'get',
    path: '/health',
    summary: 'Whether the server answers',
    tag: 'Server',
    responses: ok(healthResponse),
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Numbers for Prometheus',
    tag: 'Server',
    responses: { 200: { description: 'the numbers', schema: anyText, mediaType: 'text/plain' } },
  },
];

export const OPERATIONS: Operation[] = [
  ...libreTranslate,
  ...attention,
  ...questions,
  ...files,
  ...RETRAINING_OPERATIONS,
  ...server,
];
