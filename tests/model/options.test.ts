/** Each option of the architecture and each kind of dropout changes what a model computes, and nothing else is shared. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { completeArchitecture, NO_DROPOUT } from '../../src/model/model-config.js';
import type { DropoutRates, ModelConfig } from '../../src/model/model-config.js';
import { parameterCount, parameterShapes } from '../../src/model/parameters.js';
import { parallelBatch } from '../../src/model/parallel-batch.js';
import { batchSources } from '../../src/model/source-batch.js';
import type { TranslationModel } from '../../src/model/translation-model.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { SMALL, smallModel, SOURCES, TARGETS } from './small-model.js';

beforeAll(() => initialiseEngine());

const batch = parallelBatch(SOURCES, TARGETS);

function loss(model: TranslationModel, rates: DropoutRates = NO_DROPOUT, seed = 1): number {
  return model.loss(batch, { labelSmoothing: 0, rates, random: new Random(seed) }).dataSync()[0];
}

const names = (changes: Partial<ModelConfig>): string[] => [
  ...parameterShapes({ ...SMALL, ...changes }).keys(),
];

const SQUARE: Partial<ModelConfig> = { sourceVocabulary: 11, targetVocabulary: 11 };

describe('each option of the architecture', () => {
  const options: Partial<ModelConfig>[] = [
    ...(['gru', 'rnn'] as const).map((cell) => ({ cell })),
    ...(['general', 'concat', 'none'] as const).map((attention) => ({ attention })),
    ...(['zero', 'last'] as const).map((bridge) => ({ bridge })),
    ...(['target', 'all'] as const).map((tiedEmbeddings) => ({ tiedEmbeddings })),
    { layerNorm: true },
    { bidirectional: false },
    { inputFeeding: true },
    { encoderLayers: 2 },
    { decoderLayers: 2 },
  ];
  it.each(options)('makes another model: %j', (changes) => {
    expect(loss(smallModel({ ...SQUARE, ...changes }))).not.toBeCloseTo(loss(smallModel(SQUARE)), 4);
  });

  it('left out in an older checkpoint is what models had before', () => {
    const { cell, attention, tiedEmbeddings, layerNorm, ...older } = SMALL;
    expect({ cell, attention, tiedEmbeddings, layerNorm }).toEqual({
      ...{ cell: 'lstm', attention: 'dot', tiedEmbeddings: 'none', layerNorm: false },
    });
    expect(completeArchitecture(older)).toEqual(SMALL);
  });
});

describe('cells', () => {
  it.each([
    ['lstm', 4],
    ['gru', 3],
    ['rnn', 1],
  ] as const)('%s has %s gates in encoder and decoder', (cell, gates) => {
    const shapes = parameterShapes({ ...SMALL, cell });
    expect(shapes.get('encoder.backward.0.kernel')).toEqual([5, 3 * gates]);
    expect(shapes.get('decoder.0.recurrent')).toEqual([6, 6 * gates]);
    expect(shapes.has('bridge.cell.0.kernel')).toBe(cell === 'lstm');
    const state = smallModel({ cell }).encode(batchSources(SOURCES)).state;
    expect(state.cell).toHaveLength(cell === 'lstm' ? 1 : 0);
  });

  it('begin with open forget gates where they have some', () => {
    const bias = smallModel().parameters.get('decoder.0.bias')!.dataSync();
    expect(Array.from(bias)).toEqual([
      ...new Array<number>(12).fill(0),
      ...new Array<number>(6).fill(1),
      ...new Array<number>(6).fill(0),
    ]);
    const others = smallModel({ cell: 'gru' }).parameters.get('decoder.0.bias')!.dataSync();
    expect(new Set(others)).toEqual(new Set([0]));
  });
});

describe('attention: none', () => {
  /** Two sources of one length that end alike, read forwards by a cell that forgets all but its last word. */
  it('sees of the source nothing but its last state', () => {
    const model = smallModel({ attention: 'none', bridge: 'zero' });
    const encoding = model.encode(batchSources([SOURCES[0]]));
    const ids = tf.tensor1d([2], 'int32');
    const logits = (changed: object): number[] =>
      Array.from(model.step(ids, encoding.state, { ...encoding, ...changed }).logits.dataSync());
    const base = logits({});
    expect(logits({ memory: tf.mul(encoding.memory, 3) })).toEqual(base);
    expect(logits({ summary: tf.mul(encoding.summary!, 3) })).not.toEqual(base);
  });

  it('gives every source word the weight nought', () => {
    const { attention } = smallModel({ attention: 'none' }).score(batch);
    expect(attention.shape).toEqual([3, 5, 5]);
    expect(new Set(attention.dataSync())).toEqual(new Set([0]));
  });
});

