/** The operations of a decoder step held against plain ones, on the engine that the calling test file names. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import type { EngineName } from '../../src/nn/backend.js';
import { attend, dotScores } from '../../src/nn/attention.js';
import { affine, attentionalStep, logProbabilities, lstmCell } from '../../src/nn/inference-kernels.js';
import { recur } from '../../src/nn/recurrence.js';
import { blockLength, topCandidates } from '../../src/nn/top-candidates.js';

const random = new Random(7);

function matrix(rows: number, columns: number, spread = 2): tf.Tensor2D {
  const values = Array.from({ length: rows * columns }, () => (random.next() - 0.5) * spread);
  return tf.tensor2d(values, [rows, columns]);
}

function expectClose(actual: tf.Tensor, expected: tf.Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(tf.max(tf.abs(tf.sub(actual, expected))).dataSync()[0]).toBeLessThan(1e-5);
}

/** The greatest of a row by sorting it. */
function sorted(row: number[], count: number): { value: number; index: number }[] {
  const all = row.map((value, index) => ({ value, index }));
  return all.sort((a, b) => b.value - a.value || a.index - b.index).slice(0, count);
}

/** Declares the tests for one engine; a process has only one. */
export function checkInferenceKernels(engineName: EngineName): void {
  describe(`operations of a decoder step on ${engineName}`, () => {
    beforeAll(async () => {
      process.env.IEUM_ENGINE = engineName;
      expect((await initialiseEngine()).name).toBe(engineName);
    });

    it('lstmCell is one step of lstm', () => {
      tf.tidy(() => {
        const [input, size, rows] = [3, 4, 5];
        const [x, hidden, cell] = [matrix(rows, input), matrix(rows, size), matrix(rows, size)];
        const kernel = matrix(input + size, 4 * size);
        const bias = tf.tensor1d(Array.from(matrix(1, 4 * size).dataSync()));
        const projected = tf.add<tf.Tensor2D>(tf.matMul(x, tf.slice(kernel, [0, 0], [input, -1])), bias);
        const recurrent = tf.slice(kernel, [input, 0], [size, -1]);
        const [hiddens, cells] = recur(
          tf.reshape<tf.Rank.R4>(projected, [1, 1, rows, 4 * size]),
          [recurrent],
          [tf.expandDims(hidden, 0), tf.expandDims(cell, 0)],
          { cell: 'lstm' },
        );
        const actual = lstmCell(tf.concat([x, hidden], 1), kernel, bias, cell);
        expectClose(actual.hidden, tf.reshape(hiddens, [rows, size]));
        expectClose(actual.cell, tf.reshape(cells, [rows, size]));
        const hoisted = lstmCell(hidden, recurrent, projected, cell);
        expectClose(hoisted.hidden, actual.hidden);
        expectClose(hoisted.cell, actual.cell);
      });
    });

    it('attentionalStep is attention and the attentional layer, with padding', () => {
      tf.tidy(() => {
        const [batch, beams, time, size] = [2, 3, 4, 5];
        const hidden = matrix(batch * beams, size);
        const keys: tf.Tensor3D = tf.reshape(matrix(batch * time, size), [batch, time, size]);
        const mask = tf.tensor3d([0, 0, 0, 0, 0, 0, -1e9, -1e9], [batch, 1, time]);
        const kernel = matrix(2 * size, size);
        const states: tf.Tensor3D = tf.reshape(hidden, [batch, beams, size]);
        const { context, weights } = attend(dotScores(states, keys), keys, mask);
        const joined = tf.reshape<tf.Rank.R2>(tf.concat([context, states], 2), [batch * beams, 2 * size]);
        const flatKeys = tf.reshape<tf.Rank.R2>(keys, [batch * time, size]);
        const projected = tf.matMul(flatKeys, tf.slice(kernel, [0, 0], [size, -1]));
        const values: tf.Tensor3D = tf.reshape(projected, [batch, time, size]);
        const fromHidden = tf.slice(kernel, [size, 0], [-1, -1]);
        const actual = attentionalStep(hidden, fromHidden, { keys, values, mask });
        expectClose(actual.attentional, tf.tanh(tf.matMul(joined, kernel)));
        expectClose(actual.weights, tf.reshape(weights, [batch * beams, time]));
        expect(Array.from(actual.weights.dataSync().slice(-2))).toEqual([0, 0]);
      });
    });

    it('affine and logProbabilities are product, bias and log softmax', () => {
      tf.tidy(() => {
        const [x, kernel] = [matrix(3, 4), matrix(4, 6)];
        const bias = tf.tensor1d([1, 2, 3, 4, 5, 60]);
        const scores = affine(x, kernel, bias);
        expectClose(scores, tf.add(tf.matMul(x, kernel), bias));
        expectClose(logProbabilities(scores), tf.logSoftmax(scores));
      });
    });

    it.each([
      [480, 6],
      [480, 1],
      [97, 6],
      [6, 6],
      [4096, 30],
    ])(
      'topCandidates of rows of %d finds the greatest %d, lower indices first among equals',
      (size, count) => {
        tf.tidy(() => {
          // Whole numbers, so that there are many equal ones.
          const scores = tf.round(matrix(7, size, 40));
          const { values, indices } = topCandidates(scores, count);
          const row = <T>(numbers: ArrayLike<T>, n: number): T[] =>
            Array.from(numbers).slice(n * count, (n + 1) * count);
          scores.arraySync().forEach((all, n) => {
            const expected = sorted(all, count);
            expect(row(values, n)).toEqual(expected.map(({ value }) => value));
            expect(row(indices, n)).toEqual(expected.map(({ index }) => index));
          });
        });
      },
    );

    it('leaves no tensors behind', () => {
      const scores = matrix(2, 480);
      const before = tf.memory().numTensors;
      for (const count of [3, 400]) topCandidates(scores, count);
      tf.dispose(logProbabilities(scores));
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  describe('blockLength', () => {
    it('divides the row, has enough blocks, and searches less than the whole row', () => {
      for (const [size, count] of [
        [5000, 7],
        [6000, 2],
        [32000, 12],
      ]) {
        const length = blockLength(size, count) ?? 0;
        expect(size % length).toBe(0);
        expect(size / length).toBeGreaterThanOrEqual(count);
        expect(size / length + count * length).toBeLessThan(size / 4);
      }
    });

    it('is none for a row that cannot be cut or is short', () => {
      expect(blockLength(4999, 6)).toBeNull();
      expect(blockLength(48, 6)).toBeNull();
    });
  });
}
