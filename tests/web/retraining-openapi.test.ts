/** The OpenAPI document holds for what the routes of retraining answer. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ModelRegistry } from '../../src/registry/registry.js';
import { createApp } from '../../src/web/app.js';
import { openApiDocument } from '../../src/web/openapi.js';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { smallHome, tinyRequest } from '../jobs/small-home.js';
import type { SmallHome } from '../jobs/small-home.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { postJson } from './request.js';

const document = openApiDocument('test');
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('binary', true);
ajv.addKeyword('example'); // checks nothing

let home: SmallHome;
let retraining: Retraining;
let server: Listening;
let run: number;

beforeAll(async () => {
  home = smallHome();
  const { store } = home;
  const registry = new ModelRegistry(home.folder);
  registry.register(await writeTinyCheckpoint(), {
    name: 'mine',
    provenance: {
      ...{ format: 'ieum-provenance-1', registered: '2024-05-01T00:00:00.000Z', origin: 'fine-tuning' },
      ...{ source: 'ko', target: 'en', job: null, parent: { name: 'ko-en', version: 'x' }, data: [] },
      ...{ baseShare: 0.5, seconds: 5, config: {}, tests: [] },
    },
  });
  const folder = join(home.folder, 'runs', 'job-9');
  mkdirSync(join(folder, 'attention'), { recursive: true });
  writeFileSync(join(folder, 'attention', '0000010.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  run = store.runs.start({ name: 'mine', folder, config: {} });
  store.runs.addMetrics(run, { kind: 'training', step: 10, epoch: 0, loss: 2, gradientNorm: 1 });
  store.runs.finish(run, 'failed', 'the disk is full');
  store.suggestions.add({ text: '네.', suggestion: 'Yes.', source: 'ko', target: 'en' });
  const service = fakeService();
  retraining = createRetraining(store, service);
  server = await listen(createApp({ service, retraining, limits: { requestsPerMinute: 0 } }));
});
afterAll(async () => {
  await server.close();
  home.remove();
});

/** What is wrong with an answer by the document. */
function problems(path: string, method: string, status: number, body: unknown): unknown {
  const content = document.paths[path]?.[method]?.responses[String(status)]?.content;
  expect(content, `${method} ${path} says nothing of ${status}`).toBeDefined();
  const { schema } = (content as Record<string, { schema: object }>)['application/json'];
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const validate = ajv.compile(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')) as object);
  void validate(body);
  return validate.errors ?? [];
}

/** Method, path as the document has it, what stands in its braces, fields, expected status. */
type Call = [string, string, (string | number)[], object, number];

const calls = (): Call[] => [
  ['get', '/v1/data', [], {}, 200],
  ['get', '/v1/data/{id}', [home.dataSet], {}, 200],
  ['get', '/v1/data/{id}', [99], {}, 404],
  ['get', '/v1/data/{id}/pairs', [home.dataSet], { search: '안' }, 200],
  ['get', '/v1/data/{id}/pairs', [home.dataSet], { limit: '0' }, 400],
  ['post', '/v1/data', [], { preview: 'none', name: 'x' }, 404],
  ['post', '/v1/data/{id}/pairs', [home.dataSet], { ko: '네.', en: 'Yes.' }, 200],
  ['post', '/v1/data/previews/{preview}/discard', ['x'], {}, 200],
  ['get', '/v1/corrections', [], {}, 200],
  ['post', '/v1/corrections/{id}/reject', [1], {}, 200],
  ['post', '/v1/jobs', [], tinyRequest(home), 201],
  ['post', '/v1/jobs', [], { name: 'x' }, 400],
  ['get', '/v1/jobs', [], {}, 200],
  ['get', '/v1/jobs/presets', [], {}, 200],
  ['get', '/v1/jobs/{id}', [1], {}, 200],
  ['post', '/v1/jobs/{id}/pause', [1], {}, 200],
  ['post', '/v1/jobs/{id}/stop', [1], {}, 409],
  ['post', '/v1/jobs/{id}/delete', [1], {}, 409],
  ['post', '/v1/jobs/{id}/cancel', [1], {}, 200],
  ['post', '/v1/jobs/{id}/delete', [1], {}, 200],
  ['get', '/v1/runs', [], {}, 200],
  ['get', '/v1/runs/{id}', [run], {}, 200],
  ['get', '/v1/registry', [], {}, 200],
  ['get', '/v1/registry/{name}', ['mine-1'], {}, 200],
  ['get', '/v1/registry/tests', [], { source: 'ko', target: 'en' }, 200],
  ['post', '/v1/registry/rollback', [], { source: 'ko', target: 'en' }, 409],
  ['post', '/v1/registry/{name}/promote', ['mine-1'], { force: true }, 200],
  ['post', '/v1/registry/{name}/delete', ['mine-1'], {}, 409],
  ['post', '/v1/registry/rollback', [], { source: 'ko', target: 'en' }, 200],
  ['get', '/v1/session', [], {}, 200],
  ['post', '/v1/session/end', [], {}, 200],
];

it('describes every answer', async () => {
  for (const [method, path, values, fields, status] of calls()) {
    const rest = [...values];
    const url = server.url + path.replace(/\{\w+\}/g, () => String(rest.shift()));
    const query = new URLSearchParams(fields as Record<string, string>).toString();
    const response = await (method === 'get' ? fetch(`${url}?${query}`) : postJson(url, fields));
    const body: unknown = await response.json();
    const what = `${method} ${path} ${JSON.stringify(fields)}: ${JSON.stringify(body).slice(0, 200)}`;
    expect(response.status, what).toBe(status);
    expect(problems(path, method, status, body), what).toEqual([]);
  }
});

it('describes a preview', async () => {
  const form = new FormData();
  form.set('file', new Blob(['네.\tYes.\n\tno\n']), 'a.tsv');
  const response = await fetch(`${server.url}/v1/data/previews`, { method: 'POST', body: form });
  const preview = (await response.json()) as { id: string };
  expect(problems('/v1/data/previews', 'post', response.status, preview)).toEqual([]);
  const again = await (await fetch(`${server.url}/v1/data/previews/${preview.id}`)).json();
  expect(again).toEqual(preview);
});

it('refuses all of it where the server has no retraining', async () => {
  const closed = await listen(createApp({ service: fakeService() }));
  try {
    for (const path of ['/v1/data', '/v1/jobs', '/v1/registry', '/v1/events']) {
      const response = await fetch(closed.url + path);
      expect([response.status, await response.json()]).toEqual([
        403,
        { error: 'retraining: expected a server that offers it, got one that does not' },
      ]);
    }
  } finally {
    await closed.close();
  }
});
