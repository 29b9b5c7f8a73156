/** Layer normalisation, alone and in recurrent cells: what it computes, its gradients, and each engine's operations. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { CELLS } from '../../src/nn/cells.js';
import type { CellKind } from '../../src/nn/cells.js';
import { layerNorm } from '../../src/nn/layer-norm.js';
import { normalisedCells } from '../../src/nn/normalised-cells.js';
import { recur } from '../../src/nn/recurrence.js';
import { recurrenceBackward, recurrenceForward, stateSequence } from '../../src/nn/recurrence-passes.js';
import { relativeDistance } from './finite-differences.js';
import {
  bothWays,
  expectClose,
  expectTrueGradients,
  matricesOf,
  random,
  recurrenceInputs,
  TOLERANCES,
  weighted,
} from './gradient-checks.js';

beforeAll(() => initialiseEngine());

/** A row of few units changes too fast under normalisation for finite differences. */
const NORMALISED_UNITS = 8;

/** Gains and biases of normalised cells. */
function ownParameters(kind: CellKind, directions: number): tf.Tensor3D[] {
  const { gates, parameters } = normalisedCells[kind];
  return parameters.map(({ of }, k) => {
    const values = random([directions, 1, (of === 'width' ? gates : 1) * NORMALISED_UNITS], 30 + k);
    return tf.add(values, 0.5);
  });
}

describe('gradients against finite differences', () => {
  it.each(CELLS.flatMap((cell) => [[cell, 1, true] as const, [cell, 2, false] as const]))(
    'of a recurrence of normalised %s cells, directions %s, masked: %s',
    (cell, directions, masked) => {
      const { fromInput, recurrent, first, mask } = recurrenceInputs(cell, directions, NORMALISED_UNITS);
      const weights = first.map((_, k) => random([directions, 3, 2, NORMALISED_UNITS], 10 + k));
      expectTrueGradients(
        (x, w, ...rest) => {
          const start = rest.slice(0, first.length) as tf.Tensor3D[];
          const states = recur(x as tf.Tensor4D, matricesOf(w), start, {
            cell,
            mask: masked ? mask : null,
            norm: rest.slice(first.length) as tf.Tensor3D[],
          });
          return tf.addN(states.map((state, k) => weighted(state, weights[k])));
        },
        [fromInput, recurrent, ...first, ...ownParameters(cell, directions)],
      );
    },
  );

  it.each([1, 3])('of layer normalisation in %s blocks', (blocks) => {
    const weight = random([2, 2, 24], 1);
    expectTrueGradients(
      (x, gain) => weighted(layerNorm(x, gain, blocks), weight),
      [random([2, 2, 24], 2), random([2, 1, 24], 3)],
    );
  });
});

describe('layer normalisation', () => {
  it('gives each block mean 0 and variance 1, times its gain', () => {
    const x = tf.tensor3d([1, 2, 3, 10, 30, 20], [1, 1, 6]);
    const gain = tf.tensor3d([1, 1, 1, 2, 2, 2], [1, 1, 6]);
    const unit = Math.sqrt(3 / 2);
    const expected = [-unit, 0, unit, -2 * unit, 2 * unit, 0];
    layerNorm(x, gain, 2)
      .dataSync()
      .forEach((value, k) => expect(value).toBeCloseTo(expected[k], 3));
  });

  it('of a cell does not see how large the weights of its state are', () => {
    const { fromInput, recurrent, first } = recurrenceInputs('lstm', 1, NORMALISED_UNITS);
    const norm = ownParameters('lstm', 1);
    const hidden = (factor: number): Float32Array =>
      recur(fromInput, matricesOf(tf.mul(recurrent, factor)), first, {
        cell: 'lstm',
        norm,
      })[0].dataSync<'float32'>();
    expect(relativeDistance(hidden(1), hidden(20))).toBeLessThan(1e-3);
  });
});

describe.each(TOLERANCES)(
  'the running engine against plain operations, products in %s',
  (precision, tolerance) => {
    it.each(CELLS)('a recurrence of normalised %s cells and its gradient', (kind) => {
      const { fromInput, recurrent, first, mask } = recurrenceInputs(kind, 2, NORMALISED_UNITS);
      const dStates = first.map((_, k) => random([2, 3, 2, NORMALISED_UNITS], 20 + k));
      const inputs = [fromInput, recurrent, mask, ...first, ...dStates, ...ownParameters(kind, 2)];
      const states = first.length;
      const { actual, expected } = bothWays(precision, inputs, (ops, handles) => {
        const [x, w, factors, ...rest] = handles;
        const parameters = rest.slice(2 * states);
        const given = {
          fromInput: x,
          recurrent: ops.unstack(w, 0),
          mask: factors,
          first: rest.slice(0, states),
          parameters,
        };
        const cell = normalisedCells[kind];
        const steps = recurrenceForward(ops, cell, given);
        const gradients = recurrenceBackward(ops, cell, given, steps, rest.slice(states, 2 * states));
        return [
          stateSequence(ops, given, steps, 0),
          ...[
            gradients.fromInput,
            ops.stack(gradients.recurrent, 0),
            ...gradients.first,
            ...gradients.parameters,
          ],
        ];
      });
      expectClose(actual, expected, tolerance);
    });
  },
);
