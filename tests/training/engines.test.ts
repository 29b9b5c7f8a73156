/** The WebAssembly fallback trains and translates with the same numbers as TensorFlow. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { inferenceModel } from '../../src/model/inference-step.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { parallelBatch } from '../../src/model/parallel-batch.js';
import { Adam } from '../../src/nn/adam.js';
import { engine, initialiseEngine } from '../../src/nn/backend.js';
import { startWebAssembly } from '../../src/nn/backend-wasm.js';
import { WeightAverage } from '../../src/nn/weight-average.js';
import { beamSearch } from '../../src/search/beam.js';
import { trainingStep } from '../../src/training/training-step.js';
import { relativeDistance } from '../nn/finite-differences.js';
import { SOURCES, TARGETS, smallModel } from '../model/small-model.js';

const KINDS: Partial<ModelConfig>[] = [
  {},
  { inputFeeding: true, decoderLayers: 2, encoderLayers: 2 },
  { cell: 'gru', attention: 'general', layerNorm: true, tiedEmbeddings: 'target' },
];

interface Outcome {
  losses: number[];
  norms: number[];
  parameters: Map<string, Float32Array>;
  translations: { ids: number[]; probabilities: number[] }[];
}

/** Five updates with dropout, clipping and an average of the weights, and translations with that average. */
function trainAndTranslate(kind: Partial<ModelConfig>): Outcome {
  const model = smallModel(kind);
  const optimiser = new Adam(model.parameters, { weightDecay: 0.1 });
  const average = new WeightAverage(optimiser, 0.9);
  const random = new Random(7);
  const rates = {
    ...{ embedding: 0.2, layer: 0.2, recurrent: 0.1, attentional: 0.2 },
    ...{ sourceWords: 0.1, targetWords: 0.1 },
  };
  const steps = Array.from({ length: 5 }, () => {
    const result = trainingStep(model, optimiser, [parallelBatch(SOURCES, TARGETS)], {
      ...{ learningRate: 0.01, clipNorm: 1, labelSmoothing: 0.1, rates, random, precision: 'float32' },
    });
    average.add();
    return result;
  });
  average.show();
  const reader = inferenceModel(model);
  const lists = beamSearch(reader, parallelBatch(SOURCES, TARGETS).source, { beam: 3 });
  const outcome = {
    losses: steps.map(({ loss }) => loss),
    norms: steps.map(({ gradientNorm }) => gradientNorm),
    parameters: new Map(
      [...model.parameters].map(([name, parameter]) => [name, parameter.dataSync<'float32'>().slice()]),
    ),
    translations: lists.map(([{ ids, stepProbabilities }]) => ({ ids, probabilities: stepProbabilities })),
  };
  reader.dispose();
  return outcome;
}

describe('TensorFlow and WebAssembly', () => {
  it('give the same losses, weights and translations', async (context) => {
    await initialiseEngine();
    if (engine().name !== 'tensorflow') context.skip();
    const expected = KINDS.map(trainAndTranslate);
    await startWebAssembly();
    try {
      KINDS.map(trainAndTranslate).forEach((actual, k) => {
        const { losses, norms, parameters, translations } = expected[k];
        const kind = JSON.stringify(KINDS[k]);
        expect(relativeDistance(actual.losses, losses), kind).toBeLessThan(1e-4);
        expect(relativeDistance(actual.norms, norms), kind).toBeLessThan(1e-4);
        for (const [name, values] of parameters) {
          const own = actual.parameters.get(name) as Float32Array;
          expect(relativeDistance(own, values), `${kind} ${name}`).toBeLessThan(1e-4);
        }
        translations.forEach(({ ids, probabilities }, n) => {
          expect(actual.translations[n].ids, kind).toEqual(ids);
          expect(relativeDistance(actual.translations[n].probabilities, probabilities)).toBeLessThan(1e-4);
        });
      });
    } finally {
      await tf.setBackend('tensorflow');
    }
  });
});
