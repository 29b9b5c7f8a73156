/** A server that is asked to stop finishes what it has begun. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { createHttpServer, drain } from '../../src/web/http-server.js';
import { fakeService } from './fake-service.js';
import type { FakeService } from './fake-service.js';
import { postJson } from './request.js';

async function start(service: FakeService): Promise<{ server: Server; url: string }> {
  const server = createHttpServer(createApp({ service }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const REQUEST = { q: '저는 학생입니다.', source: 'ko', target: 'en' };

it('answers requests under way and takes no new ones', async () => {
  const service = fakeService({ delay: 200 });
  const { server, url } = await start(service);
  const underWay = Array.from({ length: 5 }, () => postJson(`${url}/translate`, REQUEST));
  await expect.poll(() => service.requests.length).toBe(5);
  const drained = drain(server);
  await expect(postJson(`${url}/translate`, REQUEST)).rejects.toThrow();
  for (const answer of await Promise.all(underWay)) {
    expect(await answer.json()).toEqual({ translatedText: 'I am a student.' });
  }
  await drained;
});

it('cuts off what does not end, and gives its work up', async () => {
  const service = fakeService();
  const { server, url } = await start(service);
  const endless = postJson(`${url}/translate`, { ...REQUEST, q: '가 slow' });
  const failed = expect(endless).rejects.toThrow();
  await expect.poll(() => service.requests.length).toBe(1);
  await drain(server, 50);
  await failed;
  await expect.poll(() => service.aborted).toBe(1);
});
