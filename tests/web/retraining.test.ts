/** The whole way over HTTP with a tiny model: upload, look, train, follow, compare, promote, translate, go back. */
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TranslationService } from '../../src/serving/service.js';
import type { Job } from '../../src/store/jobs.js';
import { createApp } from '../../src/web/app.js';
import type { ModelComparison, RegistryResponse } from '../../src/web/api/retraining/registry.js';
import type { Preview } from '../../src/web/api/retraining/data.js';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { smallHome, tinyRequest } from '../jobs/small-home.js';
import type { SmallHome } from '../jobs/small-home.js';
import { bundle } from '../support/bundle.js';
import { readEvents } from './event-reader.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { postForm, postJson } from './request.js';

let home: SmallHome;
let service: TranslationService;
let retraining: Retraining;
let server: Listening;

beforeAll(async () => {
  home = smallHome();
  const [worker, trainer, comparison] = await Promise.all(
    ['serving/worker.ts', 'jobs/trainer.ts', 'registry/comparison-worker.ts'].map(bundle),
  );
  service = new TranslationService({ workerScript: pathToFileURL(worker) });
  retraining = createRetraining(home.store, service, {
    script: pathToFileURL(trainer),
    comparisonScript: pathToFileURL(comparison),
    pollMilliseconds: 50,
  });
  retraining.runner.start();
  const limits = { requestsPerMinute: 0 };
  server = await listen(createApp({ service, retraining, suggestions: home.store.suggestions, limits }));
});
afterAll(async () => {
  await server.close();
  await retraining.close({ graceMilliseconds: 0 });
  await service.close({ graceMilliseconds: 0 });
  home.remove();
});

async function get<T>(path: string): Promise<T> {
  const response = await fetch(server.url + path);
  const body = (await response.json()) as T;
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body;
}
async function post<T>(path: string, fields: object = {}, status = 200): Promise<T> {
  const response = await postJson(server.url + path, fields);
  const body = (await response.json()) as T;
  expect(response.status, JSON.stringify(body)).toBe(status);
  return body;
}
async function upload(
  path: string,
  files: Record<string, [string, string | Uint8Array<ArrayBuffer>]>,
): Promise<Response> {
  const form = new FormData();
  for (const [field, [name, text]] of Object.entries(files)) form.set(field, new Blob([text]), name);
  return fetch(server.url + path, { method: 'POST', body: form });
}
async function job(request: object): Promise<Job> {
  const { id } = await post<Job>('/v1/jobs', request, 201);
  const over = async (): Promise<boolean> => (await get<Job>(`/v1/jobs/${id}`)).ended !== null;
  await expect.poll(over, { timeout: 120_000, interval: 100 }).toBe(true);
  return get<Job>(`/v1/jobs/${id}`);
}
/** The model that translates a Korean sentence now. */
const translates = async (): Promise<string> =>
  (await post<{ model: string }>('/v1/attention', { text: '안녕하세요.', beam: 1 })).model;

const DOMAIN = Array.from(
  { length: 40 },
  (_, k) =>
    `주문 번호 ${k}번 상품을 취소해 주세요, 고객 ${k * 7}.\tPlease cancel order ${k} for customer ${k * 7}.`,
);
const BAD = ['\tno Korean', 'no Korean\tEnglish twice', DOMAIN[0], '깨진 줄'];

