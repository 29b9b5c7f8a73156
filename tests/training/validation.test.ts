/** Validations in a run: what they translate with, and what they leave behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTextModel } from '../../src/loading/text-model.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { search } from '../../src/search/search.js';
import { EOS } from '../../src/text/special-pieces.js';
import type { ValidationReport } from '../../src/training/observer.js';
import { runTraining } from '../../src/training/run.js';
import { never, reverseConfig } from './small-run.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-validation-'));
beforeAll(() => initialiseEngine());
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the plain model of a checkpoint makes of sentences. */
async function translated(folder: string, sources: string[]): Promise<string[]> {
  const { model, tokenizers } = await loadTextModel(folder);
  const ids = sources.map((source) => [...tokenizers.source.encode(source), EOS]);
  const found = search(model, batchSources(ids), { beam: 1 });
  model.dispose();
  return found.map(([best]) => tokenizers.target.decode(best.ids));
}

describe('validations', () => {
  it('translate with the averaged weights of their own update', async () => {
    const folder = join(root, 'averaged');
    const reports: ValidationReport[] = [];
    await runTraining(
      reverseConfig(60, {
        training: { averageDecay: 0.9, learningRate: 0.01, warmup: 0 },
        validation: { every: 20, keepBest: 3, metric: 'loss', samples: 12 },
      }),
      { folder, resume: false, signal: never, observer: { validated: (report) => reports.push(report) } },
    );
    expect(reports).toHaveLength(3);
    for (const { update, samples } of reports) {
      const kept = join(folder, 'kept', String(update).padStart(7, '0'));
      const sources = samples.map(({ source }) => source);
      expect(samples.map(({ hypothesis }) => hypothesis)).toEqual(await translated(kept, sources));
    }
    expect(reports[2].hypotheses).not.toEqual(reports[0].hypotheses);
  });

  it('leave no tensor behind', async () => {
    const counts: number[] = [];
    await runTraining(reverseConfig(50, { validation: { every: 10, probe: 'a b c' } }), {
      ...{ folder: join(root, 'counted'), resume: false, signal: never },
      observer: { updated: () => counts.push(tf.memory().numTensors) },
    });
    expect(counts).toHaveLength(5);
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(counts[1]).toBe(counts[0]);
  });
});
