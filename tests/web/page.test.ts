/** The page as it comes from the server: works without JavaScript, says what is wrong, never repeats markup. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { getPage, postForm } from './request.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';
let server: Listening;

beforeAll(async () => {
  server = await listen(createApp({ service: fakeService() }));
});
afterAll(() => server.close());

const visible = (html: string): string => html.replace(/<[^>]*>/g, '');
const translationOf = (html: string): string =>
  visible(/<p class="translation"[^>]*>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '');

describe('GET /', () => {
  it('shows the empty form with examples that are links', async () => {
    const response = await getPage(`${server.url}/`);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<textarea id="text" name="text"');
    expect(html).toMatch(/name="source" value="auto" checked/);
    expect(html).toContain(
      `<a href="/?text=${encodeURIComponent(KOREAN).replaceAll('%20', '+')}" lang="ko" data-example>`,
    );
    expect(html).not.toContain('class="heatmap');
    expect(html).not.toContain('id="translated"');
  });

  it('translates a link and shows heatmap and table with the languages of each part', async () => {
    const html = await (await getPage(`${server.url}/`, { text: KOREAN })).text();
    expect(translationOf(html)).toBe('The weather is really nice today.');
    expect(html).toMatch(/<p class="translation" id="translated" lang="en">/);
    expect(html).toMatch(/<p class="line line-source" lang="ko">/);
    expect(html.match(/class="heatmap/g)).toHaveLength(1);
    expect(html).toContain('<th scope="col" lang="ko">날씨가</th>');
    expect(html).toContain('<th scope="row" lang="en">weather</th>');
    expect(html).toContain('<th scope="row" lang="en">⟨end⟩</th>');
    expect(html).toMatch(/id="detected"> · Korean</);
    expect(html).toMatch(/id="target-name">English</);
  });

  it('shows words, and pieces on another link', async () => {
    const words = await (await getPage(`${server.url}/`, { text: KOREAN })).text();
    expect(words).toContain('<th scope="row" lang="en">today.</th>');
    const link = /href="([^"]*)" data-units="pieces"/.exec(words)?.[1].replaceAll('&amp;', '&');
    const pieces = await (await getPage(`${server.url}${link ?? ''}`)).text();
    expect(pieces).toContain('<th scope="row" lang="en">▁to</th>');
    expect(pieces).toMatch(/data-units="pieces" aria-current="true"/);
    expect(translationOf(pieces)).toBe('The weather is really nice today.');
  });

  it('draws a heatmap for each sentence and keeps the line breaks between them', async () => {
    const html = await (await getPage(`${server.url}/`, { text: `${KOREAN}\n\n저는 학생입니다.` })).text();
    expect(translationOf(html)).toBe('The weather is really nice today.\n\nI am a student.');
    expect(html.match(/class="heatmap/g)).toHaveLength(2);
    expect(html).toContain('id="heatmap-2-title"');
  });

  it('leaves a sentence that is in the target language as it is, without a heatmap', async () => {
    const html = await (
      await getPage(`${server.url}/`, { text: `${KOREAN} Hello there. 저는 학생입니다.` })
    ).text();
    expect(translationOf(html)).toBe('The weather is really nice today. Hello there. I am a student.');
    expect(html).toContain('Nothing to translate here');
    expect(html.match(/class="heatmap/g)).toHaveLength(2);
  });

  it('sends no inline script or style and a policy that forbids them', async () => {
    const response = await getPage(`${server.url}/`, { text: KOREAN });
    const html = await response.text();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it('serves its style sheets, icon and nothing beside the public folder', async () => {
    for (const path of ['/style/base.css', '/style/media.css', '/heatmap.css', '/favicon.svg']) {
      expect((await fetch(server.url + path)).status).toBe(200);
    }
    expect((await fetch(`${server.url}/..%2fpackage.json`)).status).toBe(404);
  });
});

describe('POST /', () => {
  it('translates a form in the direction that was chosen', async () => {
    const html = await (
      await postForm(`${server.url}/`, { text: 'Where is the nearest subway station?', source: 'en' })
    ).text();
    expect(translationOf(html)).toBe('가장 가까운 지하철역이 어디에 있나요?');
    expect(html).toMatch(/name="source" value="en" checked/);
  });

  it('offers buttons in place of links for text too long for an address', async () => {
    const html = await (await postForm(`${server.url}/`, { text: '저는 학생입니다. '.repeat(200) })).text();
    expect(html).toMatch(/<button type="submit" form="translator" name="units" value="pieces"/);
    expect(html).toMatch(/id="share" href="\/" hidden/);
  });

  it('shows HTML as text', async () => {
    const text = '<img src=x onerror=alert(1)> & </textarea><script>alert(1)</script> hello';
    const html = await (await postForm(`${server.url}/`, { text })).text();
    expect(html).not.toMatch(/<img|<script>/i);
    expect(html).toContain('&lt;/textarea&gt;');
  });

  it.each([
    ['nothing', '', 400, 'got nothing'],
    ['only spaces', ' \n\t　 ', 400, 'got nothing'],
    ['only emoji', '😀🎉', 400, 'got only signs'],
    ['only NUL', '\u0000\u0000', 400, 'got nothing'],
    ['100,000 characters', '가'.repeat(100_000), 413, 'at most 5,000 characters, got 100,000'],
  ])('says what is wrong with %s', async (_name, text, status, message) => {
    const response = await postForm(`${server.url}/`, { text });
    const html = await response.text();
    expect(response.status).toBe(status);
    expect(html).toMatch(/role="alert"/);
    expect(html).toContain(message);
  });

  it('says what is wrong with another language', async () => {
    const response = await postForm(`${server.url}/`, { text: 'Bonjour', source: 'fr' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Source: expected auto or ko or en, got &quot;fr&quot;.');
  });

  it('tells nothing of its inside when something breaks, and the log all', async () => {
    const lines: string[] = [];
    const log = pino({ base: null }, { write: (line) => void lines.push(line) });
    const logging = await listen(createApp({ service: fakeService(), log }));
    const response = await postForm(`${logging.url}/`, { text: 'explode' });
    const html = await response.text();
    await logging.close();
    expect(response.status).toBe(500);
    expect(html).toContain('Something went wrong');
    expect(html).not.toContain('secret');
    expect(lines.join('')).toContain('secret inside');
  });

  it('shows another hypothesis where the form picks one, and links to each', async () => {
    const html = await (await postForm(`${server.url}/`, { text: KOREAN, pick: '2' })).text();
    expect(translationOf(html)).toBe('The weather is really nice today. (3)');
    expect(html).toMatch(/pick=2" class="alternative" data-pick="2" data-sentence="1" aria-current="true"/);
    expect(html.match(/class="alternative"/g)).toHaveLength(5);
    const strange = await (await getPage(`${server.url}/`, { text: KOREAN, pick: '99.x' })).text();
    expect(translationOf(strange)).toBe('The weather is really nice today.');
  });

  it('gives the script what it goes on with, as text that is no markup', async () => {
    const html = await (await getPage(`${server.url}/`, { text: '</template><b>저는 학생입니다.' })).text();
    const data = /<template id="page-data">([\s\S]*?)<\/template>/.exec(html)?.[1] ?? '';
    expect(data).not.toMatch(/[<>"]/);
    const { translation } = JSON.parse(
      data.replaceAll('&#34;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ) as { translation: { sentences: { hypotheses: unknown[] }[] } };
    expect(translation.sentences[0].hypotheses).toHaveLength(5);
  });
});

describe('without models', () => {
  it('explains how to get one, on the empty page and on a translation', async () => {
    const bare = await listen(createApp({ service: fakeService({ models: [] }) }));
    try {
      const empty = await (await getPage(`${bare.url}/`)).text();
      expect(empty).toContain('npx ieum train --config configs/ko-en.yaml');
      const response = await getPage(`${bare.url}/`, { text: KOREAN });
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('Model: expected one for Korean → English, found none');
    } finally {
      await bare.close();
    }
  });

  it('tells of a run that trains one', async () => {
    const trainings = () => [{ source: 'ko' as const, target: 'en' as const, run: 'my-run', step: 12_400 }];
    const bare = await listen(createApp({ service: fakeService({ models: [] }), trainings }));
    try {
      const html = visible(await (await getPage(`${bare.url}/`)).text());
      expect(html).toContain('A model for Korean → English is being trained (my-run, 12,400 updates so far)');
      expect(html).not.toContain('configs/ko-en.yaml');
      expect(html).toContain('configs/en-ko.yaml');
    } finally {
      await bare.close();
    }
  });
});