describe('retraining over HTTP', () => {
  let first: Job;
  let tuned: Job;
  let dataSet: number;

  it('takes a file, tells what is wrong with it, and stores the rest', async () => {
    const response = await upload('/v1/data/previews', {
      file: ['shop.tsv', [...DOMAIN, ...BAD].join('\n')],
    });
    const preview = (await response.json()) as Preview;
    expect(preview).toMatchObject({ name: 'shop.tsv', count: 40, report: { read: 44, kept: 40 } });
    const { dropped } = preview.report;
    const counts = Object.entries(dropped).map(([reason, { count }]) => [reason, count]);
    expect(Object.fromEntries(counts)).toMatchObject({ malformed: 1, empty: 1, language: 1, duplicate: 1 });
    expect(preview.reasons.duplicate).toBe('the same pair stood before');
    expect(await get('/v1/data')).toHaveLength(1);
    const stored = await post<{ id: number }>('/v1/data', { preview: preview.id, name: 'shop' });
    dataSet = stored.id;
    expect(await get(`/v1/data/${dataSet}/pairs?search=customer+7&limit=1`)).toMatchObject({
      pairs: [{ en: 'Please cancel order 1 for customer 7.' }],
    });
  });

  it('edits pairs in versions and exports them', async () => {
    const page = await get<{ pairs: { id: number; ko: string; en: string }[] }>(`/v1/data/${dataSet}/pairs`);
    const [one, two] = page.pairs;
    await post(`/v1/data/${dataSet}/pairs/${one.id}`, { ko: '네.', en: 'Yes & no.' });
    await post(`/v1/data/${dataSet}/pairs/${two.id}/delete`);
    await post(`/v1/data/${dataSet}/pairs`, { ko: '아니요.', en: 'No.' });
    const wrong = await postJson(`${server.url}/v1/data/${dataSet}/pairs`, { ko: '...', en: 'No.' });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      400,
      { error: expect.stringContaining('neither letters nor digits') as string },
    ]);
    const tsv = await (await fetch(`${server.url}/v1/data/${dataSet}/export`)).text();
    expect(tsv.split('\n').slice(0, 1)).toEqual(['네.\tYes & no.']);
    expect(tsv.trim().split('\n')).toHaveLength(40);
    const tmx = await fetch(`${server.url}/v1/data/${dataSet}/export?format=tmx&version=1&source=en`);
    expect(tmx.headers.get('content-disposition')).toContain('shop-1.tmx');
    expect(await tmx.text()).toContain(
      '<tuv xml:lang="en"><seg>Please cancel order 0 for customer 0.</seg></tuv>',
    );
    expect(await get(`/v1/data/${dataSet}`)).toMatchObject({ versions: [{ version: 4 }, {}, {}, {}] });
  });

  it('takes corrections from the form, and makes pairs of them once someone has looked', async () => {
    await postJson(`${server.url}/suggest`, {
      q: 'Good night.',
      s: '안녕히 주무세요.',
      source: 'en',
      target: 'ko',
    });
    const [{ id }] = await get<{ id: number }[]>('/v1/corrections');
    const back = await postForm(`${server.url}/v1/corrections/${id}/approve`, {
      dataSet: 'corrections',
      back: '/nowhere?set={id}',
    });
    expect(back.url).toMatch(/\/nowhere\?set=\d+$/);
    expect(await get('/v1/corrections')).toEqual([]);
  });

  it('estimates a training before it begins', async () => {
    const request = tinyRequest(home);
    const estimate = await post<{ seconds: { total: number } }>('/v1/jobs/estimate', request);
    expect(estimate).toMatchObject({
      updates: 60,
      updatesInTime: 60,
      pairs: { own: 45, base: 100, test: 9 },
    });
    expect(estimate.seconds.total).toBeGreaterThan(0);
    for (const [settings, key] of [
      [{ training: { learningRat: 1 } }, 'learningRate'],
      [{ validation: { every: 0 } }, 'validation.every'],
      [{ data: { train: ['/etc/passwd'] } }, 'settings.data'],
    ] as const) {
      const wrong = await postJson(`${server.url}/v1/jobs`, { ...request, settings });
      expect([wrong.status, await wrong.json()]).toMatchObject([
        400,
        { error: expect.stringContaining(key) as string },
      ]);
    }
  });

  it('trains a first model and fine-tunes it, and tells all that happens, also to who comes back', async () => {
    first = await job(tinyRequest(home, { name: 'first' }));
    expect(first).toMatchObject({ state: 'finished', model: 'first-1' });
    const settings = {
      training: { updates: 40, batchTokens: 150, warmup: 5 },
      validation: { every: 10, sentences: 4 },
    };
    tuned = await job({
      ...{ name: 'tuned', source: 'ko', target: 'en', base: 'first-1', data: [{ dataSet }] },
      ...{ settings, baseShare: 0.5, probe: '주문을 취소해 주세요.' },
    });
    expect(tuned).toMatchObject({ state: 'finished', model: 'tuned-1' });
    const path = `${server.url}/v1/jobs/${tuned.id}/events`;
    const events = await readEvents(path, { until: ({ data }) => data.state === 'finished' });
    const kinds = events.map(({ kind }) => kind);
    for (const kind of ['began', 'training', 'validation', 'probe', 'measured', 'registered'])
      expect(kinds).toContain(kind);
    expect(events.find(({ kind }) => kind === 'training')?.data).toMatchObject({ update: 10, updates: 40 });
    const seen = events[7].id;
    const rest = await readEvents(path, {
      lastEventId: seen,
      until: ({ data }) => data.state === 'finished',
    });
    expect(rest).toEqual(events.slice(8));
    expect(events.map(({ id }) => id)).toEqual(
      [...new Set(events.map(({ id }) => id))].sort((a, b) => a - b),
    );
  });

  it('keeps curves with the gradient norm, and the attention as it grew', async () => {
    const detail = await get<{ metrics: Record<string, number>[]; probes: number[] }>(
      `/v1/runs/${tuned.run}`,
    );
    expect(detail).toMatchObject({
      name: 'tuned',
      status: 'finished',
      job: tuned.id,
      probes: [10, 20, 30, 40],
    });
    expect(detail.metrics[0].gradientNorm).toBeGreaterThan(0);
    const svg = await fetch(`${server.url}/v1/runs/${tuned.run}/attention/20`);
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(await svg.text()).toContain('<svg');
    expect((await fetch(`${server.url}/v1/runs/${tuned.run}/attention/21`)).status).toBe(404);
  });

  it('knows where each model came from and what it forgot', async () => {
    const { models } = await get<RegistryResponse>('/v1/registry');
    expect(models.slice(0, 2).map(({ name }) => name)).toEqual(['tuned-1', 'first-1']);
    const [{ provenance }] = models;
    const version = home.store.dataSets.version(dataSet);
    expect(provenance).toMatchObject({
      origin: 'fine-tuning',
      parent: { name: 'first-1' },
      job: { id: tuned.id },
      data: [{ name: 'shop', version: 4, hash: version.hash, pairs: 40 }],
      tests: [
        { test: 'own', id: `job:${tuned.id}`, before: { chrf: {} } },
        { test: 'base', pairs: 20, before: { bleu: {} } },
      ],
    });
  });

  it('compares two models, sentence by sentence', async () => {
    const fields = { a: 'first-1', b: 'tuned-1', test: `job:${tuned.id}`, examples: 2 };
    const compared = await post<ModelComparison>('/v1/registry/compare', fields);
    const { better, worse, same } = compared.changes;
    expect(better + worse + same).toBe(compared.sentences);
    expect(compared.systems[1]).toMatchObject({ name: 'tuned-1', comparison: { chrf: {} } });
    expect(compared.better.length).toBeLessThanOrEqual(2);
    expect((await postJson(`${server.url}/v1/registry/compare`, { ...fields, a: 'none' })).status).toBe(404);
    expect(await get('/v1/registry/tests?source=ko&target=en')).toContainEqual({
      id: `job:${tuned.id}`,
      name: `held out by tuned (job ${tuned.id})`,
    });
  });

  it('promotes without dropping a request, and goes back step by step', async () => {
    const before = await translates();
    await post('/v1/registry/first-1/promote', { force: true });
    expect(await translates()).toBe('first-1');
    const asked: Promise<string>[] = [];
    const timer = setInterval(() => asked.push(translates()), 10);
    await post('/v1/registry/tuned-1/promote', { force: true });
    clearInterval(timer);
    const answered = await Promise.all(asked);
    expect(answered.every((name) => name === 'first-1' || name === 'tuned-1')).toBe(true);
    expect(await translates()).toBe('tuned-1');
    expect((await postJson(`${server.url}/v1/registry/tuned-1/delete`, {})).status).toBe(409);
    const direction = { source: 'ko', target: 'en' };
    await post('/v1/registry/rollback', direction);
    expect(await translates()).toBe('first-1');
    await post('/v1/registry/rollback', direction);
    expect(await translates()).toBe(before);
    await post('/v1/registry/rollback', direction, 409);
  });

  it('hands a model on as one file, and takes none that is damaged', async () => {
    const download = await fetch(`${server.url}/v1/registry/tuned-1/download`);
    const file = new Uint8Array(await download.arrayBuffer());
    const taken = await upload('/v1/registry', { file: ['tuned.zip', file] });
    expect([taken.status, await taken.json()]).toMatchObject([
      201,
      { name: 'tuned-2', provenance: { origin: 'upload', parent: { name: 'first-1' } } },
    ]);
    const damaged = file.slice();
    damaged[damaged.length >> 1] ^= 0xff;
    for (const bytes of [damaged, file.slice(0, -100), new Uint8Array(5)]) {
      const refused = await upload('/v1/registry', { file: ['tuned.zip', bytes] });
      expect([refused.status, await refused.json()]).toMatchObject([
        400,
        { error: expect.stringContaining('expected') as string },
      ]);
    }
    await post('/v1/registry/tuned-2/delete');
    expect(retraining.registry.list().map(({ name }) => name)).toEqual(['tuned-1', 'first-1']);
  });

  it('lets a form without a script do the same', async () => {
    const response = await postForm(`${server.url}/v1/jobs`, {
      ...{ name: 'form', direction: 'ko-en', base: 'first-1', data: String(dataSet) },
      ...{ [`data.${dataSet}.version`]: '1', [`data.${dataSet}.weight`]: '2', 'data.99.weight': '3' },
      ...{ 'settings.training.updates': '7', settings: 'validation: { every: 7 }', timeLimitMinutes: '2' },
      back: '/train/{id}',
    });
    const id = Number(/\/train\/(\d+)$/.exec(response.url)?.[1]);
    expect(home.store.jobs.read(id).request).toMatchObject({
      data: [{ dataSet, version: 1, weight: 2 }],
      settings: { training: { updates: 7 }, validation: { every: 7 } },
      timeLimitMinutes: 2,
    });
    await post(`/v1/jobs/${id}/cancel`);
    await expect.poll(() => home.store.jobs.read(id).state, { timeout: 60_000 }).toBe('cancelled');
  });
});
