/** Who may use retraining: this machine, or whoever has the token; never a page of another origin. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { createApp } from '../../src/web/app.js';
import { createRetraining } from '../../src/web/retraining.js';
import { isLoopbackHost, serverToken } from '../../src/web/token.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

const TOKEN = 'secret-token';
let store: Store;
let server: Listening | undefined;

async function open(token: string | null): Promise<void> {
  const service = fakeService();
  server = await listen(createApp({ service, retraining: createRetraining(store, service), token }));
}
beforeEach(() => {
  store = openStore(':memory:');
  store.dataSets.create('mine', [{ ko: '네.', en: 'Yes.' }], '');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  store.close();
});

const urlOf = (): string => server?.url ?? '';

/** Status of a request with headers that `fetch` would not let through. */
function status(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(urlOf() + path, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('on this machine alone', () => {
  beforeEach(() => open(null));

  it('needs no token', async () => {
    expect(await status('GET', '/v1/data')).toBe(200);
    expect(await status('POST', '/v1/data/1/delete', JSON_TYPE)).toBe(200);
    expect(await (await fetch(`${urlOf()}/v1/session`)).json()).toEqual({ needed: false, given: false });
  });

  it.each<Record<string, string>>([
    { Origin: 'https://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
  ])('takes no change from another page: %j', async (headers) => {
    expect(await status('POST', '/v1/data/1/delete', headers)).toBe(403);
    expect(await status('POST', '/v1/data/previews', headers)).toBe(403);
    expect(store.dataSets.list()).toHaveLength(1);
  });

  it('takes changes from its own page', async () => {
    const own = { Origin: urlOf(), 'Sec-Fetch-Site': 'same-origin' };
    expect(await status('POST', '/v1/data/1/delete', own)).toBe(200);
  });

  it('shows nothing under a name that was made to point to it', async () => {
    expect(await status('GET', '/v1/data', { Host: 'evil.example' })).toBe(403);
    expect(await status('GET', '/v1/data', { Host: 'localhost:3000' })).toBe(200);
  });
});

describe('beyond it', () => {
  beforeEach(() => open(TOKEN));

  it.each([
    ['GET', '/v1/data'],
    ['GET', '/v1/corrections'],
    ['GET', '/v1/jobs'],
    ['GET', '/v1/runs'],
    ['GET', '/v1/events'],
    ['GET', '/v1/registry'],
    ['POST', '/v1/data/1/delete'],
    ['POST', '/v1/data/previews'],
    ['POST', '/v1/jobs'],
    ['POST', '/v1/registry'],
    ['POST', '/v1/registry/x/promote'],
  ])('%s %s needs the token', async (method, path) => {
    expect(await status(method, path)).toBe(401);
    expect(await status(method, path, { Authorization: 'Bearer wrong' })).toBe(401);
    expect(store.dataSets.list()).toHaveLength(1);
  });

  it('the token opens it, from whatever name', async () => {
    const bearer = { Authorization: `Bearer ${TOKEN}`, Host: 'ieum.example' };
    expect(await status('GET', '/v1/data', bearer)).toBe(200);
    expect(await status('POST', '/v1/data/1/delete', bearer)).toBe(200);
  });

  it('a browser brings it once, then a cookie does that no script can read', async () => {
    const sign = (token: string): Promise<Response> =>
      fetch(`${urlOf()}/v1/session`, { method: 'POST', body: new URLSearchParams({ token }) });
    expect((await sign('wrong')).status).toBe(401);
    const signed = await sign(TOKEN);
    expect(await signed.json()).toEqual({ needed: true, given: true });
    const cookie = signed.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await status('GET', '/v1/data', { Cookie: cookie.split(';')[0] })).toBe(200);
  });

  it('translating needs none', async () => {
    expect(await status('GET', '/languages')).toBe(200);
    expect(await status('POST', '/translate')).toBe(400);
  });
});

describe('the token', () => {
  it('is made once, for the owner alone to read, or given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ieum-token-'));
    const made = serverToken(folder);
    expect(made).toMatch(/^[\w-]{32}$/);
    expect(serverToken(folder)).toBe(made);
    expect(statSync(join(folder, 'token')).mode & 0o777).toBe(0o600);
    vi.stubEnv('IEUM_TOKEN', 'mine');
    expect(serverToken(folder)).toBe('mine');
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is needed wherever the server can be reached from elsewhere', () => {
    expect(['localhost', '127.0.0.1', '127.3.2.1', '::1'].every(isLoopbackHost)).toBe(true);
    expect(['0.0.0.0', '::', '192.168.0.2', 'example.org'].some(isLoopbackHost)).toBe(false);
  });
});
