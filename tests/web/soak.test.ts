/** A hundred clients at once, of every kind: each gets its own answer, and the server keeps nothing of them. */
import { expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import { getPage, postForm, postJson } from './request.js';

const CLIENTS = 100;
const REQUESTS = 6;

/** Words that no other client sends at any time: numbers, with letters for digits. */
const ownWords = (client: number, request: number): string[] =>
  [client, request, client * request].map((number) => {
    const letters = String(number).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]);
    return `q${letters}`;
  });

/** One client's request of one kind; resolves when the answer is its own. */
async function ask(url: string, client: number, request: number): Promise<void> {
  const words = ownWords(client, request);
  const text = words.join(' ');
  const expected = text.toUpperCase();
  const fields = { q: text, source: 'en', target: 'ko' };
  const kinds: (() => Promise<unknown>)[] = [
    async () => (await postJson(`${url}/translate`, fields)).json(),
    async () => (await postForm(`${url}/translate`, fields)).json(),
    async () => (await getPage(`${url}/v1/attention`, { text, source: 'en' })).json(),
    async () => (await postJson(`${url}/v1/continue`, { text, source: 'en' })).json(),
    async () => (await postJson(`${url}/v1/search`, { text, source: 'en' })).json(),
    async () => {
      const controller = new AbortController();
      const left = fetch(`${url}/translate`, {
        method: 'POST',
        body: new URLSearchParams({ ...fields, q: `slow ${text}` }),
        signal: controller.signal,
      }).catch(() => expected);
      setTimeout(() => {
        controller.abort();
      }, 5);
      return left;
    },
  ];
  const answer = JSON.stringify(await kinds[(client + request) % kinds.length]());
  expect(answer).toContain(expected);
  const others = /\bQ[A-Z]+ Q[A-Z]+ Q[A-Z]+\b/g;
  for (const [found] of answer.matchAll(others)) expect(found).toBe(expected);
}

it('crosses no answers', async () => {
  const service = fakeService({ delay: 3 });
  const server = await listen(createApp({ service, limits: { requestsPerMinute: 0 } }));
  try {
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        for (let request = 0; request < REQUESTS; request++) await ask(server.url, client, request);
      }),
    );
    expect(service.requests.length).toBeGreaterThanOrEqual(CLIENTS * (REQUESTS - 1));
    expect(service.aborted).toBeGreaterThan(0);
    // In the end only the question itself is under way.
    await expect
      .poll(async () => {
        const metrics = await (await fetch(`${server.url}/metrics`)).text();
        return /^ieum_http_requests_in_flight (\d+)$/m.exec(metrics)?.[1];
      })
      .toBe('1');
  } finally {
    await server.close();
  }
});
