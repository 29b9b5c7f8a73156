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
    [
      'HTML as format',
      { ...both, q: '네', format: 'html' },
      'html format is not supported; send format=text',
    ],
    [
      'too few alternatives',
      { ...both, q: '네', alternatives: -1 },
      'expected a whole number from 0 to 9, got -1',
    ],
    [
      '100,000 characters',
      { ...both, q: '가'.repeat(100_000) },
      'request (100000) exceeds text limit (5000)',
    ],
    ['spaces and NUL', { ...both, q: '  \u0000 ' }, 'got nothing'],
    ['only emoji', { ...both, q: '🎉' }, 'got only signs'],
  ])('refuses %s', async (_name, body, message) => {
    const answer = await translate(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error: expect.stringContaining(message) as string });
  });

  it('takes lone surrogates out and translates the rest', async () => {
    const { status } = await translate('{"q":"\\ud83d 저는 학생입니다.","source":"ko","target":"en"}');
    expect(status).toBe(200);
    expect((await translate('{"q":"\\ud83d","source":"ko","target":"en"}')).status).toBe(400);
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

  it('gives everything that the page shows as JSON', async () => {
    const response = await postJson(`${server.url}/attention`, { text: KOREAN });
    const { source, target, text, sentences } = (await response.json()) as {
      source: string;
      target: string;
      text: string;
      sentences: { sourcePieces: string[]; words: { target: { text: string }[]; attention: number[][] } }[];
    };
    expect([source, target, text]).toEqual(['ko', 'en', 'I am a student.']);
    expect(sentences[0].sourcePieces.at(-1)).toBe('</s>');
    expect(sentences[0].words.target.map((word) => word.text)).toEqual(['I', 'am', 'a', 'student.', '</s>']);
    for (const row of sentences[0].words.attention) {
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
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
