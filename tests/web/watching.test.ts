/** What the server tells those who run it: numbers always, requests where asked, texts only where asked for them. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import type { AppOptions } from '../../src/web/app.js';
import { ServerMetrics } from '../../src/web/metrics.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { getPage, postForm, postJson } from './request.js';

let server: Listening | null = null;

async function serve(options: Partial<AppOptions> = {}): Promise<string> {
  server = await listen(createApp({ service: fakeService(), ...options }));
  return server.url;
}
afterEach(async () => {
  await server?.close();
  server = null;
});

const SECRET = '비밀입니다';

/** A log that can be read. */
function openLog(): { log: AppOptions['log']; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = '';
  const stream = new Writable({
    write: (block: Buffer, _encoding, done) => {
      text += block.toString();
      done();
    },
  });
  const lines = (): Record<string, unknown>[] =>
    text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
  return { log: pino({ level: 'info' }, stream), lines, text: () => text };
}

describe('the log', () => {
  it('holds a line for each request and no text, wherever the text stands', async () => {
    const { log, lines, text } = openLog();
    const url = await serve({ log });
    await postJson(`${url}/translate`, { q: SECRET, source: 'ko', target: 'en' });
    await postJson(`${url}/suggest`, { q: SECRET, s: SECRET, source: 'ko', target: 'en' });
    await getPage(`${url}/`, { text: SECRET });
    await postForm(`${url}/`, { text: SECRET });
    await getPage(`${url}/v1/attention`, { text: SECRET, beam: 'x' });
    await postJson(`${url}/translate`, `{"q":"${SECRET}`);
    await postJson(`${url}/translate`, { q: `${SECRET} explode`, source: 'ko', target: 'en' });
    await expect.poll(() => lines().filter(({ msg }) => msg === 'request').length).toBe(7);
    expect(lines()[0]).toMatchObject({ method: 'POST', path: '/translate', status: 200 });
    expect(text()).not.toContain(SECRET);
    expect(text()).not.toContain(encodeURIComponent(SECRET));
  });

  it('holds what went wrong without being asked', async () => {
    const { log, lines } = openLog();
    const url = await serve({ log });
    await postJson(`${url}/translate`, { q: '가 explode', source: 'ko', target: 'en' });
    await expect.poll(() => lines().some(({ msg }) => msg === 'unexpected error')).toBe(true);
  });

  it('holds texts where it is asked to', async () => {
    const { log, lines } = openLog();
    const url = await serve({ log, logText: true });
    await postJson(`${url}/translate`, { q: SECRET, source: 'ko', target: 'en', api_key: 'key' });
    await expect.poll(() => lines().length).toBe(1);
    expect(lines()[0].texts).toEqual({ q: SECRET });
  });
});

describe('GET /metrics', () => {
  const numbersOf = async (url: string): Promise<Map<string, number>> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return new Map(
      text
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  };

  it('counts requests by route and status, unknown addresses as one', async () => {
    const url = await serve();
    await postJson(`${url}/translate`, { q: '네', source: 'ko', target: 'en' });
    await postJson(`${url}/translate`, {});
    for (const path of ['/a', '/b', `/${SECRET}`]) await fetch(url + path);
    const numbers = await numbersOf(url);
    const count = (route: string, method: string, status: number): number | undefined =>
      numbers.get(`ieum_http_requests_total{route="${route}",method="${method}",status="${status}"}`);
    expect([
      count('/translate', 'POST', 200),
      count('/translate', 'POST', 400),
      count('other', 'GET', 404),
    ]).toEqual([1, 1, 3]);
    expect(numbers.get('ieum_http_request_duration_seconds_count{route="/translate"}')).toBe(2);
  });

  it('tells what the service told: depth of the queue, batches, cache, pieces', async () => {
    const metrics = new ServerMetrics();
    const url = await serve({ metrics, service: { ...fakeService(), waiting: 7 } });
    metrics.sentences({ cached: 3, translated: 2 });
    metrics.batch({ sentences: 2, seconds: 0.2, sourcePieces: 11, targetPieces: 13 });
    metrics.refused();
    metrics.givenUp();
    const numbers = await numbersOf(url);
    expect(Object.fromEntries(numbers)).toMatchObject({
      ieum_queue_depth: 7,
      'ieum_sentences_total{from="cache"}': 3,
      'ieum_sentences_total{from="model"}': 2,
      'ieum_batch_sentences_bucket{le="1"}': 0,
      'ieum_batch_sentences_bucket{le="2"}': 1,
      'ieum_pieces_total{side="source"}': 11,
      'ieum_pieces_total{side="target"}': 13,
      ieum_requests_refused_total: 1,
      ieum_requests_given_up_total: 1,
    });
  });

  it('tells the numbers of the process where asked', async () => {
    const metrics = new ServerMetrics();
    metrics.observeProcess();
    const url = await serve({ metrics });
    expect((await numbersOf(url)).get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });
});
