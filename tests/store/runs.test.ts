import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

let store: Store;
beforeEach(() => (store = openStore(':memory:')));
afterEach(() => store.close());

const start = (name = 'toy') =>
  store.runs.start({ name, folder: `runs/${name}`, config: { size: 32, tied: true } });

describe('runs', () => {
  it('notes the start with its configuration, and the end', () => {
    const id = start();
    expect(store.runs.read(id)).toMatchObject({
      id,
      name: 'toy',
      folder: 'runs/toy',
      config: { size: 32, tied: true },
      status: 'running',
      finished: null,
    });
    store.runs.finish(id, 'stopped');
    const ended = store.runs.read(id);
    expect(ended?.status).toBe('stopped');
    expect(Date.parse(ended?.finished ?? '')).toBeGreaterThanOrEqual(Date.parse(ended?.started ?? ''));
  });

  it('knows no run that was never started', () => {
    expect(store.runs.read(7)).toBeUndefined();
    expect(store.runs.latestIn('nowhere')).toBeUndefined();
    expect(store.runs.metrics(7)).toEqual([]);
    expect(() => store.runs.addMetrics(7, { kind: 'training', step: 1, epoch: 0 })).toThrow('FOREIGN KEY');
  });

  it('finds the latest run of a folder', () => {
    start();
    const second = start();
    start('other');
    expect(store.runs.latestIn('runs/toy')?.id).toBe(second);
  });

  it('lists the latest first, with the last step and the best validation', () => {
    const first = start('first');
    const second = start('second');
    const measure = (step: number, perplexity: number, bleu: number): void => {
      store.runs.addMetrics(first, { kind: 'validation', step, epoch: 1, perplexity, bleu });
    };
    measure(100, 20, 5);
    measure(200, 9, 12.5);
    measure(300, 10, 11);
    store.runs.addMetrics(first, { kind: 'training', step: 310, epoch: 1.1, perplexity: 2 });
    expect(store.runs.list()).toMatchObject([
      { id: second, step: 0, bestBleu: null, bestPerplexity: null, bleu: null, chrf: null },
      { id: first, step: 310, bestBleu: 12.5, bestPerplexity: 9, bleu: 11, config: { size: 32 } },
    ]);
  });
});

describe('metrics', () => {
  it('come back by step, with what was measured and no more', () => {
    const id = start();
    const training = { kind: 'training', step: 50, epoch: 0.5, loss: 6.25, learningRate: 0.001 } as const;
    const validation = { kind: 'validation', step: 50, epoch: 0.5, loss: 5.5, bleu: 1.5, chrf: 12 } as const;
    store.runs.addMetrics(id, { ...validation, time: '2030-01-02T03:04:05.000Z' });
    store.runs.addMetrics(id, { ...training, step: 20, time: '2030-01-02T03:04:00.000Z' });
    store.runs.addMetrics(id, { ...training, time: '2030-01-02T03:04:05.000Z' });
    expect(store.runs.metrics(id)).toEqual([
      { ...training, step: 20, time: '2030-01-02T03:04:00.000Z' },
      { ...training, time: '2030-01-02T03:04:05.000Z' },
      { ...validation, time: '2030-01-02T03:04:05.000Z' },
    ]);
  });

  it('of the same step replace each other', () => {
    const id = start();
    store.runs.addMetrics(id, { kind: 'training', step: 1, epoch: 0, loss: 3 });
    store.runs.addMetrics(id, { kind: 'training', step: 1, epoch: 0, loss: 2 });
    expect(store.runs.metrics(id)).toMatchObject([{ loss: 2 }]);
  });

  it('that are not finite are left out', () => {
    const id = start();
    store.runs.addMetrics(id, { kind: 'training', step: 1, epoch: 0, loss: NaN, perplexity: Infinity });
    expect(Object.keys(store.runs.metrics(id)[0])).toEqual(['kind', 'step', 'epoch', 'time']);
  });

  it('after the step that a run goes on from are forgotten', () => {
    const id = start();
    for (const step of [1, 2, 3]) store.runs.addMetrics(id, { kind: 'training', step, epoch: 0 });
    store.runs.finish(id, 'stopped');
    store.runs.resume(id, 2);
    expect(store.runs.metrics(id).map(({ step }) => step)).toEqual([1, 2]);
    expect(store.runs.read(id)).toMatchObject({ status: 'running', finished: null });
  });
});
