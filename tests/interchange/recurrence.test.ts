/** Recurrent layers as ONNX's operators equal Ieum's own, for every cell. */
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { OnnxGraph } from '../../src/interchange/onnx-graph.js';
import { RECURRENT_OPERATORS, recurrentLayer } from '../../src/interchange/onnx-recurrence.js';
import type { CellName } from '../../src/interchange/onnx-recurrence.js';
import { gateBias, gateRows } from '../../src/interchange/onnx-weights.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { cells } from '../../src/nn/cells.js';
import { recur } from '../../src/nn/recurrence.js';

interface Runtime {
  Tensor: new (type: 'float32', data: Float32Array, dims: number[]) => { data: Float32Array };
  InferenceSession: {
    create(model: Uint8Array): Promise<{
      run(inputs: Record<string, object>): Promise<Record<string, { data: Float32Array }>>;
    }>;
  };
}

function runtime(): Runtime | null {
  try {
    return createRequire(import.meta.url)('onnxruntime-node') as Runtime;
  } catch {
    return null;
  }
}

const ort = runtime();
const [TIME, BATCH, INPUTS, SIZE] = [5, 3, 4, 6];

beforeAll(() => initialiseEngine());

function randomValues(shape: number[], random: Random): { shape: number[]; values: Float32Array } {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random.next() - 1);
  return { shape, values };
}

describe.skipIf(ort === null).each(Object.keys(RECURRENT_OPERATORS) as CellName[])('%s', (cell) => {
  it('gives the same states', async () => {
    const random = new Random(9);
    const { gates, states } = cells[cell];
    const kernel = randomValues([INPUTS, gates * SIZE], random);
    const recurrent = randomValues([SIZE, gates * SIZE], random);
    const bias = randomValues([gates * SIZE], random);
    const x = randomValues([TIME, BATCH, INPUTS], random);
    const first = Array.from({ length: states }, () => randomValues([1, BATCH, SIZE], random));
    const weights = new Map(Object.entries({ 'l.kernel': kernel, 'l.recurrent': recurrent, 'l.bias': bias }));

    const graph = new OnnxGraph('layer');
    const inputs = ['x', ...first.map((_, k) => `first${k}`)];
    [x, ...first].forEach(({ shape }, k) => graph.input(inputs[k], 'float32', shape));
    const layer = { cell, names: ['l'], size: SIZE, weights };
    const { all, last } = recurrentLayer(graph, 'x', { first: inputs.slice(1) }, layer);
    graph.output('all', 'float32', [TIME, 1, BATCH, SIZE], all);
    last.forEach((state, k) => graph.output(`last${k}`, 'float32', [1, BATCH, SIZE], state));
    const { InferenceSession, Tensor } = ort as Runtime;
    const session = await InferenceSession.create(graph.encode());
    const given = [x, ...first].map(({ values, shape }, k) => [
      inputs[k],
      new Tensor('float32', values, shape),
    ]);
    const found = await session.run(Object.fromEntries(given) as Record<string, object>);

    const tensor = ({ values, shape }: typeof x): tf.Tensor => tf.tensor(values, shape);
    const projected = tf.add(
      tf.matMul(tf.reshape(tensor(x), [TIME * BATCH, INPUTS]), tensor(kernel) as tf.Tensor2D),
      tensor(bias),
    );
    const expected = recur(
      tf.reshape(projected, [1, TIME, BATCH, gates * SIZE]),
      [tensor(recurrent) as tf.Tensor2D],
      first.map((state) => tensor(state) as tf.Tensor3D),
      { cell },
    );
    const close = (actual: Float32Array, values: Float32Array): void => {
      expect(actual).toHaveLength(values.length);
      values.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 5));
    };
    close(found.all.data, expected[0].dataSync<'float32'>());
    expected.forEach((state, k) => {
      close(found[`last${k}`].data, state.dataSync<'float32'>().slice(-BATCH * SIZE));
    });
  });
});

describe('weights', () => {
  it('turn to rows of gates in another order', () => {
    // two inputs, two gates of two units: columns a0 a1 b0 b1
    const kernel = { shape: [2, 4], values: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
    expect([...gateRows(kernel, [1, 0])]).toEqual([3, 7, 4, 8, 1, 5, 2, 6]);
    expect([...gateBias({ shape: [4], values: Float32Array.from([1, 2, 3, 4]) }, [1, 0])]).toEqual([
      3, 4, 1, 2, 0, 0, 0, 0,
    ]);
  });
});
