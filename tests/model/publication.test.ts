/** Published checkpoints: the same model to half precision, without the state of training. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCheckpoint, saveCheckpoint, storedParameters } from '../../src/model/checkpoint.js';
import { publishCheckpoint } from '../../src/model/publication.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { relativeDistance } from '../nn/finite-differences.js';
import { SMALL, smallModel } from './small-model.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-publication-'));
beforeAll(() => initialiseEngine());
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a published checkpoint is half the size, keeps its model card, and carries its scores', async () => {
  const [from, to] = [join(root, 'run'), join(root, 'published')];
  const tokenizers = { source: Buffer.from('source'), target: Buffer.from('target') };
  const model = smallModel();
  saveCheckpoint(from, storedParameters(model), {
    card: {
      ...{ name: 'small', source: 'ko', target: 'en', architecture: SMALL, updates: 3, targetTokens: 9 },
      ...{ scores: [], corpora: [], licences: [] },
    },
    tokenizers,
    extra: new Map([['training.json', '{}']]),
  });
  mkdirSync(to);
  writeFileSync(join(to, 'README.md'), '# Small\n');
  const score = { score: 12.34, signature: 's' };
  publishCheckpoint(from, to, { scores: [{ on: 'test', beam: 5, bleu: score, chrf: score }] });

  expect(readdirSync(to).sort()).toEqual([
    'README.md',
    'model.json',
    'source.model',
    'target.model',
    'weights.safetensors',
  ]);
  expect(readFileSync(join(to, 'README.md'), 'utf8')).toBe('# Small\n');
  const published = await loadCheckpoint(to);
  expect(published.card.scores[0].bleu.score).toBe(12.34);
  const size = (folder: string): number => statSync(join(folder, 'weights.safetensors')).size;
  expect(size(to)).toBeLessThan(0.6 * size(from) + 1000);
  const original = storedParameters(model);
  for (const [name, { values }] of storedParameters(published.model)) {
    expect(relativeDistance(values, original.get(name)?.values ?? []), name).toBeLessThan(1e-3);
  }
});