describe('tied embeddings', () => {
  it('leave out the matrices that they share', () => {
    expect(names({})).toEqual(
      expect.arrayContaining(['encoder.embedding', 'decoder.embedding', 'output.weights']),
    );
    expect(names({ tiedEmbeddings: 'target' })).toContain('encoder.embedding');
    expect(names({ tiedEmbeddings: 'target' })).not.toContain('output.weights');
    const all = names({ ...SQUARE, tiedEmbeddings: 'all' });
    expect(all.filter((name) => /embedding|weights/.test(name))).toEqual(['embedding']);
    const count = (changes: Partial<ModelConfig>): number =>
      parameterCount({ ...SMALL, ...SQUARE, ...changes });
    expect(count({ tiedEmbeddings: 'target' }) - count({ tiedEmbeddings: 'all' })).toBe(11 * 5);
  });

  it('give the attentional state the size of an embedding', () => {
    const model = smallModel({ tiedEmbeddings: 'target', inputFeeding: true });
    expect(model.encode(batchSources(SOURCES)).state.attentional?.shape).toEqual([3, 5]);
    expect(parameterShapes(model.config).get('decoder.attentional.kernel')).toEqual([12, 5]);
  });

  it('learn from every place where they are used', () => {
    const model = smallModel({ ...SQUARE, tiedEmbeddings: 'all' });
    const embedding = model.parameters.get('embedding')!;
    const { grads } = tf.variableGrads(
      () => model.loss(batch, { labelSmoothing: 0, rates: NO_DROPOUT, random: null }),
      [embedding],
    );
    // Piece 10 is read in a source alone, piece 1 stands nowhere but in the softmax.
    const norms = tf.norm(grads[embedding.name], 'euclidean', 1).dataSync();
    for (const norm of norms) expect(norm).toBeGreaterThan(0);
  });
});

describe('layer normalisation', () => {
  it('has gains where the weights of a state are read, of an LSTM also of its cell, at bridge and attention', () => {
    const added = names({ layerNorm: true }).filter((name) => !names({}).includes(name));
    const layer = (name: string): string[] =>
      ['inputGain', 'stateGain', 'cellGain', 'cellBias'].map((part) => `${name}.${part}`);
    expect(added).toEqual([
      ...[...layer('encoder.forward.0'), ...layer('encoder.backward.0')],
      ...['bridge.hidden.0.gain', 'bridge.cell.0.gain', ...layer('decoder.0')],
      ...['decoder.attentional.gain', 'decoder.attentional.bias'],
    ]);
    expect(names({ layerNorm: true, cell: 'gru' })).not.toContain('decoder.0.cellGain');
  });

  it.each([
    'encoder.forward.0.kernel',
    'decoder.0.recurrent',
    'bridge.hidden.0.kernel',
    'decoder.attentional.kernel',
  ])('makes the size of %s indifferent', (name) => {
    const scaled = (layerNorm: boolean): number => {
      const model = smallModel({ layerNorm, hidden: 16 });
      const before = loss(model);
      const weights = model.parameters.get(name)!;
      weights.assign(tf.mul(weights, 4));
      return Math.abs(loss(model) - before);
    };
    expect(scaled(true)).toBeLessThan(scaled(false) / 4);
  });
});

describe('each kind of dropout', () => {
  const kinds = Object.keys(NO_DROPOUT) as (keyof DropoutRates)[];
  it.each(kinds.flatMap((kind) => [false, true].map((inputFeeding) => [kind, inputFeeding] as const)))(
    '%s changes what is learned from, with input feeding: %s',
    (kind, inputFeeding) => {
      const model = smallModel({ inputFeeding });
      const rates = { ...NO_DROPOUT, [kind]: 0.5 };
      expect(loss(model, rates)).not.toBeCloseTo(loss(model), 4);
      expect(loss(model, rates, 1)).toBe(loss(model, rates, 1));
      expect(loss(model, rates, 1)).not.toBeCloseTo(loss(model, rates, 2), 4);
    },
  );

  it('of words is apart for source and target', () => {
    const model = smallModel();
    const all = { ...NO_DROPOUT, sourceWords: 0.996, targetWords: 0.996 };
    const other = parallelBatch(
      SOURCES.map((source) => source.map((id) => (id === 3 ? 3 : 4))),
      TARGETS,
    );
    const lossOf = (rates: DropoutRates, of = batch): number =>
      model.loss(of, { labelSmoothing: 0, rates, random: new Random(1) }).dataSync()[0];
    // Without its words a source no longer tells which one it is; without those of the target it still does.
    expect(lossOf({ ...all, targetWords: 0 }, other)).toBeCloseTo(lossOf({ ...all, targetWords: 0 }), 5);
    expect(lossOf({ ...all, sourceWords: 0 }, other)).not.toBeCloseTo(lossOf({ ...all, sourceWords: 0 }), 3);
  });
});
