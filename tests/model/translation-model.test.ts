/** The whole model: padding never counts, a step is the step of the whole, gradients are true, nothing leaks. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { NO_DROPOUT } from '../../src/model/model-config.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { parallelBatch } from '../../src/model/parallel-batch.js';
import { batchSources } from '../../src/model/source-batch.js';
import type { TranslationModel } from '../../src/model/translation-model.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { search } from '../../src/search/search.js';
import { BOS } from '../../src/text/special-pieces.js';
import { relativeDistance } from '../nn/finite-differences.js';
import { smallModel, SOURCES, TARGETS } from './small-model.js';

beforeAll(() => initialiseEngine());

const deep: Partial<ModelConfig> = { encoderLayers: 2, decoderLayers: 2 };
/** A row of few units changes too fast under normalisation for finite differences. */
const normalised: Partial<ModelConfig> = { layerNorm: true, hidden: 16 };

const ARCHITECTURES: [string, Partial<ModelConfig>][] = [
  ['plain', {}],
  ['with input feeding', { inputFeeding: true }],
  ['of two layers each', { encoderLayers: 2, decoderLayers: 2, bridge: 'last' }],
  [
    'of two layers with input feeding',
    { encoderLayers: 2, decoderLayers: 2, inputFeeding: true, bridge: 'zero' },
  ],
  ['of one direction', { bidirectional: false }],
  ['of GRU cells', { cell: 'gru' }],
  ['of two layers of GRU cells with input feeding', { ...deep, cell: 'gru', inputFeeding: true }],
  ['of simple recurrent cells', { cell: 'rnn', bridge: 'last' }],
  ['of simple recurrent cells with input feeding', { cell: 'rnn', inputFeeding: true }],
  ['with general scores', { attention: 'general' }],
  ['with general scores and input feeding', { attention: 'general', inputFeeding: true }],
  ['with concat scores', { attention: 'concat' }],
  ['with concat scores and input feeding', { attention: 'concat', inputFeeding: true }],
  ['without attention', { attention: 'none', bridge: 'zero' }],
  ['without attention, with input feeding', { attention: 'none', inputFeeding: true, cell: 'gru' }],
  ['whose target side is tied', { tiedEmbeddings: 'target' }],
  ['whose embeddings are all tied', { tiedEmbeddings: 'all', targetVocabulary: 11, inputFeeding: true }],
  ['with layer normalisation', normalised],
  ['of two normalised layers with input feeding', { ...deep, ...normalised, inputFeeding: true }],
  ['of normalised GRU cells', { ...normalised, cell: 'gru', bidirectional: false }],
  ['of normalised simple recurrent cells', { ...normalised, cell: 'rnn', tiedEmbeddings: 'target' }],
];

interface Scored {
  negativeLogProbabilities: number[];
  attention: number[][][];
}

function score(model: TranslationModel, sources: number[][], targets: number[][]): Scored {
  const { negativeLogProbabilities, attention } = model.score(parallelBatch(sources, targets));
  return {
    negativeLogProbabilities: [...negativeLogProbabilities.dataSync()],
    attention: attention.arraySync(),
  };
}

