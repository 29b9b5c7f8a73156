/** The fast decoder step held against the plain one, on the engine that the calling test file names. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInferenceStep, inferenceModel } from '../../src/model/inference-step.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { batchSources } from '../../src/model/source-batch.js';
import type { DecoderStep, Encoding, StepModel } from '../../src/model/step-model.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import type { EngineName } from '../../src/nn/backend.js';
import { smallModel, SOURCES } from './small-model.js';

const CASES: Partial<ModelConfig>[] = [
  {},
  { inputFeeding: true },
  { decoderLayers: 2, encoderLayers: 2 },
  { decoderLayers: 3, inputFeeding: true, bidirectional: false, bridge: 'last' },
  { bridge: 'zero' },
  { attention: 'general' },
  { tiedEmbeddings: 'target', inputFeeding: true },
  { tiedEmbeddings: 'all', sourceVocabulary: 11, targetVocabulary: 11, attention: 'general' },
];

/** Architectures whose step is the plain one. */
const PLAIN: Partial<ModelConfig>[] = [
  { cell: 'gru' },
  { cell: 'rnn', inputFeeding: true },
  { attention: 'concat' },
  { attention: 'none' },
  { layerNorm: true },
];

/** Each sentence has K hypotheses, with ids of their own at each step. */
const BEAM = 3;
const STEPS = 4;

/** What a model encodes. */
const encoded = (model: StepModel): number[][] => {
  const { memory, mask, state } = model.encode(batchSources(SOURCES));
  return [memory, mask, ...state.hidden, ...state.cell].map((tensor) => Array.from(tensor.dataSync()));
};

function expectClose(actual: number[][], expected: number[][]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((values, k) => {
    expect(values).toHaveLength(expected[k].length);
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[k][i])).toBeLessThan(1e-5);
    });
  });
}

/** All steps of a model over K rows a sentence. */
function steps(model: StepModel): DecoderStep[] {
  const encoding = model.encode(batchSources(SOURCES));
  const rows = tf.tensor1d(
    SOURCES.flatMap((_, b) => new Array<number>(BEAM).fill(b)),
    'int32',
  );
  let state: Encoding['state'] = {
    hidden: encoding.state.hidden.map((layer) => tf.gather(layer, rows)),
    cell: encoding.state.cell.map((layer) => tf.gather(layer, rows)),
    attentional: encoding.state.attentional && tf.gather(encoding.state.attentional, rows),
  };
  return Array.from({ length: STEPS }, (_, u) => {
    const ids = Int32Array.from({ length: SOURCES.length * BEAM }, (__, n) => (5 * n + 3 * u) % 9);
    const step = model.step(tf.tensor1d(ids, 'int32'), state, encoding);
    ({ state } = step);
    return step;
  });
}

const flat = ({ logits, attention, state }: DecoderStep): number[][] =>
  [logits, attention, ...state.hidden, ...state.cell, ...(state.attentional ? [state.attentional] : [])].map(
    (tensor) => Array.from(tensor.dataSync()),
  );

/** Declares the tests for one engine; a process has only one. */
export function checkInferenceStep(engineName: EngineName): void {
  describe(`inferenceModel on ${engineName}`, () => {
    beforeAll(async () => {
      process.env.IEUM_ENGINE = engineName;
      expect((await initialiseEngine()).name).toBe(engineName);
    });

    it.each(CASES)('encodes and takes the steps of the plain model (%j)', (changes) => {
      const model = smallModel(changes);
      expect(hasInferenceStep(model.config)).toBe(true);
      tf.tidy(() => {
        const fast = inferenceModel(model);
        expectClose(encoded(fast), encoded(model));
        const expected = steps(model);
        steps(fast).forEach((step, u) => {
          expectClose(flat(step), flat(expected[u]));
        });
      });
    });

    it('reads the weights as they were when it was made', () => {
      const model = smallModel();
      const fast = inferenceModel(model);
      tf.tidy(() => {
        const before = steps(fast).map(flat);
        const kernel = model.parameters.get('decoder.0.kernel');
        kernel?.assign(tf.mul(kernel, 2));
        expect(steps(fast).map(flat)).toEqual(before);
      });
      fast.dispose();
    });

    it('frees what it prepared and leaves the model whole', () => {
      const model = smallModel({ decoderLayers: 2 });
      const before = tf.memory().numTensors;
      inferenceModel(model).dispose();
      expect(tf.memory().numTensors).toBe(before);
      tf.tidy(() => {
        expect(steps(model)).toHaveLength(STEPS);
      });
    });

    it.each(PLAIN)('leaves %j to the plain model', (changes) => {
      const model = smallModel(changes);
      expect(hasInferenceStep(model.config)).toBe(false);
      tf.tidy(() => {
        const fast = inferenceModel(model);
        expectClose(encoded(fast), encoded(model));
        expect(steps(fast).map(flat)).toEqual(steps(model).map(flat));
      });
    });
  });
}
