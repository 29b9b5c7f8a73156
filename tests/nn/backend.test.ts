/** The engine: gradients hold without TensorFlow, both engines agree, and wrong settings are refused in one line. */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import { startTensorFlow } from '../../src/nn/backend-tensorflow.js';
import { startWebAssembly } from '../../src/nn/backend-wasm.js';
import { engine, initialiseEngine, prepareEngineEnvironment } from '../../src/nn/backend.js';

const hasTensorFlow = existsSync('node_modules/@tensorflow/tfjs-node/lib');

/** Passes through the operations that a recurrent translator is made of. */
function network(table: tf.Tensor): tf.Tensor {
  const mask = tf.tensor3d([1, 1, 1, 0, 1, 1, 1, 1], [2, 2, 2], 'bool');
  const ids = tf.tensor2d([1, 4, 2, 1], [2, 2], 'int32');
  const embedded = tf.gather(table, ids);
  const [left, right] = tf.split(embedded, 2, 2);
  const gates = tf.mul(tf.sigmoid(left), tf.tanh(right));
  const joined = tf.concat([gates, tf.relu(right)], 2);
  const scores = tf.matMul(joined, embedded, false, true);
  const weights = tf.softmax(tf.where(mask, scores, tf.zerosLike(scores)));
  const context = tf.transpose(tf.matMul(weights, embedded), [1, 0, 2]);
  const rows = tf.stack(tf.unstack(context).map((row) => tf.clipByValue(row, -2, 2)));
  const logits = tf.reshape(tf.slice(rows, [0, 0, 0], [2, 2, 3]), [4, 3]);
  return tf.neg(tf.mean(tf.logSoftmax(logits)));
}

const values = Array.from({ length: 20 }, (_, i) => Math.sin(i * 1.7) + 0.1);

function gradientOfNetwork(): Float32Array {
  return tf.tidy(
    () =>
      tf
        .grad(network)(tf.tensor2d(values, [5, 4]))
        .dataSync() as Float32Array,
  );
}

function differences(step: number): number[] {
  const lossAt = (i: number, delta: number): number => {
    const moved = values.map((value, j) => (i === j ? value + delta : value));
    return tf.tidy(() => network(tf.tensor2d(moved, [5, 4])).dataSync()[0]);
  };
  return values.map((_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step));
}

afterEach(() => vi.unstubAllEnvs());

describe('initialiseEngine', () => {
  it('refuses an unknown engine and wrong thread counts by name', async () => {
    vi.stubEnv('IEUM_ENGINE', 'abacus');
    await expect(initialiseEngine()).rejects.toThrow(
      /^IEUM_ENGINE: expected tensorflow or wasm, got 'abacus'/,
    );
    vi.stubEnv('IEUM_ENGINE', '');
    vi.stubEnv('IEUM_THREADS', '1.5');
    expect(() => prepareEngineEnvironment()).toThrow(/^IEUM_THREADS: expected a whole number/);
  });

  it('tells who computes without a start', () => {
    expect(() => engine()).toThrow(UserError);
  });

  it('starts the forced engine once', async () => {
    vi.stubEnv('IEUM_ENGINE', 'wasm');
    const [first, second] = await Promise.all([initialiseEngine(), initialiseEngine()]);
    expect(first).toBe(second);
    expect(engine()).toBe(first);
    expect(first).toMatchObject({ name: 'wasm', threads: 1, fallbackReason: null });
    expect(tf.getBackend()).toBe('wasm');
  });

  it('sets the threads of TensorFlow', () => {
    vi.stubEnv('IEUM_THREADS', '3');
    vi.stubEnv('TF_NUM_INTRAOP_THREADS', '');
    prepareEngineEnvironment();
    expect(process.env.TF_NUM_INTRAOP_THREADS).toBe('3');
  });
});

describe('WebAssembly engine', () => {
  it('has the gradients of the operations that training needs', async () => {
    await startWebAssembly();
    const gradient = gradientOfNetwork();
    differences(1e-2).forEach((difference, i) => {
      expect(gradient[i]).toBeCloseTo(difference, 3);
    });
  });

  it('leaves out rows whose segment is out of range', async () => {
    await startWebAssembly();
    const rows = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const sums = tf.unsortedSegmentSum(rows, tf.tensor1d([1, -1, 1], 'int32'), 3);
    expect(Array.from(sums.dataSync())).toEqual([0, 0, 6, 8, 0, 0]);
  });

  it.skipIf(!hasTensorFlow)('agrees with TensorFlow', async () => {
    await startWebAssembly();
    const wasm = gradientOfNetwork();
    await startTensorFlow(null);
    expect(tf.getBackend()).toBe('tensorflow');
    gradientOfNetwork().forEach((value, i) => {
      expect(value).toBeCloseTo(wasm[i], 5);
    });
  });
});
