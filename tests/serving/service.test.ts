import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CacheKey, TranslationCache } from '../../src/serving/cached-sentences.js';
import { findModels } from '../../src/serving/models.js';
import type { ServiceObserver } from '../../src/serving/observer.js';
import { TranslationService } from '../../src/serving/service.js';
import type { ServiceOptions } from '../../src/serving/service.js';
import { Translator } from '../../src/serving/translator.js';
import { bundle } from '../support/bundle.js';
import { writeTinyCheckpoint } from './tiny-checkpoint.js';

let folders: string[];
let workerScript: URL;
const services: TranslationService[] = [];

function serve(options: ServiceOptions = {}): TranslationService {
  const service = new TranslationService({ workerScript, findModels: () => findModels(folders), ...options });
  services.push(service);
  return service;
}

/** A worker that does what a line of code says at each message. */
function workerThat(code: string): URL {
  const path = join(mkdtempSync(join(tmpdir(), 'ieum-worker-')), 'worker.mjs');
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', (job) => { ${code} });`,
  );
  return pathToFileURL(path);
}

class MapCache implements TranslationCache {
  readonly values = new Map<string, unknown>();
  get(key: CacheKey): unknown {
    return this.values.get(JSON.stringify(key));
  }
  put(key: CacheKey, value: unknown): void {
    this.values.set(JSON.stringify(key), value);
  }
}

beforeAll(async () => {
  const koEn = await writeTinyCheckpoint({ name: 'ko-en' });
  const enKo = await writeTinyCheckpoint({ name: 'en-ko', source: 'en', seed: 2 });
  folders = [koEn, enKo];
  workerScript = pathToFileURL(await bundle('serving/worker.ts'));
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close({ graceMilliseconds: 0 })));
});

afterAll(() => {
  for (const folder of folders) rmSync(dirname(folder), { recursive: true });
});

