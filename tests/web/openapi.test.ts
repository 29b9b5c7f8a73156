/** The OpenAPI document holds for what the server answers, and the page shows all of it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { OPERATIONS } from '../../src/web/api/operations.js';
import { openApiDocument } from '../../src/web/openapi.js';
import type { OpenApiDocument } from '../../src/web/openapi.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { getPage } from './request.js';

const KOREAN = '저는 학생입니다.';
let server: Listening;
let document: OpenApiDocument;
let ajv: Ajv2020;

beforeAll(async () => {
  const suggestions = { add: () => undefined };
  server = await listen(createApp({ service: fakeService(), suggestions, limits: { requestsPerMinute: 0 } }));
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
  ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('binary', true);
  ajv.addKeyword('example'); // checks nothing
});
afterAll(() => server.close());

/** What is wrong with an answer by the document; an empty list where nothing is. */
function problems(path: string, method: string, status: number, body: unknown): unknown {
  const content = document.paths[path]?.[method]?.responses[String(status)]?.content;
  expect(content, `${method} ${path} says nothing of ${status}`).toBeDefined();
  const { schema } = (content as Record<string, { schema: object }>)['application/json'];
  const validate = ajv.compile(
    JSON.parse(
      JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
        '#/components/schemas/',
        '#/$defs/',
      ),
    ) as object,
  );
  void validate(body);
  return validate.errors ?? [];
}

async function send(method: string, path: string, fields: Record<string, unknown>): Promise<Response> {
  if (method === 'get')
    return fetch(`${server.url}${path}?${new URLSearchParams(fields as Record<string, string>).toString()}`);
  const init = { method: method.toUpperCase(), headers: { 'Content-Type': 'application/json' } };
  return fetch(server.url + path, { ...init, body: JSON.stringify(fields) });
}

/** For each operation fields that are answered, and such that are refused. */
const CALLS: [string, string, Record<string, unknown>][] = [
  ['post', '/translate', { q: KOREAN, source: 'ko', target: 'en' }],
  ['post', '/translate', { q: [KOREAN, ''], source: 'auto', target: 'en', alternatives: 2 }],
  [
    'post',
    '/translate',
    { q: `<b>${KOREAN}</b>`, source: 'auto', target: 'en', format: 'html', alternatives: 1 },
  ],
  ['post', '/translate', { q: '' }],
  ['post', '/detect', { q: KOREAN }],
  ['post', '/detect', {}],
  ['get', '/languages', {}],
  ['post', '/suggest', { q: KOREAN, s: 'x', source: 'ko', target: 'en' }],
  ['post', '/suggest', {}],
  ['get', '/frontend/settings', {}],
  ['get', '/v1/attention', { text: `${KOREAN} Hello. 🎉` }],
  ['post', '/v1/attention', { text: KOREAN, alternatives: 3, scores: true }],
  ['post', '/v1/attention', { text: 5 }],
  ['post', '/v1/attention', { text: '가'.repeat(5001) }],
  ['post', '/v1/step', { text: KOREAN, pieces: ['▁I'], position: 0 }],
  ['post', '/v1/step', { text: KOREAN }],
  ['post', '/v1/continue', { text: KOREAN, prefix: ['▁You'] }],
  ['post', '/v1/continue', { text: KOREAN, temperature: 0 }],
  ['post', '/v1/search', { text: KOREAN }],
  ['post', '/v1/search', { text: KOREAN, beam: 0 }],
  ['get', '/v1/models', {}],
  ['get', '/health', {}],
];

describe('the document', () => {
  it('names every operation of the table once', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers only to schemas that it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name);
  });

  it('describes every route that the server has for programs', () => {
    interface Layer {
      route?: { path: string; methods: Record<string, boolean> };
    }
    const app = createApp({ service: fakeService() });
    const routes = (app.router as unknown as { stack: Layer[] }).stack.flatMap(({ route }) => {
      if (!route) return [];
      const path = route.path.replace(/:(\w+)/g, '{$1}');
      return Object.keys(route.methods).map((method) => `${method} ${path}`);
    });
    const pages = [
      '/',
      '/files',
      '/data',
      '/training',
      '/models',
      '/files/{id}',
      '/docs',
      '/heatmap.css',
      '/openapi.json',
      '/spec',
    ];
    const forPrograms = routes.filter((route) => !pages.includes(route.split(' ')[1]));
    expect(forPrograms.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('is the same under LibreTranslate’s name', async () => {
    expect(await (await fetch(`${server.url}/spec`)).json()).toEqual(openApiDocument(document.info.version));
  });
});

describe('the answers', () => {
  it.each(CALLS)('of %s %s (%#) are as the document says', async (method, path, fields) => {
    const response = await send(method, path, fields);
    expect(problems(path, method, response.status, await response.json())).toEqual([]);
  });

  it('are refused by the document where they are wrong', () => {
    expect(problems('/translate', 'post', 200, { translatedText: 5 })).not.toEqual([]);
    expect(problems('/v1/attention', 'post', 200, { text: 'x' })).not.toEqual([]);
  });

  it('to files are as the document says', async () => {
    const form = new FormData();
    form.set('target', 'en');
    form.set('source', 'ko');
    form.set('file', new Blob([KOREAN]), 'a.txt');
    const whole = await fetch(`${server.url}/translate_file`, { method: 'POST', body: form });
    expect(problems('/translate_file', 'post', whole.status, await whole.json())).toEqual([]);
    const started = await fetch(`${server.url}/v1/files`, { method: 'POST', body: form });
    const job = (await started.json()) as { id: string };
    expect(problems('/v1/files', 'post', started.status, job)).toEqual([]);
    const state = await fetch(`${server.url}/v1/files/${job.id}`);
    expect(problems('/v1/files/{id}', 'get', state.status, await state.json())).toEqual([]);
    const gone = await fetch(`${server.url}/v1/files/none`);
    expect(problems('/v1/files/{id}', 'get', gone.status, await gone.json())).toEqual([]);
  });
});

describe('GET /docs', () => {
  it('shows every operation with its fields, without a script', async () => {
    const response = await getPage(`${server.url}/docs`);
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const { method, path } of OPERATIONS)
      expect(html).toContain(`<code>${method.toUpperCase()} ${path}</code>`);
    expect(html).toContain('<code>forbiddenSource</code>');
    expect(html).toContain('whole number from 1 to 10');
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:\/\/(?!127\.0\.0\.1)/);
  });

  it('links only to what is on it', async () => {
    const html = await (await getPage(`${server.url}/docs`)).text();
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});
