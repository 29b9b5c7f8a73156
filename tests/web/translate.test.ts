/** `POST /translate` and its neighbours speak LibreTranslate's wire format. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import type { FakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { postJson } from './request.js';

let server: Listening;
let service: FakeService;

beforeAll(async () => {
  service = fakeService();
  server = await listen(createApp({ service }));
});
afterAll(() => server.close());

const translate = async (body: unknown): Promise<{ status: number; body: unknown }> => {
  const response = await postJson(`${server.url}/translate`, body);
  return { status: response.status, body: await response.json() };
};

const KOREAN = '저는 학생입니다.';

describe('POST /translate', () => {
  it('answers with the translation alone where the source is said', async () => {
    const { status, body } = await translate({ q: KOREAN, source: 'ko', target: 'en', format: 'text' });
    expect(status).toBe(200);
    expect(body).toEqual({ translatedText: 'I am a student.' });
  });

  it('tells the language on auto', async () => {
    const { body } = await translate({ q: KOREAN, source: 'auto', target: 'en' });
    expect(body).toEqual({
      translatedText: 'I am a student.',
      detectedLanguage: { confidence: 100, language: 'ko' },
    });
  });

  it('answers a list with lists, in order, blank lines unchanged', async () => {
    const { body } = await translate({
      q: [KOREAN, '', '오늘은 날씨가 정말 좋네요.'],
      source: 'auto',
      target: 'en',
    });
    expect(body).toEqual({
      translatedText: ['I am a student.', '', 'The weather is really nice today.'],
      detectedLanguage: [
        { confidence: 100, language: 'ko' },
        { confidence: 0, language: 'en' },
        { confidence: 100, language: 'ko' },
      ],
    });
  });

  it('gives alternatives from a beam that is wide enough', async () => {
    const { body } = await translate({ q: KOREAN, source: 'ko', target: 'en', alternatives: 2 });
    expect(body).toEqual({
      translatedText: 'I am a student.',
      alternatives: ['I am a student. (2)', 'I am a student. (3)'],
    });
    expect(service.requests.at(-1)).toMatchObject({ nBest: 3, beam: 5 });
  });

  it('takes a form as well', async () => {
    const response = await fetch(`${server.url}/translate`, {
      method: 'POST',
      body: new URLSearchParams({ q: KOREAN, source: 'ko', target: 'en' }),
    });
    expect(await response.json()).toEqual({ translatedText: 'I am a student.' });
  });

  it('leaves text that is in the target language already', async () => {
    expect((await translate({ q: 'Hello.', source: 'en', target: 'en' })).body).toEqual({
      translatedText: 'Hello.',
    });
  });

  const both = { source: 'ko', target: 'en' };
  it.each([
    ['no q', both, 'Invalid request: missing q parameter'],
    ['an empty q', { ...both, q: '' }, 'Invalid request: missing q parameter'],
    ['no source', { q: '네', target: 'en' }, 'Invalid request: missing source parameter'],
    ['no target', { q: '네', source: 'ko' }, 'Invalid request: missing target parameter'],
    ['another target', { q: '네', source: 'ko', target: 'fr' }, 'fr is not supported'],
    ['a source that is no string', { ...both, q: '네', source: { a: 1 } }, 'object is not supported'],
    ['a list of other things', { ...both, q: [1, null] }, 'q must be a string or a list of strings'],
    ['another format', { ...both, q: '네', format: 'pdf' }, 'pdf format is not supported'],
    [
      'alternatives that are no number',
      { ...both, q: '네', alternatives: 'x' },
      'alternatives parameter is not a number',
    ],
    ['too many alternatives', { ...both, q: '네', alternatives: 10 }, 'alternatives parameter must be <= 9'],
    ['too long a list', { ...both, q: Array(501).fill('네') }, 'request (501) exceeds text limit (500)'],
    [
      '100,000 characters',
      { ...both, q: '가'.repeat(100_000) },
      'request (100000) exceeds text limit (5000)',
    ],
  ])('refuses %s', async (_name, body, message) => {
    const answer = await translate(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.stringContaining(message) as string });
  });

  it('takes lone surrogates out and translates the rest', async () => {
    const { status } = await translate('{"q":"\\ud83d 저는 학생입니다.","source":"ko","target":"en"}');
    expect(status).toBe(200);
  });

  it.each(['  \u0000 ', '🎉', '...'])('sends back %j, in which there is no word', async (q) => {
    const { status, body } = await translate({ q, source: 'auto', target: 'en' });
    expect(status).toBe(200);
    expect(body).toEqual({ translatedText: q, detectedLanguage: { confidence: 0, language: 'en' } });
  });

  it('keeps markup where the format is html', async () => {
    const q = '<p>저는 <b>학생입니다.</b></p><script>alert("저는")</script>';
    const { body } = await translate({ q, source: 'ko', target: 'en', format: 'html', alternatives: 2 });
    expect(body).toEqual({
      translatedText: '<p>I <b>am a student.</b></p><script>alert("저는")</script>',
      alternatives: [],
    });
  });

  it('gives lists of alternatives to a list', async () => {
    const { body } = await translate({ q: [KOREAN, ''], source: 'ko', target: 'en', alternatives: 1 });
    expect(body).toEqual({
      translatedText: ['I am a student.', ''],
      alternatives: [['I am a student. (2)'], []],
    });
  });

  it('takes a multipart form as well', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      q: KOREAN,
      source: 'ko',
      target: 'en',
      alternatives: '1',
    })) {
      form.set(name, value);
    }
    const response = await fetch(`${server.url}/translate`, { method: 'POST', body: form });
    expect(await response.json()).toEqual({
      translatedText: 'I am a student.',
      alternatives: ['I am a student. (2)'],
    });
    form.set('q', new Blob(['a']), 'a.txt');
    const refused = await fetch(`${server.url}/translate`, { method: 'POST', body: form });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({ error: 'q: expected a text, got a file' });
  });

  it.each([
    ['broken JSON', '{"q":', 400, 'body: expected valid JSON'],
    [
      'a body over the limit',
      JSON.stringify({ q: 'a'.repeat(1_200_000) }),
      413,
      'body: expected at most 1 MB',
    ],
  ])('refuses %s', async (_name, body, status, message) => {
    const answer = await translate(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error: expect.stringContaining(message) as string });
  });

  it('says which method it takes', async () => {
    const response = await fetch(`${server.url}/translate`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('gives the work up when the client leaves', async () => {
    const controller = new AbortController();
    const before = service.aborted;
    const request = fetch(`${server.url}/translate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ q: 'a slow one', source: 'en', target: 'ko' }),
      signal: controller.signal,
    });
    await expect.poll(() => service.requests.at(-1)?.text).toBe('a slow one');
    controller.abort();
    await expect(request).rejects.toThrow();
    await expect.poll(() => service.aborted).toBe(before + 1);
  });
});

describe('the neighbours', () => {
  it('lists languages with their targets', async () => {
    expect(await (await fetch(`${server.url}/languages`)).json()).toEqual([
      { code: 'ko', name: 'Korean', targets: ['en'] },
      { code: 'en', name: 'English', targets: ['ko'] },
    ]);
  });

  it('tells that it is well, and its models', async () => {
    const health = await (await fetch(`${server.url}/health`)).json();
    expect(health).toMatchObject({ status: 'ok', models: [{ name: 'ko-en' }, { name: 'en-ko' }] });
  });

  it('tells the language of a text', async () => {
    const response = await postJson(`${server.url}/detect`, { q: KOREAN });
    expect(await response.json()).toEqual([{ confidence: 100, language: 'ko' }]);
    const refused = await postJson(`${server.url}/detect`, {});
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: 'Invalid request: missing q parameter' },
    ]);
  });

  it('says what a form must know', async () => {
    expect(await (await fetch(`${server.url}/frontend/settings`)).json()).toMatchObject({
      charLimit: 5000,
      keyRequired: false,
      suggestions: false,
      supportedFilesFormat: ['.txt', '.tsv', '.tmx', '.docx', '.srt', '.html', '.htm'],
      language: { source: { code: 'auto' }, target: { code: 'en' } },
    });
  });

  it('answers with { error } to programs and with a page to readers where nothing stands', async () => {
    const program = await fetch(`${server.url}/nothing`);
    expect(program.status).toBe(404);
    expect(await program.json()).toEqual({ error: expect.stringContaining('GET /nothing') as string });
    const reader = await fetch(`${server.url}/<b>`, { headers: { Accept: 'text/html' } });
    expect(reader.status).toBe(404);
    expect(await reader.text()).toContain('Nothing stands here');
  });
});
