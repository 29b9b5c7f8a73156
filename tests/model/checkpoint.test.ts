/** Checkpoints: written whole, read back exactly, refused by name when anything is wrong. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCheckpoint, saveCheckpoint, storedParameters } from '../../src/model/checkpoint.js';
import type { CheckpointCard } from '../../src/model/checkpoint.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { SMALL, smallModel } from './small-model.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-checkpoint-'));
const good = join(root, 'good');
const broken = join(root, 'broken');
const card: CheckpointCard = {
  name: 'small',
  source: 'ko',
  target: 'en',
  architecture: SMALL,
  updates: 3,
  targetTokens: 100,
  scores: [],
  corpora: [],
  licences: [],
};
const tokenizers = { source: Buffer.from('source pieces'), target: Buffer.from('target pieces') };

beforeAll(async () => {
  await initialiseEngine();
  saveCheckpoint(good, storedParameters(smallModel()), { card, tokenizers });
});
beforeEach(() => {
  rmSync(broken, { recursive: true, force: true });
  cpSync(good, broken, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a checkpoint', () => {
  it('gives back the same parameters and card', async () => {
    const { model, card: read } = await loadCheckpoint(good);
    expect(storedParameters(model)).toEqual(storedParameters(smallModel()));
    expect(read).toMatchObject(card);
  });

  it('older than the choice of a cell, a score function, tying and normalisation has what there was then', async () => {
    const path = join(broken, 'model.json');
    const file = JSON.parse(readFileSync(path, 'utf8')) as { architecture: Record<string, unknown> };
    for (const key of ['cell', 'attention', 'tiedEmbeddings', 'layerNorm']) {
      expect(file.architecture[key]).toBeDefined();
      Reflect.deleteProperty(file.architecture, key);
    }
    writeFileSync(path, JSON.stringify(file));
    const { model, card: read } = await loadCheckpoint(broken);
    expect(model.config).toEqual(SMALL);
    expect(read.architecture).toEqual(SMALL);
    expect(storedParameters(model)).toEqual(storedParameters(smallModel()));
  });

  it('replaces an older one whole, and leaves nothing beside it', async () => {
    const path = join(root, 'twice');
    saveCheckpoint(path, storedParameters(smallModel()), { card, tokenizers });
    saveCheckpoint(path, storedParameters(smallModel({}, 2)), { card: { ...card, updates: 9 }, tokenizers });
    expect((await loadCheckpoint(path)).card.updates).toBe(9);
    expect(readdirSync(root).filter((name) => name.includes('twice'))).toEqual(['twice']);
  });

  it('stays as it was when its successor cannot be written', async () => {
    const failing = new Map([['sub/folder/file', 'x']]);
    const save = (): void =>
      saveCheckpoint(broken, storedParameters(smallModel({}, 2)), { card, tokenizers, extra: failing });
    expect(save).toThrow(/checkpoint .*broken: expected to write it, .*untouched/);
    const { model } = await loadCheckpoint(broken);
    expect(storedParameters(model)).toEqual(storedParameters(smallModel()));
    expect(readdirSync(root).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it.each(['weights.safetensors', 'source.model', 'target.model'])(
    'is refused when %s is truncated',
    async (name) => {
      truncateSync(join(broken, name), 5);
      await expect(loadCheckpoint(broken)).rejects.toThrow(
        new RegExp(`broken: expected ${name} with the hash`),
      );
    },
  );

  it('is refused when a file is missing', async () => {
    rmSync(join(broken, 'weights.safetensors'));
    await expect(loadCheckpoint(broken)).rejects.toThrow(/expected weights.safetensors in it, got none/);
  });

  it('is refused when its card is missing, foreign or no JSON', async () => {
    const path = join(broken, 'model.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('ieum-checkpoint-1', 'other'));
    await expect(loadCheckpoint(broken)).rejects.toThrow(/expected model.json of the format/);
    writeFileSync(path, text.slice(0, 40));
    await expect(loadCheckpoint(broken)).rejects.toThrow(/expected JSON in model.json/);
    rmSync(path);
    await expect(loadCheckpoint(broken)).rejects.toThrow(/expected a folder with model.json, got none/);
  });

  it('is refused when its weights are of another shape than its card says', async () => {
    const path = join(broken, 'model.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"hidden": 6', '"hidden": 8'));
    await expect(loadCheckpoint(broken)).rejects.toThrow(
      /expected 'encoder\.forward\.0\.kernel' of shape \[5, 16\]/,
    );
  });
});
