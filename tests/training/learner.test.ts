/** One update: accumulation, optimisers, freezing, averaging and mixing each change what is learned. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import type { RunConfig } from '../../src/training/configuration.js';
import { Learner } from '../../src/training/learner.js';
import { relativeDistance } from '../nn/finite-differences.js';
import { smallModel, SOURCES, TARGETS } from '../model/small-model.js';
import { reverseConfig } from './small-run.js';

beforeAll(() => initialiseEngine());

const examples = SOURCES.map((source, place) => ({ source, target: TARGETS[place] }));
const pairs = examples.map(() => ({ source: '', target: '' }));
const train = { examples, pairs, left: 0, parts: [{ first: 0, size: examples.length, weight: 1 }] };
const NO_DROPOUT = { embedding: 0, layer: 0, attentional: 0 };

interface Learned {
  values: Map<string, Float32Array>;
  gradientNorm: number;
  loss: number;
  tokens: number;
}

/** A small model after so many updates; its weights are the averaged ones where they are averaged. */
async function learn(training: Record<string, unknown>, updates = 1): Promise<Learned> {
  const settings = { batchTokens: 1000, learningRate: 0.1, dropout: NO_DROPOUT, ...training };
  const config: RunConfig = reverseConfig(10, { training: settings });
  const model = smallModel();
  const learner = new Learner({ config, model, train, sampler: null, precision: 'float32' });
  const stream = learner.batchesFrom({ epoch: 0, pool: 0, batch: 0 });
  const random = new Random(1);
  let result = { loss: 0, gradientNorm: 0, tokens: 0 };
  for (let k = 0; k < updates; k++) result = learner.update(stream, settings.learningRate, random);
  const read = (): Map<string, Float32Array> =>
    new Map([...model.parameters].map(([name, value]) => [name, value.dataSync<'float32'>().slice()]));
  const own = read();
  const values = await learner.withAverage(read);
  expect(read()).toEqual(own);
  learner.dispose();
  model.dispose();
  return { ...result, values };
}

function distance(a: Learned, b: Learned): number {
  const all = ({ values }: Learned): number[] => [...values.values()].flatMap((each) => [...each]);
  return relativeDistance(all(a), all(b));
}

describe('an update', () => {
  it('from accumulated batches is that of one batch of them all', async () => {
    const sgd = { optimiser: { kind: 'sgd', momentum: 0 }, clipNorm: 1e9 };
    const whole = await learn(sgd);
    // Four tokens a batch: each sentence is one of its own.
    const parts = await learn({ ...sgd, batchTokens: 4, accumulate: 3 });
    expect(parts.tokens).toBe(whole.tokens);
    expect(parts.loss).toBeCloseTo(whole.loss, 5);
    expect(parts.gradientNorm).toBeCloseTo(whole.gradientNorm, 4);
    expect(distance(parts, whole)).toBeLessThan(1e-5);
    expect(distance(await learn({ ...sgd, batchTokens: 4 }), whole)).toBeGreaterThan(1e-3);
  });

  it('is clipped by the norm, which is reported unclipped', async () => {
    const sgd = { optimiser: { kind: 'sgd', momentum: 0 }, learningRate: 1 };
    const { gradientNorm, values } = await learn({ ...sgd, clipNorm: 0.01 });
    expect(gradientNorm).toBeGreaterThan(0.1);
    const before = await learn(sgd, 0);
    let moved = 0;
    for (const [name, value] of values) {
      value.forEach((x, k) => (moved += (x - before.values.get(name)![k]) ** 2));
    }
    expect(Math.sqrt(moved)).toBeCloseTo(0.01, 4);
  });

  it.each([
    [{ optimiser: { kind: 'adam' } }, { optimiser: { kind: 'adam', beta1: 0.5 } }],
    [{ optimiser: { kind: 'adam' } }, { optimiser: { kind: 'adam', beta2: 0.5 } }],
    [{ optimiser: { kind: 'adam' } }, { optimiser: { kind: 'adam', epsilon: 0.1 } }],
    [{ optimiser: { kind: 'adam' } }, { optimiser: { kind: 'adamw', weightDecay: 0.1 } }],
    [{ optimiser: { kind: 'adam' } }, { optimiser: { kind: 'sgd' } }],
    [{ optimiser: { kind: 'sgd' } }, { optimiser: { kind: 'sgd', momentum: 0.5 } }],
    [{ optimiser: { kind: 'sgd' } }, { optimiser: { kind: 'sgd', nesterov: true } }],
    [{ labelSmoothing: 0 }, { labelSmoothing: 0.3 }],
    [{}, { averageDecay: 0.99 }],
    [{}, { dropout: { embedding: 0.5 } }],
  ])('with %j is another than with %j', async (one, other) => {
    expect(distance(await learn(one, 3), await learn(other, 3))).toBeGreaterThan(1e-4);
  });

  it('leaves frozen parts as they were, and moves all others', async () => {
    const before = await learn({}, 0);
    const after = await learn({ freeze: ['encoder.*', 'output.bias'] }, 2);
    for (const [name, values] of after.values) {
      const frozen = name.startsWith('encoder.') || name === 'output.bias';
      expect([...values].join() === [...before.values.get(name)!].join(), name).toBe(frozen);
    }
  });

  it('counts the norm of what is trained alone', async () => {
    const [all, some] = [await learn({}), await learn({ freeze: ['output.*'] })];
    expect(some.gradientNorm).toBeLessThan(all.gradientNorm);
  });
});

describe('the batches of a learner', () => {
  const many = Array.from({ length: 40 }, (_, place) => ({
    source: [4 + (place % 5), 3],
    target: [place + 4],
  }));
  const parts = [
    { first: 0, size: 36, weight: 1 },
    { first: 36, size: 4, weight: 1 },
  ];

  /** The targets of one epoch, in order. */
  function epoch(temperature: number, seed: number): number[] {
    const task = { kind: 'reverse', pairs: 1 };
    const config = reverseConfig(10, { data: { task, temperature }, training: { seed, batchTokens: 8 } });
    const model = smallModel();
    const mixed = { examples: many, pairs: many.map(() => pairs[0]), left: 0, parts };
    const learner = new Learner({ config, model, train: mixed, sampler: null, precision: 'float32' });
    const position = { epoch: 0, pool: 0, batch: 0 };
    const stream = learner.batchesFrom(position);
    const targets: number[] = [];
    while (position.epoch === 0) targets.push(...stream.next().map(({ target }) => target[0] - 4));
    learner.dispose();
    model.dispose();
    return targets;
  }

  it('are mixed by the temperature of the configuration, and follow its seed', () => {
    const rare = (targets: number[]): number => targets.filter((place) => place >= 36).length;
    expect(rare(epoch(1, 1))).toBe(4);
    expect(rare(epoch(2, 1))).toBe(10);
    expect(epoch(1, 1)).toEqual(epoch(1, 1));
    expect(epoch(1, 2)).not.toEqual(epoch(1, 1));
  });
});
