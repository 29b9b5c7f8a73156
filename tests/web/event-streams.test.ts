/** Progress that nobody need remember goes to those who follow everything, beside the events that are kept. */
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { EventStreams } from '../../src/web/event-streams.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

let store: Store;
let streams: EventStreams;
let server: Listening;

beforeEach(async () => {
  store = openStore(':memory:');
  streams = new EventStreams(store.events);
  const app = express();
  app.get('/all', (_request, response) => streams.open(response, { after: 0, filter: () => ({}) }));
  app.get('/job', (_request, response) => streams.open(response, { after: 0, filter: () => ({ job: 7 }) }));
  server = await listen(app);
});
afterEach(async () => {
  streams.close();
  await server.close();
  store.close();
});

it('tells what is not kept without a number, so that a browser that comes back asks for all that is kept', async () => {
  const [all, job] = await Promise.all(
    ['/all', '/job'].map(async (path) => {
      const response = await fetch(server.url + path);
      return { text: response.text() };
    }),
  );
  streams.tell('translating', { model: 'm', done: 3 });
  const id = store.events.add({ job: 7, kind: 'note', data: { text: 'x' } });
  await expect.poll(() => store.events.last()).toBe(id);
  await new Promise((resolve) => setTimeout(resolve, 600));
  streams.close();
  const [everything, own] = await Promise.all([all.text, job.text]);
  expect(everything).toContain(
    'event: translating\ndata: {"kind":"translating","data":{"model":"m","done":3}}\n\n',
  );
  expect(everything.match(/^id: /gm)).toHaveLength(1);
  expect(own).toContain(`id: ${id}\nevent: note`);
  expect(own).not.toContain('translating');
});
