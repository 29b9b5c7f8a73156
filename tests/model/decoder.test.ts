/** A decoder with input feeding in one operation against the same step by step, values and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { decodeForced, decodeStepwise } from '../../src/model/decoder.js';
import type { DecoderContext, DecoderOutput } from '../../src/model/decoder-context.js';
import { decodeFedAtOnce } from '../../src/model/fed-decoder.js';
import { attentionalSize, NO_DROPOUT } from '../../src/model/model-config.js';
import type { DropoutRates, ModelConfig } from '../../src/model/model-config.js';
import { parallelBatch } from '../../src/model/parallel-batch.js';
import type { Encoding } from '../../src/model/step-model.js';
import type { TranslationModel } from '../../src/model/translation-model.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { withPrecision } from '../../src/nn/precision.js';
import { numericalGradients, relativeDistance } from '../nn/finite-differences.js';
import { SOURCES, TARGETS, smallModel } from './small-model.js';

beforeAll(() => initialiseEngine());

type Decode = (embedded: tf.Tensor3D, encoding: Encoding, decoder: DecoderContext) => DecoderOutput;

function contextOf(model: TranslationModel, rates: DropoutRates = NO_DROPOUT): DecoderContext {
  const random = rates === NO_DROPOUT ? null : new Random(3);
  return { config: model.config, parameters: model.parameters, rates, random };
}

/** `[L · B, H]` cut into the states of each layer. */
function partsOf(states: tf.Tensor, layers: number): tf.Tensor2D[] {
  return (layers === 1 ? [states] : tf.split(states, layers)) as tf.Tensor2D[];
}

/** A weighted sum of all that a decoder gives, as a function of what it reads. */
function scoreOf(model: TranslationModel, decode: Decode, encoding: Encoding, rates?: DropoutRates) {
  return (...[embedded, memory, hidden, ...cell]: tf.Tensor[]): tf.Scalar => {
    const layers = model.config.decoderLayers;
    const state = {
      hidden: partsOf(hidden, layers),
      cell: cell.flatMap((parts) => partsOf(parts, layers)),
      attentional: encoding.state.attentional,
    };
    const given = { ...encoding, memory: memory as tf.Tensor3D, state };
    const { attentional } = decode(embedded as tf.Tensor3D, given, contextOf(model, rates));
    return tf.sum(tf.mul(attentional, tf.randomNormal(attentional.shape, 0, 1, 'float32', 4)));
  };
}

function readingOf(model: TranslationModel): { encoding: Encoding; inputs: tf.Tensor[] } {
  const encoding = model.encode(parallelBatch(SOURCES, TARGETS).source);
  const embedded = tf.randomNormal([4, 3, model.config.embedding], 0, 1, 'float32', 2);
  const { hidden, cell } = encoding.state;
  const states = [hidden, cell].filter(({ length }) => length > 0).map((parts) => tf.concat(parts));
  return { encoding, inputs: [embedded, encoding.memory, ...states] };
}

const KINDS: [Partial<ModelConfig>][] = [
  [{ decoderLayers: 1 }],
  [{ decoderLayers: 2 }],
  [{ decoderLayers: 2, cell: 'gru', attention: 'general' }],
  [{ decoderLayers: 1, cell: 'rnn', tiedEmbeddings: 'target' }],
];

describe.each(KINDS)('a decoder with input feeding, %j', (kind) => {
  it.each([
    ['float32', 1e-5],
    ['bfloat16', 5e-2],
  ] as const)('gives in one operation what it gives step by step, products in %s', (precision, tolerance) => {
    const model = smallModel({ inputFeeding: true, ...kind });
    const { encoding, inputs } = readingOf(model);
    const embedded = inputs[0] as tf.Tensor3D;
    const fast = withPrecision(precision, () => decodeFedAtOnce(embedded, encoding, contextOf(model)));
    const plain = decodeStepwise(embedded, encoding, contextOf(model));
    expect(relativeDistance(fast.attentional.dataSync(), plain.attentional.dataSync())).toBeLessThan(
      tolerance,
    );
    expect(relativeDistance(fast.weights.dataSync(), plain.weights.dataSync())).toBeLessThan(tolerance);

    const parameters = [...model.parameters].filter(([name]) => /^decoder\.(\d|attentional)/.test(name));
    const gradients = (decode: Decode): [string, Float32Array][] => {
      const score = scoreOf(model, decode, encoding);
      const ofInputs = tf
        .grads(score)(inputs)
        .map((gradient, k): [string, Float32Array] => [`input ${k}`, gradient.dataSync<'float32'>()]);
      const { grads } = tf.variableGrads(
        () => score(...inputs),
        parameters.map(([, parameter]) => parameter),
      );
      return [
        ...ofInputs,
        ...parameters.map(([name, parameter]): [string, Float32Array] => [
          name,
          grads[parameter.name].dataSync<'float32'>(),
        ]),
      ];
    };
    const expected = gradients(decodeStepwise);
    const actual = withPrecision(precision, () => gradients(decodeFedAtOnce));
    actual.forEach(([name, gradient], k) => {
      expect(relativeDistance(gradient, expected[k][1]), name).toBeLessThan(tolerance);
    });
  });

  it('has true gradients where units are dropped', () => {
    const model = smallModel({ inputFeeding: true, ...kind });
    const { encoding, inputs } = readingOf(model);
    const rates = { ...NO_DROPOUT, layer: 0.4, attentional: 0.4 };
    const score = scoreOf(model, decodeFedAtOnce, encoding, rates);
    const numerical = numericalGradients(score, inputs);
    tf.grads(score)(inputs).forEach((gradient, k) => {
      expect(relativeDistance(gradient.dataSync(), numerical[k]), `input ${k}`).toBeLessThan(1e-2);
    });
  });

  it('is read in one operation when its words are forced, and leaves no tensor behind', () => {
    const model = smallModel({ inputFeeding: true, ...kind });
    const { encoding } = readingOf(model);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const previous = tf.tensor1d([4, 5, 6, 7, 8, 4], 'int32');
      const { attentional, weights } = decodeForced(previous, encoding, contextOf(model));
      expect(attentional.shape).toEqual([3, 2, attentionalSize(model.config)]);
      expect(weights.shape).toEqual([3, 2, encoding.memory.shape[1]]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
