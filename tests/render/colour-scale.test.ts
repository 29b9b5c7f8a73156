/** The colour scale is sequential: each step is darker on light, and lighter on dark, by about as much. */
import { describe, expect, it } from 'vitest';
import { SCALE_STEPS, colourScale, scaleStep } from '../../src/render/colour-scale.js';

/** OKLab lightness of `#rrggbb` (Ottosson 2020), written out apart from the code under test. */
function lightness(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
}

describe.each(['light', 'dark'] as const)('the scale on %s', (ground) => {
  const values = colourScale(ground).map(lightness);

  it('has all its steps, in one direction and of one size', () => {
    expect(values).toHaveLength(SCALE_STEPS);
    const sizes = values.slice(1).map((value, index) => value - values[index]);
    const mean = (values[SCALE_STEPS - 1] - values[0]) / (SCALE_STEPS - 1);
    expect(Math.sign(mean)).toBe(ground === 'light' ? -1 : 1);
    for (const size of sizes) expect(size / mean).toBeGreaterThan(0.6);
    for (const size of sizes) expect(size / mean).toBeLessThan(1.4);
  });
});

describe('scaleStep', () => {
  it('takes weights to the nearest step and the rest to the ends', () => {
    expect([0, 0.024, 0.026, 0.5, 1].map(scaleStep)).toEqual([0, 0, 1, 10, 20]);
    expect([-1, 7, NaN].map(scaleStep)).toEqual([0, 20, 0]);
  });
});