describe.each(ARCHITECTURES)('a model %s', (_, changes) => {
  it('reads a sentence alone as in a padded batch', () => {
    const model = smallModel(changes);
    const together = score(model, SOURCES, TARGETS);
    let at = 0;
    SOURCES.forEach((source, row) => {
      const alone = score(model, [source], [TARGETS[row]]);
      const own = together.negativeLogProbabilities.slice(at, (at += TARGETS[row].length + 1));
      expect(relativeDistance(own, alone.negativeLogProbabilities)).toBeLessThan(1e-5);
      alone.attention[0].forEach((weights, u) => {
        const padded = together.attention[row][u];
        expect(relativeDistance(padded.slice(0, source.length), weights)).toBeLessThan(1e-5);
        expect(padded.slice(source.length).every((weight) => weight === 0)).toBe(true);
      });
    });
  });

  it('decodes step by step as at once', () => {
    const model = smallModel(changes);
    const forced = score(model, SOURCES, TARGETS);
    const encoding = model.encode(batchSources(SOURCES));
    let state = encoding.state;
    const words = parallelBatch(SOURCES, TARGETS).target;
    const stepwise: number[][] = SOURCES.map(() => []);
    for (let u = 0; u < words.time; u++) {
      const previous = SOURCES.map((_source, b) => words.inputs[b * words.time + u]);
      expect(u > 0 || previous.every((id) => id === BOS)).toBe(true);
      const step = model.step(tf.tensor1d(previous, 'int32'), state, encoding);
      const logProbabilities = tf.logSoftmax(step.logits).arraySync();
      SOURCES.forEach((_source, b) => {
        if (u < words.lengths[b]) stepwise[b].push(-logProbabilities[b][words.outputs[b * words.time + u]]);
      });
      state = step.state;
    }
    expect(relativeDistance(stepwise.flat(), forced.negativeLogProbabilities)).toBeLessThan(1e-5);
  });

  it('has true gradients', () => {
    const model = smallModel(changes);
    const batch = parallelBatch(SOURCES, TARGETS);
    const options = { labelSmoothing: 0.1, rates: NO_DROPOUT, random: null };
    const loss = (): number => model.loss(batch, options).dataSync()[0];
    const { grads } = tf.variableGrads(() => model.loss(batch, options), model.variables);
    const random = new Random(5);
    for (const [name, parameter] of model.parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const gradient = grads[parameter.name].dataSync();
      const place = random.int(values.length);
      const at = (delta: number): number => {
        const moved = values.slice();
        moved[place] += delta;
        parameter.assign(tf.tensor(moved, parameter.shape));
        return loss();
      };
      const numerical = (at(1e-2) - at(-1e-2)) / 2e-2;
      parameter.assign(tf.tensor(values, parameter.shape));
      expect(Math.abs(gradient[place] - numerical), `${name}[${place}]`).toBeLessThan(5e-3);
    }
  });

  it('shows with each hypothesis of a beam the attention of that hypothesis', () => {
    const model = smallModel(changes, 3);
    const found = search(model, batchSources(SOURCES), { beam: 4, nBest: 4, forbidden: [0, 1, 2] });
    found.forEach((hypotheses, row) => {
      for (const { ids, attention, logProbability } of hypotheses) {
        const finished = ids.at(-1) === 3;
        const words = finished ? ids.slice(0, -1) : ids;
        const forced = score(model, [SOURCES[row]], [words]);
        expect(
          relativeDistance(attention.flat(), forced.attention[0].slice(0, ids.length).flat()),
        ).toBeLessThan(1e-5);
        const sum = forced.negativeLogProbabilities.slice(0, ids.length).reduce((a, b) => a + b, 0);
        expect(-logProbability).toBeCloseTo(sum, 4);
      }
    });
  });

  it('finds with beam 1 what greedy search finds, a word at a time the likeliest', () => {
    const model = smallModel(changes, 2);
    const [[best]] = search(model, batchSources([SOURCES[0]]), { beam: 1, forbidden: [0, 1, 2] });
    const encoding = model.encode(batchSources([SOURCES[0]]));
    let state = encoding.state;
    let previous = BOS;
    best.ids.forEach((id, u) => {
      const step = model.step(tf.tensor1d([previous], 'int32'), state, encoding);
      const allowed = [...step.logits.dataSync()].map((logit, word) =>
        word < 3 || (u === 0 && word === 3) ? -Infinity : logit,
      );
      expect(id).toBe(allowed.indexOf(Math.max(...allowed)));
      state = step.state;
      previous = id;
    });
  });

  it('leaves no tensor behind', () => {
    const model = smallModel(changes);
    const batch = parallelBatch(SOURCES, TARGETS);
    const options = {
      labelSmoothing: 0.1,
      rates: {
        embedding: 0.1,
        layer: 0.1,
        recurrent: 0.1,
        attentional: 0.1,
        sourceWords: 0.1,
        targetWords: 0.1,
      },
      random: new Random(1),
    };
    const before = tf.memory().numTensors;
    const { value, grads } = tf.variableGrads(() => model.loss(batch, options), model.variables);
    tf.dispose([value, grads]);
    tf.dispose(Object.values(model.score(batch)));
    search(model, batchSources(SOURCES), { beam: 3 });
    search(model, batchSources(SOURCES), { beam: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });
});
