/** Files in and out: LibreTranslate's `/translate_file`, and `/v1/files` with progress. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import type { FileJob } from '../../src/serving/file-job.js';
import { fakeService } from './fake-service.js';
import type { FakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

let server: Listening;
let service: FakeService;

beforeAll(async () => {
  service = fakeService();
  const limits = { fileBytes: 100_000, fileCharacters: 2000, files: 2 };
  server = await listen(createApp({ service, limits }));
});
afterAll(() => server.close());

interface Upload {
  name: string;
  content: string | Uint8Array;
}

function upload(path: string, { name, content }: Upload, fields: Record<string, string>): Promise<Response> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([content]), name);
  return fetch(server.url + path, { method: 'POST', body: form });
}

const DIRECTION = { source: 'ko', target: 'en' };
const KOREAN = '저는 학생입니다.';

async function translateFile(file: Upload, fields: Record<string, string> = DIRECTION): Promise<Response> {
  const response = await upload('/translate_file', file, fields);
  expect(response.status).toBe(200);
  const { translatedFileUrl } = (await response.json()) as { translatedFileUrl: string };
  expect(translatedFileUrl.startsWith(`${server.url}/download_file/`)).toBe(true);
  return fetch(translatedFileUrl);
}

async function finished(id: string): Promise<FileJob> {
  let job: FileJob | undefined;
  await expect
    .poll(async () => {
      job = (await (await fetch(`${server.url}/v1/files/${id}`)).json()) as FileJob;
      return job.state;
    })
    .toMatch(/done|failed/);
  if (!job) throw new Error('no state came');
  return job;
}

describe('POST /translate_file', () => {
  it('translates a text and lets it be fetched as something to save', async () => {
    const response = await translateFile({ name: '편지.txt', content: `${KOREAN}\n\n123\n` });
    expect(await response.text()).toBe('I am a student.\n\n123\n');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=.*\.en\.txt"/);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe('sandbox');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['a.tsv', `ko\ten\n${KOREAN}\t\n`, `ko\ten\n${KOREAN}\tI am a student.\n`],
    [
      'a.srt',
      `1\n00:00:01,000 --> 00:00:02,000\n${KOREAN}\n`,
      '1\n00:00:01,000 --> 00:00:02,000\nI am a student.\n',
    ],
    ['a.html', `<p>${KOREAN}</p>`, '<p>I am a student.</p>'],
    [
      'a.tmx',
      `<tmx><body><tu><tuv xml:lang="ko"><seg>${KOREAN}</seg></tuv></tu></body></tmx>`,
      `<tmx><body><tu><tuv xml:lang="ko"><seg>${KOREAN}</seg></tuv><tuv xml:lang="en"><seg>I am a student.</seg></tuv></tu></body></tmx>`,
    ],
  ])('translates %s, and tells its language', async (name, content, expected) => {
    for (const source of ['ko', 'auto']) {
      const response = await translateFile({ name, content }, { source, target: 'en' });
      expect(await response.text()).toBe(expected);
    }
  });

  it('translates a Word document', async () => {
    const body = `<w:document><w:body><w:p><w:r><w:t>${KOREAN}</w:t></w:r></w:p></w:body></w:document>`;
    const content = zipSync({ 'word/document.xml': strToU8(body) });
    const response = await translateFile({ name: 'a.docx', content });
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    expect(strFromU8(files['word/document.xml'])).toContain('>I am a student.</w:t>');
  });

  it.each([
    [
      'another kind',
      { name: 'a.pdf', content: 'x' },
      DIRECTION,
      400,
      /^file: expected one that ends in .txt/,
    ],
    ['an empty file', { name: 'a.txt', content: '' }, DIRECTION, 400, /^Invalid request: empty file/],
    [
      'no target',
      { name: 'a.txt', content: 'x' },
      { source: 'ko' },
      400,
      /^Invalid request: missing target parameter/,
    ],
    [
      'one language twice',
      { name: 'a.txt', content: 'x' },
      { source: 'ko', target: 'ko' },
      400,
      /^direction: /,
    ],
    [
      'too long a text',
      { name: 'a.txt', content: '가'.repeat(2001) },
      DIRECTION,
      413,
      /at most 2,000 characters/,
    ],
    [
      'too large a file',
      { name: 'a.txt', content: 'a'.repeat(100_001) },
      DIRECTION,
      413,
      /^body: expected at most/,
    ],
    [
      'a damaged document',
      { name: 'a.docx', content: 'PK' },
      DIRECTION,
      400,
      /^file: expected a Word document/,
    ],
  ])('refuses %s', async (_name, file, fields, status, message) => {
    const response = await upload('/translate_file', file, fields);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringMatching(message) as string });
  });

  it('refuses a form without a file, and what is no form', async () => {
    const form = new FormData();
    form.set('source', 'ko');
    const without = await fetch(`${server.url}/translate_file`, { method: 'POST', body: form });
    expect([without.status, await without.json()]).toEqual([
      400,
      { error: 'Invalid request: missing file parameter' },
    ]);
    const json = await fetch(`${server.url}/translate_file`, { method: 'POST', body: '{}' });
    expect(json.status).toBe(400);
    const headers = { 'Content-Type': 'multipart/form-data' };
    const broken = await fetch(`${server.url}/translate_file`, { method: 'POST', headers, body: 'x' });
    expect(broken.status).toBe(400);
  });

  it('keeps folders and control characters out of names', async () => {
    const response = await translateFile({ name: '../../etc/pass\u0007wd.txt', content: KOREAN });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=pass_wd.en.txt');
  });
});

describe('/v1/files', () => {
  it('answers at once and tells how far it is', async () => {
    const content = Array.from({ length: 40 }, (_, i) => `문장 ${i}`).join('\n');
    const response = await upload('/v1/files', { name: 'a.txt', content }, { target: 'en' });
    expect(response.status).toBe(202);
    const job = (await response.json()) as FileJob;
    expect(job).toMatchObject({ name: 'a.txt', total: 40 });
    expect(response.headers.get('location')).toBe(`/v1/files/${job.id}`);
    const done = await finished(job.id);
    expect(done).toMatchObject({ state: 'done', done: 40, total: 40 });
    expect((await (await fetch(server.url + (done.url ?? ''))).text()).split('\n')).toHaveLength(40);
  });

  it('says what went wrong', async () => {
    const response = await upload('/v1/files', { name: 'a.txt', content: '가 explode' }, { target: 'en' });
    const { id } = (await response.json()) as FileJob;
    const job = await finished(id);
    expect(job).toMatchObject({ state: 'failed', error: expect.stringMatching(/^server: /) as string });
    expect(JSON.stringify(job)).not.toContain('secret');
    expect((await fetch(`${server.url}/download_file/${id}/a.txt`)).status).toBe(404);
  });

  it('takes no more than may wait, and gives one up when told', async () => {
    const slow = { name: 'a.txt', content: '가 slow' };
    const jobs = await Promise.all([1, 2].map(() => upload('/v1/files', slow, { target: 'en' })));
    const ids = (await Promise.all(jobs.map((response) => response.json() as Promise<FileJob>))).map(
      ({ id }) => id,
    );
    const refused = await upload('/v1/files', slow, { target: 'en' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('10');
    const before = service.aborted;
    for (const id of ids) {
      expect((await fetch(`${server.url}/v1/files/${id}`, { method: 'DELETE' })).status).toBe(204);
      expect((await fetch(`${server.url}/v1/files/${id}`)).status).toBe(404);
    }
    await expect.poll(() => service.aborted).toBeGreaterThan(before);
    const quick = await upload('/v1/files', { name: 'a.txt', content: KOREAN }, { target: 'en' });
    expect(quick.status).toBe(202);
    expect((await finished(((await quick.json()) as FileJob).id)).state).toBe('done');
  });
});
