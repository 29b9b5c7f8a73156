import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { conditioned } from '../../src/model/conditioned-model.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { BOS } from '../../src/text/special-pieces.js';
import { SOURCES, smallModel } from './small-model.js';

beforeAll(async () => {
  await initialiseEngine();
});

/** Attention of the first step of a padded batch, `[B][T]`. */
function firstAttention(conditions: Parameters<typeof conditioned>[1]): number[][] {
  const base = smallModel();
  const model = conditioned(base, conditions);
  const before = tf.memory().numTensors;
  const attention = tf.tidy(() => {
    const { state, ...encoding } = model.encode(batchSources(SOURCES));
    const step = model.step(
      tf.tensor1d(
        SOURCES.map(() => BOS),
        'int32',
      ),
      state,
      { ...encoding, state },
    );
    return step.attention.arraySync();
  });
  expect(tf.memory().numTensors).toBe(before);
  base.dispose();
  return attention;
}

describe('a conditioned model', () => {
  it('without conditions is the model itself', () => {
    const model = smallModel();
    expect(conditioned(model, {})).toBe(model);
    expect(conditioned(model, { forbiddenSource: [], uniform: false })).toBe(model);
    model.dispose();
  });

  it('looks alike at all words of each sentence, and never at padding', () => {
    firstAttention({ uniform: true }).forEach((row, b) => {
      row.forEach((weight, t) => {
        expect(weight).toBeCloseTo(t < SOURCES[b].length ? 1 / SOURCES[b].length : 0, 6);
      });
    });
  });

  it('gives what it may not look at to the other words, in proportion', () => {
    const free = firstAttention({});
    firstAttention({ forbiddenSource: [0] }).forEach((row, b) => {
      expect(row[0]).toBe(0);
      row.slice(1).forEach((weight, t) => {
        expect(weight).toBeCloseTo(free[b][t + 1] / (1 - free[b][0]), 5);
      });
    });
  });

  it('keeps to both conditions at once', () => {
    const [row] = firstAttention({ uniform: true, forbiddenSource: [1] });
    row.forEach((weight, t) => {
      expect(weight).toBeCloseTo(t === 1 ? 0 : 1 / 4, 6);
    });
  });
});
