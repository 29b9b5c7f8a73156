/** `POST /suggest` keeps what users think is better, where the server takes it. */
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import { postJson } from './request.js';

const SUGGESTION = { q: '저는 학생입니다.', s: "I'm a student.", source: 'ko', target: 'en' };

it('keeps a suggestion for someone to look at', async () => {
  const store = openStore(':memory:');
  const server = await listen(createApp({ service: fakeService(), suggestions: store.suggestions }));
  try {
    const response = await postJson(`${server.url}/suggest`, SUGGESTION);
    expect(await response.json()).toEqual({ success: true });
    expect(store.suggestions.list()).toMatchObject([
      { text: SUGGESTION.q, suggestion: SUGGESTION.s, source: 'ko', target: 'en' },
    ]);
    const form = new URLSearchParams({
      ...SUGGESTION,
      translation: 'I am student.',
      back: '/?text=a&thanks=1',
    });
    const sent = await fetch(`${server.url}/suggest`, { method: 'POST', body: form, redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/?text=a&thanks=1']);
    expect(store.suggestions.list()[0].translation).toBe('I am student.');
    const refused = await postJson(`${server.url}/suggest`, { ...SUGGESTION, s: '' });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'Invalid request: missing s parameter' },
    ]);
  } finally {
    await server.close();
    store.close();
  }
});

it('refuses where none are taken', async () => {
  const server = await listen(createApp({ service: fakeService() }));
  try {
    const response = await postJson(`${server.url}/suggest`, SUGGESTION);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ error: 'Suggestions are disabled on this server.' });
  } finally {
    await server.close();
  }
});