describe('TranslationService', () => {
  it('names its models without telling where they are', () => {
    expect(serve().models()).toEqual([
      { name: 'ko-en', source: 'ko', target: 'en', updates: 0, scores: [] },
      { name: 'en-ko', source: 'en', target: 'ko', updates: 0, scores: [] },
    ]);
  });

  it('translates in its worker as the translator does in this thread, both ways at once', async () => {
    const service = serve();
    const korean = { text: '저는 학생입니다.\n\n오늘은 날씨가 좋네요. 👍', source: 'auto' } as const;
    const english = { text: 'I am a student.', source: 'auto', beam: 2, nBest: 2 } as const;
    const found = await Promise.all([service.translate(korean), service.translate(english)]);
    const translators = await Promise.all(folders.map((folder) => Translator.load(folder)));
    const expected = [await translators[0].translate(korean), await translators[1].translate(english)];
    expect(found.map(({ text, model, source, target }) => ({ text, model, source, target }))).toEqual(
      expected.map(({ text, model, source, target }) => ({ text, model, source, target })),
    );
    expect(found[1].sentences[0].hypotheses).toHaveLength(2);
    for (const translator of translators) translator.dispose();
  });

  it('answers what needs no model at once', async () => {
    const service = serve({ workerScript: workerThat('throw new Error("not needed")') });
    expect(await service.translate({ text: '', source: 'ko' })).toMatchObject({ text: '', sentences: [] });
    expect(await service.translate({ text: '🎉🎉', source: 'ko' })).toMatchObject({ text: '🎉🎉' });
  });

  it('asks the cache before the worker, by model, options and sentence', async () => {
    const cache = new MapCache();
    const request = { text: '저는 학생입니다. 날씨가 좋네요.', source: 'ko', beam: 1 } as const;
    const first = await serve({ cache }).translate(request);
    expect(cache.values.size).toBe(2);
    const silent = serve({ cache, workerScript: workerThat('throw new Error("not needed")') });
    expect(await silent.translate(request)).toEqual(first);
    await expect(silent.translate({ ...request, beam: 2 })).rejects.toMatchObject({ status: 503 });
  });

  it('goes on without a cache that fails', async () => {
    const full = (): never => {
      throw new Error('disk full');
    };
    const service = serve({ cache: { get: full, put: full } });
    expect((await service.translate({ text: '저는 학생입니다.', source: 'ko' })).sentences).toHaveLength(1);
  });

  it('gives up a request when asked and answers the next', async () => {
    const service = serve();
    const controller = new AbortController();
    const request = { text: '저는 학생입니다. '.repeat(400), source: 'ko', beam: 10 } as const;
    const given = service.translate(request, { signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await expect(service.translate(request, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(
      (await service.translate({ text: '저는 학생입니다.', source: 'ko', beam: 1 })).sentences,
    ).toHaveLength(1);
  });

  it('refuses more requests than may wait', async () => {
    const service = serve({ maxWaiting: 1, workerScript: workerThat('') });
    const first = service.translate({ text: '저는', source: 'ko' });
    const given = expect(first).rejects.toMatchObject({ name: 'UserError', status: 503 });
    await expect(service.translate({ text: '학생', source: 'ko' })).rejects.toMatchObject({
      status: 503,
      retryAfter: 2,
    });
    expect(service.waiting).toBe(1);
    await service.close({ graceMilliseconds: 0 });
    await given;
    await expect(service.translate({ text: '저는', source: 'ko' })).rejects.toThrow(/is closing/);
  });

  it('answers questions about a sentence in its worker', async () => {
    const service = serve();
    const request = { text: ' 저는  학생입니다. ', source: 'auto', target: 'en' } as const;
    const [sentence] = (await service.translate({ ...request, beam: 1 })).sentences;
    const [{ pieces, attention }] = sentence.hypotheses;
    const step = await service.step({ ...request, pieces, position: 0 });
    expect(step.sourcePieces).toEqual(sentence.sourcePieces);
    step.weights.forEach((weight, t) => {
      expect(weight).toBeCloseTo(attention[0][t], 4);
    });
    const continued = await service.continue({ ...request, prefix: pieces.slice(0, 2), beam: 1 });
    expect(continued.hypotheses[0].pieces).toEqual(pieces);
    const tree = await service.searchTree({ ...request, prefix: pieces.slice(0, 2), beam: 2 });
    expect(tree.translation.hypotheses[0].pieces.slice(0, 2)).toEqual(pieces.slice(0, 2));
    await expect(service.step({ text: 'Hello.', source: 'ko', pieces: [] })).rejects.toThrow(
      /^text: expected/,
    );
    await expect(service.continue({ ...request, prefix: [], beam: 11 })).rejects.toThrow(/^beam: /);
  });

  it('gives the attention scores of a translation’s hypotheses, none of a sentence left as it is', async () => {
    const service = serve();
    const translation = await service.translate({
      text: '저는 학생입니다. 🎉\n123',
      source: 'ko',
      beam: 2,
      nBest: 2,
    });
    const scores = await service.attentionScores(translation);
    expect(scores.map((one) => one.map((rows) => rows?.length ?? null))).toEqual(
      translation.sentences.map(({ hypotheses, unchanged }) =>
        hypotheses.map(({ pieces }) => (unchanged ? null : pieces.length)),
      ),
    );
  });

  it('gives the likeliest pieces of each step, and translates without attention, when asked', async () => {
    const service = serve();
    const request = { text: '저는 학생입니다.', source: 'ko', beam: 2 } as const;
    const [sentence] = (await service.translate({ ...request, candidates: 5 })).sentences;
    expect(sentence.hypotheses[0].candidates).toHaveLength(sentence.hypotheses[0].pieces.length);
    expect(sentence.hypotheses[0].candidates?.[0]).toHaveLength(5);
    const [even] = (await service.translate({ ...request, attention: 'uniform' })).sentences;
    for (const row of even.hypotheses[0].attention) {
      for (const weight of row) expect(weight).toBeCloseTo(1 / row.length, 5);
    }
  });

  it('translates several texts at once, each sentence once', async () => {
    const cache = new MapCache();
    const texts = ['저는 학생입니다. 날씨가 좋네요.', '날씨가 좋네요.', '', 'I am a student.'];
    const requests = texts.map((text) => ({ text, source: 'auto', beam: 1 }) as const);
    const found = await serve({ cache }).translateAll(requests);
    expect(found.map(({ source, sentences }) => [source, sentences.length])).toEqual([
      ['ko', 2],
      ['ko', 1],
      ['en', 0],
      ['en', 1],
    ]);
    expect(found[1].text).toBe(found[0].sentences[1].hypotheses[0].text);
    expect(cache.values.size).toBe(3);
  });

  it('refuses more sentences than a request may bring', async () => {
    const service = serve({ limits: { maximumSentences: 2 } });
    const request = { text: '가\n나\n다', source: 'ko' } as const;
    await expect(service.translate(request)).rejects.toMatchObject({ status: 413 });
  });

  it('tells an observer of its work in numbers', async () => {
    const told: [string, unknown][] = [];
    const observer: ServiceObserver = {
      sentences: (count) => told.push(['sentences', count]),
      batch: (batch) => told.push(['batch', batch]),
      refused: () => told.push(['refused', null]),
      givenUp: () => told.push(['givenUp', null]),
    };
    const service = serve({ observer, cache: new MapCache(), maxWaiting: 1 });
    const request = { text: '저는 학생입니다. 123', source: 'ko', beam: 1 } as const;
    const { sentences } = await service.translate(request);
    await service.translate(request);
    const controller = new AbortController();
    const given = service.translate({ ...request, text: '날씨가 좋네요.' }, { signal: controller.signal });
    await expect(service.translate({ ...request, text: '학교' })).rejects.toMatchObject({ status: 503 });
    controller.abort();
    await expect(given).rejects.toThrow();
    expect(told.filter(([kind]) => kind !== 'batch')).toEqual([
      ['sentences', { cached: 0, translated: 1 }],
      ['sentences', { cached: 1, translated: 0 }],
      ['sentences', { cached: 0, translated: 1 }],
      ['sentences', { cached: 0, translated: 1 }],
      ['refused', null],
      ['givenUp', null],
    ]);
    const [best] = sentences[0].hypotheses;
    expect(told.find(([kind]) => kind === 'batch')?.[1]).toEqual({
      sentences: 1,
      seconds: expect.any(Number) as number,
      sourcePieces: sentences[0].sourcePieces.length,
      targetPieces: best.pieces.length,
    });
  });

  it('starts a new worker after one has died', async () => {
    const dying = `
      if (job.sources[0] === '나가') process.exit(1);
      if (job.sources[0] === '던져') throw new Error('boom');
      parentPort.postMessage({ type: 'failed', id: job.id, error: { message: 'alive', user: null } });`;
    const service = serve({ workerScript: workerThat(dying) });
    for (const [text, message] of [
      ['나가', /^translator: stopped unexpectedly/],
      ['던져', /^translator: stopped unexpectedly \(boom\)/],
      ['또', /^alive$/],
    ] as const) {
      await expect(service.translate({ text, source: 'ko' })).rejects.toThrow(message);
    }
  });

  it('tells what is wrong with a model, as the user error that it is', async () => {
    const broken = await writeTinyCheckpoint({ name: 'broken' });
    const models = findModels([broken]);
    writeFileSync(join(broken, 'weights.safetensors'), 'cut off');
    const service = serve({ findModels: () => models });
    await expect(service.translate({ text: '저는', source: 'ko' })).rejects.toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(/^checkpoint .*broken: expected weights.safetensors/) as string,
      }) as Error,
    );
  });

  it('uses a checkpoint that took the place of another', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'ieum-swap-'));
    const folder = await writeTinyCheckpoint({ name: 'ko-en', parent });
    const service = serve({ findModels: () => findModels([folder]) });
    const request = { text: '저는 학생입니다.', source: 'ko' } as const;
    const before = await service.translate(request);
    await writeTinyCheckpoint({ name: 'ko-en', parent, seed: 9 });
    const after = await service.translate(request);
    expect(after.sentences[0].hypotheses[0].logProbability).not.toBe(
      before.sentences[0].hypotheses[0].logProbability,
    );
  });

  it.each([
    [{ text: '가'.repeat(100_000), source: 'ko' }, 413, /^text: /],
    [{ text: '가', source: 'ko', beam: 1000 }, 400, /^beam: /],
    [{ text: '가', source: 'ko', target: 'ko' }, 400, /^direction: /],
    [{ text: '가', source: 'ko', model: 'ko-em' }, 404, /^model: .*the nearest is ko-en$/],
    [{ text: '가', source: 'ko', model: 'en-ko' }, 400, /^model en-ko: /],
  ] as const)('refuses a bad request (%#)', async (request, status, message) => {
    const asked = serve().translate(request);
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toMatchObject({ name: 'UserError', status });
  });

  it('says when there is no model for a direction', async () => {
    await expect(serve({ findModels: () => [] }).translate({ text: '가', source: 'ko' })).rejects.toThrow(
      /^model: expected one from ko to en in checkpoints\/ or runs\/, found none/,
    );
  });
});
