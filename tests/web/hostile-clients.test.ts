/** Clients that stall, flood or lie: each is refused or cut off, and the others are answered all the while. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { createHttpServer } from '../../src/web/http-server.js';
import { fakeService } from './fake-service.js';
import { openRaw } from './raw-http.js';
import { postJson } from './request.js';

let server: Server;
let url: string;

beforeEach(async () => {
  const times = {
    headersMilliseconds: 300,
    requestMilliseconds: 600,
    idleMilliseconds: 300,
    checkMilliseconds: 50,
  };
  server = createHttpServer(createApp({ service: fakeService() }), times);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
});

/** Others are answered, which a server that waits for somebody would not do. */
async function othersAreAnswered(): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      postJson(`${url}/translate`, { q: '저는 학생입니다.', source: 'ko', target: 'en' }),
    ),
  );
  for (const answer of answers) expect(await answer.json()).toEqual({ translatedText: 'I am a student.' });
}

const HEAD = 'POST /translate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a hostile client', () => {
  it('that never ends its headers is cut off', async () => {
    const slow = Array.from({ length: 30 }, () => openRaw(url, 'GET / HTTP/1.1\r\nHost: x\r\nX-A: '));
    await othersAreAnswered();
    for (const { closed } of slow) expect(await closed).toMatch(/^HTTP\/1.1 408/);
  });

  it('that sends its body drop by drop is cut off', async () => {
    const slow = Array.from({ length: 30 }, () => openRaw(url, `${HEAD}Content-Length: 1000\r\n\r\n{"q":"`));
    const drops = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write('a');
    }, 40);
    await othersAreAnswered();
    for (const { closed } of slow) expect(await closed).toMatch(/^HTTP\/1.1 408/);
    clearInterval(drops);
  });

  it('that sends 10 MB is told so, and its body not kept', async () => {
    const body = `{"q":"${'a'.repeat(10_000_000)}","source":"en","target":"ko"}`;
    const refused = postJson(`${url}/translate`, body).then(
      async (response) => [response.status, await response.json()] as const,
      // The server need not read to the end what it does not want.
      () => [413, null] as const,
    );
    await othersAreAnswered();
    expect((await refused)[0]).toBe(413);
  });

  it('that sends without end is cut off', async () => {
    const { socket, closed } = openRaw(url, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`;
    for (let i = 0; i < 160 && socket.writable; i++) socket.write(chunk);
    await othersAreAnswered();
    expect(await closed).toBe('');
  });

  it.each(['{"q":', '[1', 'nul', '"text"', '{"q":"\\ud800"'])(
    'that sends the JSON %s is told so',
    async (body) => {
      const response = await postJson(`${url}/translate`, body);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        error: expect.stringMatching(/^body: expected valid JSON/) as string,
      });
      await othersAreAnswered();
    },
  );

  it('that floods it with headers is refused', async () => {
    const flood = Array.from({ length: 2000 }, (_, i) => `X-${i}: ${'a'.repeat(50)}\r\n`).join('');
    const flooding = Array.from({ length: 10 }, () =>
      openRaw(url, `GET / HTTP/1.1\r\nHost: x\r\n${flood}\r\n`),
    );
    await othersAreAnswered();
    for (const { closed } of flooding) expect(await closed).toMatch(/^(?:HTTP\/1.1 431|$)/);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400/],
    ['two lengths', `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, /^HTTP\/1.1 400/],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400/,
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400/],
  ])('that sends %s is refused', async (_name, text, answer) => {
    const { closed } = openRaw(url, text);
    expect(await closed).toMatch(answer);
    await othersAreAnswered();
  });

  it('that keeps connections without a request is cut off', async () => {
    const idle = openRaw(url, 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await idle.closed).toMatch(/^HTTP\/1.1 200/);
  });

  it('that compresses far more than it sends is refused', async () => {
    const { gzipSync } = await import('node:zlib');
    const response = await fetch(`${url}/translate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: gzipSync(`{"q":"${'a'.repeat(20_000_000)}"}`),
    });
    expect(response.status).toBe(413);
  });

  it('that names fields like an object’s own inside changes nothing', async () => {
    const body = '{"__proto__":{"q":"x"},"constructor":1,"q":"저는 학생입니다.","source":"ko","target":"en"}';
    expect(await (await postJson(`${url}/translate`, body)).json()).toEqual({
      translatedText: 'I am a student.',
    });
    const form = new FormData();
    form.set('__proto__', 'x');
    form.set('q', 'a');
    const response = await fetch(`${url}/detect`, { method: 'POST', body: form });
    expect(await response.json()).toEqual([{ confidence: 100, language: 'en' }]);
  });
});
