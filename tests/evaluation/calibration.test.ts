import { describe, expect, it } from 'vitest';
import { calibration } from '../../src/evaluation/calibration.js';
import type { Prediction } from '../../src/evaluation/calibration.js';

/** So many predictions of a confidence, so many of them right. */
const predictions = (confidence: number, count: number, right: number): Prediction[] =>
  Array.from({ length: count }, (_, k) => ({ confidence, right: k < right }));

describe('calibration', () => {
  it('is without error where each confidence is the share that is right', () => {
    const { error, overconfidence } = calibration([...predictions(0.75, 4, 3), ...predictions(0.25, 4, 1)]);
    expect(error).toBeCloseTo(0, 12);
    expect(overconfidence).toBeCloseTo(0, 12);
  });

  it('weighs the distance of each bin by its predictions', () => {
    const { error, overconfidence, accuracy } = calibration(
      [...predictions(0.9, 3, 0), ...predictions(0.1, 1, 1)],
      10,
    );
    expect(error).toBeCloseTo((3 * 0.9 + 0.9) / 4, 12);
    expect(overconfidence).toBeCloseTo((3 * 0.9 - 0.9) / 4, 12);
    expect(accuracy).toBe(0.25);
  });

  it('puts certainty into the last bin, and refuses to measure nothing', () => {
    const { bins } = calibration(predictions(1, 2, 2), 4);
    expect(bins.map(({ count }) => count)).toEqual([0, 0, 0, 2]);
    expect(() => calibration([])).toThrow(RangeError);
  });
});
