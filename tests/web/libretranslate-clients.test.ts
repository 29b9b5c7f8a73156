/** LibreTranslate's clients, byte by byte as they speak: libretranslatepy 2.1.4, and libretranslate 1.0.1 and translate 3.1.0 of npm. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

let server: Listening;

beforeAll(async () => {
  server = await listen(createApp({ service: fakeService() }));
});
afterAll(() => server.close());

const KOREAN = '저는 학생입니다.';

/** A request as urllib sends it: a form, also with GET, without the headers that fetch adds. */
function urllib(
  method: string,
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const body = new URLSearchParams(fields).toString();
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${server.url}${path}`,
      {
        method,
        headers: {
          'Accept-Encoding': 'identity',
          'Content-Type': 'application/x-www-form-urlencoded',
          'Content-Length': Buffer.byteLength(body),
          'User-Agent': 'Python-urllib/3.11',
          Connection: 'close',
        },
      },
      (response) => {
        const blocks: Buffer[] = [];
        response.on('data', (block: Buffer) => blocks.push(block));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(blocks).toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

describe('libretranslatepy', () => {
  it('translates, with and without a key', async () => {
    for (const key of [{}, { api_key: 'k' }] as Record<string, string>[]) {
      const { status, body } = await urllib('POST', '/translate', {
        q: KOREAN,
        source: 'ko',
        target: 'en',
        ...key,
      });
      expect(status).toBe(200);
      expect((JSON.parse(body) as { translatedText: string }).translatedText).toBe('I am a student.');
    }
  });

  it('detects a language', async () => {
    const { body } = await urllib('POST', '/detect', { q: 'Hello World' });
    expect(JSON.parse(body)).toEqual([{ confidence: 100, language: 'en' }]);
  });

  it('lists languages by a GET that has a body', async () => {
    for (const fields of [{}, { api_key: 'k' }] as Record<string, string>[]) {
      const { status, body } = await urllib('GET', '/languages', fields);
      expect(status).toBe(200);
      expect((JSON.parse(body) as { code: string }[]).map(({ code }) => code)).toEqual(['ko', 'en']);
    }
  });

  it('gets an error whose status urllib raises', async () => {
    const { status, body } = await urllib('POST', '/translate', { q: 'x', source: 'fr', target: 'en' });
    expect([status, JSON.parse(body)]).toEqual([400, { error: 'fr is not supported' }]);
  });
});

const json = (path: string, method: string, body?: unknown): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

describe('libretranslate of npm', () => {
  it('looks for its languages, then translates', async () => {
    const languages = (await (await json('/languages', 'GET')).json()) as { code: string }[];
    expect(languages.map(({ code }) => code)).toContain('ko');
    const fields = { q: KOREAN, source: 'auto', target: 'en', format: 'text', apiKey: '' };
    const answer = (await (await json('/translate', 'POST', fields)).json()) as { translatedText: string };
    expect(answer.translatedText).toBe('I am a student.');
  });
});

describe('translate of npm', () => {
  it('translates, and finds the error in the body', async () => {
    const answer = await (await json('/translate', 'POST', { q: KOREAN, source: 'ko', target: 'en' })).json();
    expect(answer).toMatchObject({ translatedText: 'I am a student.' });
    const failed = await (await json('/translate', 'POST', { q: 'hi', source: 'fr', target: 'en' })).json();
    expect(failed).toEqual({ error: 'fr is not supported' });
  });
});
