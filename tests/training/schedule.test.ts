/** Learning rates by update. */
import { describe, expect, it } from 'vitest';
import { learningRate } from '../../src/training/schedule.js';
import { SCHEDULES } from '../../src/training/training-schema.js';

const options = {
  ...{ peak: 0.01, warmup: 10, updates: 110 },
  ...{ decay: 0.5, decayEvery: 20, lowest: 0, reduction: 1 },
};

describe('the learning rate', () => {
  it.each(SCHEDULES)('of %s rises to its peak', (kind) => {
    expect(learningRate(1, { ...options, kind })).toBeCloseTo(0.001);
    expect(learningRate(5, { ...options, kind })).toBeCloseTo(0.005);
    expect(learningRate(10, { ...options, kind })).toBeCloseTo(0.01);
  });

  it('stays, falls to nearly nothing, falls as 1/√update, or halves every so often', () => {
    expect(learningRate(110, { ...options, kind: 'constant' })).toBe(0.01);
    expect(learningRate(60, { ...options, kind: 'linear' })).toBeCloseTo(0.00505, 4);
    expect(learningRate(110, { ...options, kind: 'linear' })).toBeCloseTo(0.0001, 5);
    expect(learningRate(40, { ...options, kind: 'inverseSquareRoot' })).toBeCloseTo(0.005);
    expect(learningRate(30, { ...options, kind: 'exponential' })).toBeCloseTo(0.005);
    expect(learningRate(50, { ...options, kind: 'exponential' })).toBeCloseTo(0.0025);
    expect(learningRate(50, { ...options, kind: 'exponential', decay: 0.1 })).toBeCloseTo(0.0001);
  });

  it('stays at what plateaus have brought it to', () => {
    expect(learningRate(50, { ...options, kind: 'plateau' })).toBe(0.01);
    expect(learningRate(50, { ...options, kind: 'plateau', reduction: 0.25 })).toBeCloseTo(0.0025);
  });

  it('falls no lower than it may', () => {
    expect(learningRate(110, { ...options, kind: 'linear', lowest: 0.002 })).toBe(0.002);
    expect(learningRate(1, { ...options, kind: 'linear', lowest: 0.002 })).toBeCloseTo(0.001);
  });

  it('needs no warm-up', () => {
    expect(learningRate(1, { ...options, warmup: 0, kind: 'linear' })).toBeCloseTo(0.01);
  });
});
