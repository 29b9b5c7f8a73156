/** What one client may ask for, and how it is told that it was too much. */
import { afterEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import { createApp } from '../../src/web/app.js';
import type { AppOptions } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { postJson } from './request.js';

let server: Listening | null = null;

async function serve(options: Partial<AppOptions> = {}): Promise<string> {
  server = await listen(createApp({ service: fakeService(), ...options }));
  return server.url;
}
afterEach(async () => {
  await server?.close();
  server = null;
});

const REQUEST = { q: '저는 학생입니다.', source: 'ko', target: 'en' };

describe('the rate limit', () => {
  it('refuses what is too much with 429 and says when to come back', async () => {
    const url = await serve({ limits: { requestsPerMinute: 3 }, countsLoopback: true });
    for (let i = 0; i < 3; i++) expect((await postJson(`${url}/translate`, REQUEST)).status).toBe(200);
    const refused = await postJson(`${url}/translate`, REQUEST);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toEqual({
      error: expect.stringMatching(/^Slowdown: expected at most 3/) as string,
    });
    // What a monitor asks is not counted.
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('leaves this machine’s own clients alone, and counts those that a proxy names', async () => {
    const own = await serve({ limits: { requestsPerMinute: 1 } });
    for (let i = 0; i < 3; i++) expect((await postJson(`${own}/translate`, REQUEST)).status).toBe(200);
    await server?.close();
    const url = await serve({ limits: { requestsPerMinute: 1 }, behindProxy: true });
    const from = async (address: string): Promise<number> =>
      (await fetch(`${url}/languages`, { headers: { 'X-Forwarded-For': address } })).status;
    expect([await from('203.0.113.1'), await from('203.0.113.1'), await from('203.0.113.2')]).toEqual([
      200, 429, 200,
    ]);
  });

  it('does not believe a client about its address without a proxy', async () => {
    const url = await serve({ limits: { requestsPerMinute: 1 }, countsLoopback: true });
    const from = async (address: string): Promise<number> =>
      (await fetch(`${url}/languages`, { headers: { 'X-Forwarded-For': address } })).status;
    expect([await from('203.0.113.1'), await from('203.0.113.2')]).toEqual([200, 429]);
  });
});

describe('the time limit', () => {
  it('ends work that takes too long, and says so', async () => {
    const service = fakeService();
    const url = await serve({ service, limits: { maximumSeconds: 0.05 } });
    const response = await postJson(`${url}/translate`, { q: 'a slow one', source: 'en', target: 'ko' });
    expect(response.status).toBe(503);
    expect(service.aborted).toBe(1);
  });
});

describe('a full translator', () => {
  it('is told as 503 with the time to come back', async () => {
    const service = fakeService();
    const busy = (): never => {
      throw new UserError('translator: is full', { status: 503, retryAfter: 2 });
    };
    const url = await serve({ service: { ...service, translateAll: busy } });
    const response = await postJson(`${url}/translate`, REQUEST);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  });
});

describe('the length limit', () => {
  it('is one for all that takes a text', async () => {
    const url = await serve({ limits: { maximumCharacters: 5 } });
    for (const [path, body, status] of [
      ['/translate', { ...REQUEST, q: '가나다라마바' }, 400],
      ['/translate', { ...REQUEST, q: ['가나다', '라마바'] }, 400],
      ['/detect', { q: '가나다라마바' }, 400],
      ['/v1/attention', { text: '가나다라마바' }, 413],
      ['/v1/step', { text: '가나다라마바' }, 413],
    ] as const) {
      const response = await postJson(url + path, body);
      expect(response.status).toBe(status);
      expect(JSON.stringify(await response.json())).toMatch(/\b5\b.*6|6.*\b5\b/);
    }
    // Characters, not UTF-16 units.
    expect((await postJson(`${url}/detect`, { q: '😀😀😀😀😀' })).status).toBe(200);
  });
});

describe('other origins', () => {
  it('may read nothing unless they are allowed to', async () => {
    const closed = await serve();
    const response = await fetch(`${closed}/languages`, { headers: { Origin: 'https://example.org' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    await server?.close();
    const open = await serve({ allowedOrigin: 'https://example.org' });
    const preflight = await fetch(`${open}/translate`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.org');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Content-Type');
    const answer = await postJson(`${open}/translate`, REQUEST);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://example.org');
    expect((await fetch(`${open}/`)).headers.get('access-control-allow-origin')).toBeNull();
  });
});
