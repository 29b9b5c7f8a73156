/** Averaging checkpoints: the mean of their weights, and only of checkpoints that fit together. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCheckpoint, saveCheckpoint, storedParameters } from '../../src/model/checkpoint.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { averageCheckpoints, checkpointsAt } from '../../src/training/checkpoint-average.js';
import { relativeDistance } from '../nn/finite-differences.js';
import { smallModel } from '../model/small-model.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-average-'));
beforeAll(() => initialiseEngine());
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Made {
  seed?: number;
  updates?: number;
  changes?: Partial<ModelConfig>;
  source?: 'ko' | 'en';
  vocabulary?: string;
}

function make(
  name: string,
  { seed = 1, updates = 1, changes, source = 'ko', vocabulary = 'v' }: Made,
): string {
  const folder = join(root, name);
  const model = smallModel(changes, seed);
  const score = { score: 1, signature: '' };
  const card = {
    ...{ name, source, target: 'en' as const, architecture: model.config, updates, targetTokens: 0 },
    ...{ scores: [{ on: 'x', beam: 1, bleu: score, chrf: score }], corpora: [], licences: [] },
  };
  const bytes = Buffer.from(vocabulary);
  saveCheckpoint(folder, storedParameters(model), { card, tokenizers: { source: bytes, target: bytes } });
  model.dispose();
  return folder;
}

describe('the average of checkpoints', () => {
  it('has the mean of their weights, the card of the longest trained, and no scores', async () => {
    const folders = [1, 2, 3].map((seed) => make(`seed ${seed}`, { seed, updates: seed === 2 ? 9 : seed }));
    const to = join(root, 'mean');
    averageCheckpoints(folders, to);
    const { model, card } = await loadCheckpoint(to);
    expect(card).toMatchObject({ name: 'seed 2', updates: 9, scores: [] });
    const models = [1, 2, 3].map((seed) => smallModel({}, seed));
    for (const [name, parameter] of model.parameters) {
      const all = models.map((each) => each.parameters.get(name)!.dataSync());
      const means = Array.from(all[0], (_, k) => (all[0][k] + all[1][k] + all[2][k]) / 3);
      expect(relativeDistance(parameter.dataSync(), means)).toBeLessThan(1e-6);
    }
  });

  it.each<[string, Made, RegExp]>([
    [
      'hidden',
      { changes: { hidden: 8 } },
      /^model\.hidden: expected 6, as checkpoint .*plain was trained with, got 8/,
    ],
    ['direction', { source: 'en' }, /direction: expected a model from ko to en, .* got one from en to en/],
    ['words', { vocabulary: 'w' }, /words: expected the vocabulary source\.model of .*plain, got another/],
  ])('is refused where the %s differ', (name, made, message) => {
    const folders = [make('plain', {}), make(name, made)];
    expect(() => averageCheckpoints(folders, join(root, 'never'))).toThrow(message);
  });

  it('needs two', () => {
    const one = make('one', {});
    expect(() => averageCheckpoints([one, one], join(root, 'never'))).toThrow(
      /at least two checkpoints, got 1/,
    );
  });

  it('of a run is that of the checkpoints it kept', () => {
    make('run/last', {});
    expect(() => checkpointsAt(join(root, 'run'))).toThrow(
      /run .*run: expected checkpoints in .*kept, got none/,
    );
    mkdirSync(join(root, 'run/kept'));
    const kept = ['0000010', '0000005'].map((name) => make(`run/kept/${name}`, {}));
    expect(checkpointsAt(join(root, 'run'))).toEqual(kept.reverse());
    expect(checkpointsAt(kept[0])).toEqual([kept[0]]);
    expect(() => averageCheckpoints(checkpointsAt(join(root, 'none')), 'x')).toThrow(/at least two/);
  });
});
