/** Learning rates by update. */
import { describe, expect, it } from 'vitest';
import { learningRate } from '../../src/training/schedule.js';

const options = { peak: 0.01, warmup: 10, updates: 110 };

describe('the learning rate', () => {
  it.each(['constant', 'linear', 'inverseSquareRoot'] as const)('of %s rises to its peak', (kind) => {
    expect(learningRate(1, { ...options, kind })).toBeCloseTo(0.001);
    expect(learningRate(5, { ...options, kind })).toBeCloseTo(0.005);
    expect(learningRate(10, { ...options, kind })).toBeCloseTo(0.01);
  });

  it('stays, falls to nearly nothing, or falls as 1/√update', () => {
    expect(learningRate(110, { ...options, kind: 'constant' })).toBe(0.01);
    expect(learningRate(60, { ...options, kind: 'linear' })).toBeCloseTo(0.00505, 4);
    expect(learningRate(110, { ...options, kind: 'linear' })).toBeCloseTo(0.0001, 5);
    expect(learningRate(40, { ...options, kind: 'inverseSquareRoot' })).toBeCloseTo(0.005);
  });

  it('needs no warm-up', () => {
    expect(learningRate(1, { ...options, warmup: 0, kind: 'linear' })).toBeCloseTo(0.01);
  });
});
