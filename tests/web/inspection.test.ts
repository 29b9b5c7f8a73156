/** `/v1/…`: what a program can see of a translation, and ask about a sentence. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttentionResponse, ApiSentence } from '../../src/web/api/attention.js';
import { createApp } from '../../src/web/app.js';
import { fakeService } from './fake-service.js';
import type { FakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';
import { getPage, postForm, postJson } from './request.js';

let server: Listening;
let service: FakeService;

beforeAll(async () => {
  service = fakeService();
  server = await listen(createApp({ service }));
});
afterAll(() => server.close());

const KOREAN = '저는 학생입니다.';
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

async function ask<T>(path: string, body: unknown): Promise<T> {
  const response = await postJson(server.url + path, body);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function refused(path: string, body: unknown): Promise<[number, string]> {
  const response = await postJson(server.url + path, body);
  return [response.status, ((await response.json()) as { error: string }).error];
}

describe('/v1/attention', () => {
  it('gives pieces, words, weights and probabilities that agree', async () => {
    const answer = await ask<AttentionResponse>('/v1/attention', { text: KOREAN, alternatives: 2 });
    expect(answer).toMatchObject({
      source: 'ko',
      target: 'en',
      model: 'ko-en',
      detected: { language: 'ko', confidence: 1 },
      text: 'I am a student.',
      alternatives: ['I am a student. (2)', 'I am a student. (3)'],
    });
    const [{ sourcePieces, sourceWords, hypotheses }] = answer.sentences;
    expect(sourceWords.map(({ text }) => text)).toEqual(['저는', '학생입니다.', '</s>']);
    expect(hypotheses).toHaveLength(3);
    for (const one of hypotheses) {
      expect(one.complete).toBe(true);
      expect(one.attention).toHaveLength(one.pieces.length);
      expect(one.words.at(-1)?.end).toBe(one.pieces.length);
      expect(one.wordAttention).toHaveLength(one.words.length);
      for (const row of [...one.attention, ...one.wordAttention]) expect(sum(row)).toBeCloseTo(1, 6);
      expect(one.wordAttention[0]).toHaveLength(sourceWords.length);
      expect(one.probability).toBeCloseTo(Math.exp(one.logProbability), 9);
    }
    expect(hypotheses[0].wordProbabilities[3]).toBeCloseTo(0.7 ** 2, 9);
    expect(sourcePieces.at(-1)).toBe('</s>');
  });

  it('gives scores where they are asked for', async () => {
    const answer = await ask<AttentionResponse>('/v1/attention', { text: KOREAN, scores: true });
    const [{ hypotheses }] = answer.sentences;
    expect(hypotheses[0].scores?.[0][0]).toBeCloseTo(Math.log(hypotheses[0].attention[0][0]), 9);
    const without = await ask<AttentionResponse>('/v1/attention', { text: KOREAN });
    expect(without.sentences[0].hypotheses[0]).not.toHaveProperty('scores');
  });

  it('reads queries and forms as it reads JSON', async () => {
    const fields = { text: KOREAN, beam: '3', alternatives: '1', scores: 'true' };
    const byQuery = await (await getPage(`${server.url}/v1/attention`, fields)).json();
    const byForm = await (await postForm(`${server.url}/v1/attention`, fields)).json();
    const byJson = await ask('/v1/attention', { text: KOREAN, beam: 3, alternatives: 1, scores: true });
    expect(byQuery).toEqual(byJson);
    expect(byForm).toEqual(byJson);
    expect(service.requests.at(-1)).toMatchObject({ beam: 3, nBest: 2 });
  });

  it('reads a sentence as it stands where that is asked for', async () => {
    await ask('/v1/attention', { text: KOREAN, protect: false });
    expect(service.requests.at(-1)).toMatchObject({ search: { protect: false } });
    await getPage(`${server.url}/v1/attention`, { text: KOREAN, protect: 'false' });
    expect(service.requests.at(-1)).toMatchObject({ search: { protect: false } });
    await ask('/v1/attention', { text: KOREAN });
    expect(service.requests.at(-1)?.search).toEqual({});
  });

  it.each([
    [{}, 400, 'text: expected a text, got nothing'],
    [{ text: '' }, 400, 'text: expected a sentence in Korean or English, got nothing; type or paste one'],
    [{ text: 5 }, 400, 'text: expected a text, got 5'],
    [{ text: '네', beam: 11 }, 400, 'beam: expected a whole number from 1 to 10, got 11'],
    [{ text: '네', beam: 'x' }, 400, 'beam: expected a whole number from 1 to 10, got "x"'],
    [{ text: '네', source: 'fr' }, 400, 'source: expected auto or ko or en, got "fr"'],
    [{ text: '네', attention: 'none' }, 400, 'attention: expected dot or uniform, got "none"'],
    [{ text: '네', scores: 'maybe' }, 400, 'scores: expected true or false, got "maybe"'],
    [{ text: '네', baem: 3 }, 400, expect.stringContaining('the nearest is beam') as string],
    [
      { text: '가'.repeat(5001) },
      413,
      expect.stringContaining('at most 5,000 characters, got 5,001') as string,
    ],
    [[1], 400, 'body: expected a JSON object with fields, got a list of 1'],
  ])('refuses %j', async (body, status, message) => {
    expect(await refused('/v1/attention', body)).toEqual([status, message]);
  });
});

describe('/v1/step', () => {
  it('gives the numbers of one step', async () => {
    const pieces = ['▁I', '▁am'];
    const answer = await ask<{ position: number; weights: number[] }>('/v1/step', {
      text: KOREAN,
      pieces,
      position: 1,
    });
    expect(answer).toMatchObject({ position: 1, previous: '▁I', piece: '▁am' });
    expect(sum(answer.weights)).toBeCloseTo(1, 6);
    expect(await ask('/v1/step', { text: KOREAN, pieces })).toMatchObject({ position: 2, piece: null });
  });

  it('takes lists in a form as JSON', async () => {
    const response = await postForm(`${server.url}/v1/step`, {
      text: KOREAN,
      pieces: '["▁I"]',
      candidates: '3',
    });
    expect(await response.json()).toMatchObject({ position: 1, candidates: [{}, {}, {}] });
  });

  it.each([
    [{ text: '네', pieces: 5 }, 'pieces: expected a list of at most 400 texts, got 5'],
    [
      { text: '네', forbiddenSource: [-1] },
      /^forbiddenSource: expected a list of at most 400 whole numbers from 0/,
    ],
    [{ text: '네', position: 1.5 }, 'position: expected a whole number from 0 to 400, got 1.5'],
  ])('refuses %j', async (body, message) => {
    const [status, line] = await refused('/v1/step', body);
    expect(status).toBe(400);
    expect(line).toMatch(message);
  });
});

describe('/v1/continue', () => {
  it('begins with what it was given, and passes the conditions on', async () => {
    const fields = {
      text: KOREAN,
      prefix: ['▁You'],
      forbiddenSource: [0],
      temperature: 0.5,
      banned: ['student'],
      nBest: 2,
    };
    const answer = await ask<ApiSentence>('/v1/continue', fields);
    expect(answer.hypotheses).toHaveLength(2);
    expect(answer.hypotheses[0].pieces[0]).toBe('▁You');
    expect(answer.hypotheses[0].words[0].text).toBe('You');
    expect(service.requests.at(-1)).toMatchObject({ ...fields, beam: 5 });
  });
});

describe('/v1/search', () => {
  it('gives the tree with the sentence that it led to', async () => {
    const answer = await ask<{ nodes: { fate: string }[]; best: number[]; translation: ApiSentence }>(
      '/v1/search',
      {
        text: KOREAN,
        beam: 2,
      },
    );
    expect(answer.nodes[answer.best[0]].fate).toBe('finished');
    expect(answer.translation.hypotheses[0].text).toBe('I am a student.');
  });
});
