/** Versions appear whole, go with their provenance, and take over only where they are no worse. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { packModel, registerArchive } from '../../src/registry/archive.js';
import { compareSystems } from '../../src/registry/comparison.js';
import { Measuring } from '../../src/registry/measuring.js';
import { Promoter } from '../../src/registry/promotion.js';
import type { Provenance } from '../../src/registry/provenance.js';
import { ModelRegistry } from '../../src/registry/registry.js';
import type { RegisteredModel } from '../../src/registry/registry.js';
import { findModels } from '../../src/serving/models.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { fakeService } from '../web/fake-service.js';
import type { FakeService } from '../web/fake-service.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-registry-'));
let checkpoint: string;
let otherCheckpoint: string;
let home: string;
let store: Store;
let registry: ModelRegistry;

const provenance: Provenance = {
  ...{ format: 'ieum-provenance-1', registered: '2024-05-01T00:00:00.000Z', origin: 'training' },
  ...{ source: 'ko', target: 'en', job: { id: 3, created: 'then', run: 1 }, parent: null, data: [] },
  ...{ baseShare: 0, seconds: 5, config: {}, tests: [] },
};

beforeAll(async () => {
  checkpoint = await writeTinyCheckpoint();
  otherCheckpoint = await writeTinyCheckpoint({ seed: 2 });
  writeFileSync(join(root, 'test.tsv'), '하나.\tOne.\n둘.\tTwo.\n셋.\tThree.\n');
});
beforeEach(() => {
  home = mkdtempSync(join(root, 'home-'));
  vi.stubEnv('IEUM_HOME', home);
  vi.stubEnv('IEUM_BASE_DATA', root);
  store = openStore(home);
  registry = new ModelRegistry(home);
});
afterEach(() => {
  store.close();
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(root, { recursive: true }));

const register = (name = 'mine'): RegisteredModel => registry.register(checkpoint, { name, provenance });

describe('the registry', () => {
  it('numbers versions of a name, and never changes one', () => {
    const first = register();
    const weights = readFileSync(join(first.folder, 'weights.safetensors'));
    const second = register();
    expect([first.name, second.name]).toEqual(['mine-1', 'mine-2']);
    expect(readFileSync(join(first.folder, 'weights.safetensors'))).toEqual(weights);
    expect(registry.read('mine-1')).toMatchObject({ source: 'ko', target: 'en', provenance });
    expect(first.bytes).toBeGreaterThan(weights.length);
    expect(findModels().map(({ name }) => name)).toContain('mine-2');
  });

  it('knows the version of a job, and none of a job of another folder', () => {
    register();
    expect(registry.ofJob({ id: 3, created: 'then' })?.name).toBe('mine-1');
    expect(registry.ofJob({ id: 3, created: 'another time' })).toBeUndefined();
  });

  it('has no half of one: what was begun is not there, and goes when it is old', () => {
    expect(() =>
      registry.place('half', (folder) => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'model.json'), '{}');
        throw new Error('killed');
      }),
    ).toThrow('killed');
    expect(readdirSync(registry.folder)).toEqual([]);
    const left = join(registry.folder, '.half.99.ab.tmp');
    const fresh = join(registry.folder, '.half.98.cd.tmp');
    for (const path of [left, fresh]) mkdirSync(path);
    utimesSync(left, 0, 0);
    registry.mend();
    expect([left, fresh].map((path) => existsSync(path))).toEqual([false, true]);
    expect(registry.list()).toEqual([]);
  });

  it('forgets a version at once', () => {
    register();
    registry.remove('mine-1');
    expect(readdirSync(registry.folder)).toEqual([]);
    expect(() => registry.remove('mine-1')).toThrow('model mine-1: expected a registered one');
  });
});

describe('a model file', () => {
  const unpacked = (): Record<string, Uint8Array> => unzipSync(packModel(register()));
  const refusal = (files: Record<string, Uint8Array>): string => {
    try {
      registerArchive(registry, zipSync(files));
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it was taken');
  };

  it('comes back as the model that it was, without the numbers of another folder', () => {
    const archive = packModel(register());
    const taken = registerArchive(registry, archive, 'theirs');
    expect(taken).toMatchObject({
      name: 'theirs-1',
      provenance: { origin: 'upload', job: null, config: {} },
    });
    expect(readFileSync(join(taken.folder, 'weights.safetensors'))).toEqual(
      readFileSync(join(registry.folder, 'mine-1', 'weights.safetensors')),
    );
  });

  it('of an installed model needs no provenance', () => {
    const { 'provenance.json': _left, ...files } = unpacked();
    expect(registerArchive(registry, zipSync(files)).name).toBe('tiny-1');
  });

  it.each([
    ['a file that is no model’s', { 'evil.js': strToU8('x') }, /only model\.json, .*got 'evil\.js' too/],
    ['a path out of its folder', { '../../evil': strToU8('x') }, /got '\.\.\/\.\.\/evil' too/],
    [
      'other weights',
      { 'weights.safetensors': strToU8('x'.repeat(100)) },
      /weights\.safetensors with the hash/,
    ],
    ['another vocabulary', { 'source.model': strToU8('x') }, /source\.model with the hash/],
    ['a broken card', { 'model.json': strToU8('{') }, /expected JSON in model\.json/],
    ['a foreign card', { 'model.json': strToU8('{"name":"x"}') }, /of the format ieum-checkpoint-1/],
    ['a broken provenance', { 'provenance.json': strToU8('{}') }, /a sound provenance\.json/],
  ])('with %s is refused, and nothing is left', (_what, change, message) => {
    expect(refusal({ ...unpacked(), ...change })).toMatch(message);
    expect(registry.list().map(({ name }) => name)).toEqual(['mine-1']);
    expect(readdirSync(registry.folder)).toEqual(['mine-1']);
  });

  it('without its weights is refused', () => {
    const { 'weights.safetensors': _left, ...files } = unpacked();
    expect(refusal(files)).toMatch(/expected weights\.safetensors in it, got none/);
  });

  it('that promises more than it holds is refused', () => {
    const files = unpacked();
    const card = JSON.parse(Buffer.from(files['model.json']).toString()) as {
      architecture: { hidden: number };
    };
    card.architecture.hidden = 32;
    expect(refusal({ ...files, 'model.json': strToU8(JSON.stringify(card)) })).toMatch(/of shape \[/);
  });
});

describe('a promotion', () => {
  /** What each model makes of the three sentences of the base test. */
  const lines: Record<string, string[]> = {};
  /** A service whose models write English, whatever they read. */
  const englishService = (): FakeService => {
    const service = fakeService();
    const { translateAll } = service;
    service.translateAll = async (requests) => {
      const translations = await translateAll(requests);
      for (const { sentences } of translations) sentences[0].hypotheses[0].text = 'Hello.';
      return translations;
    };
    return service;
  };
  const promoter = (service = englishService()): Promoter =>
    new Promoter({
      places: { home, dataSets: store.dataSets },
      promotions: store.promotions,
      measuring: new Measuring(store.testTranslations, ({ name }) => Promise.resolve(lines[name])),
      events: store.events,
      onStep: ({ step }) => steps.push(step),
      service,
      models: () => findModels(registry.list().map(({ folder }) => folder)),
    });
  const steps: string[] = [];
  const good = ['One.', 'Two.', 'Three.'];
  beforeEach(() => {
    register('old');
    registry.register(otherCheckpoint, { name: 'new', provenance });
    Object.assign(lines, { 'old-1': good, 'new-1': good });
  });
  const direction = { source: 'ko', target: 'en' } as const;
  const promoted = (): unknown => JSON.parse(readFileSync(join(home, 'models', 'promoted.json'), 'utf8'));

  it('of one that is as good takes over, and can be taken back', async () => {
    const changing = promoter();
    await changing.promote('old-1', { force: true });
    const { base, smoke } = await changing.promote('new-1');
    expect(base).toMatchObject({ before: { chrf: { score: 100 } }, after: { chrf: { score: 100 } } });
    expect(smoke).toHaveLength(8);
    expect(steps.splice(0)).toEqual(['trial', 'trial', 'base']);
    expect(changing.before(direction)).toBe('old-1');
    expect(promoted()).toEqual({ 'ko-en': 'new-1' });
    expect(findModels()[0].name).toBe('new-1');
    await changing.rollback(direction);
    expect(promoted()).toEqual({ 'ko-en': 'old-1' });
    await changing.rollback(direction);
    expect(promoted()).toEqual({});
    await expect(changing.rollback(direction)).rejects.toThrow(
      'rollback: expected a promotion from ko to en',
    );
  });

  it('of one that is worse on the base test is refused, unless it is forced', async () => {
    const changing = promoter();
    await changing.promote('old-1', { force: true });
    lines['new-1'] = ['One.', 'Two.', 'Six.'];
    await expect(changing.promote('new-1')).rejects.toThrow(
      /expected to lose less than 1 BLEU and 2 chrF on the base test, got BLEU .* where old-1 has BLEU 0\.00 and chrF 100\.00/,
    );
    expect(promoted()).toEqual({ 'ko-en': 'old-1' });
    expect(changing.refusals()).toMatchObject([
      {
        ...{ model: 'new-1', active: 'old-1', ground: 'base', source: 'ko' },
        base: { before: { chrf: { score: 100 } }, after: { chrf: { score: expect.any(Number) as number } } },
      },
    ]);
    await changing.promote('new-1', { force: true });
    expect(promoted()).toEqual({ 'ko-en': 'new-1' });
    expect(store.events.latest('promoted', 9).map(({ data }) => (data as { model: string }).model)).toEqual([
      'new-1',
      'old-1',
    ]);
  });

  it('is taken back past a model that is gone', async () => {
    registry.register(otherCheckpoint, { name: 'newer', provenance });
    lines['newer-1'] = good;
    const changing = promoter();
    for (const name of ['old-1', 'new-1', 'newer-1']) await changing.promote(name, { force: true });
    registry.remove('new-1');
    expect(changing.before(direction)).toBe('old-1');
    expect(await changing.rollback(direction)).toMatchObject({ model: 'old-1' });
    // The one that translates where nothing is promoted.
    expect(changing.before(direction)).toBe('newer-1');
    expect(await changing.rollback(direction)).toMatchObject({ model: null });
    expect(changing.before(direction)).toBeUndefined();
  });

  it('of one that does not write the language is refused, unless it is forced', async () => {
    const changing = promoter(fakeService());
    await expect(changing.promote('old-1')).rejects.toThrow(
      'model old-1: expected whole translations of 8 everyday sentences, got 2',
    );
    expect(changing.refusals()).toMatchObject([{ ground: 'trial', base: null, active: 'new-1' }]);
    await changing.promote('old-1', { force: true });
    expect(promoted()).toEqual({ 'ko-en': 'old-1' });
  });

  it('of the active one, or of none, is refused', async () => {
    const changing = promoter();
    await changing.promote('old-1', { force: true });
    await expect(changing.promote('old-1')).rejects.toThrow('expected another than the active one');
    await expect(changing.promote('none')).rejects.toThrow('model none: expected an installed one');
  });

  it('of one that cannot be loaded leaves all as it was, even forced', async () => {
    const service = fakeService();
    service.translateAll = () => Promise.reject(new Error('damaged'));
    await expect(promoter(service).promote('old-1', { force: true })).rejects.toThrow('damaged');
    expect(store.promotions.list()).toEqual([]);
  });
});

it('a comparison names what got better and worse, the greatest change first', () => {
  const references = ['the cat sat', 'a dog ran', 'birds fly high', 'fish swim'];
  const compared = compareSystems({
    systems: [
      { name: 'a', hypotheses: ['the cat sat', 'xx', 'birds walk', 'fish swim'] },
      { name: 'b', hypotheses: ['the cat', 'a dog ran', 'birds fly', 'fish swim'] },
    ],
    sources: ['1', '2', '3', '4'],
    references,
    examples: 5,
  });
  expect(compared.changes).toEqual({ better: 2, worse: 1, same: 1 });
  expect(compared.better.map(({ source }) => source)).toEqual(['2', '3']);
  expect(compared.worse).toMatchObject([
    { source: '1', before: 'the cat sat', beforeScore: 100, after: 'the cat' },
  ]);
  expect(compared.systems[1].comparison?.chrf.difference).toBeGreaterThan(0);
  expect(compared.systems[0].bleu.confidence).toBeDefined();
});
