import { describe, expect, it } from 'vitest';
import { axis, shortNumber } from '../../src/render/curve-scale.js';
import { cursorMarks, curvesSvg, layoutCurves, nearestPoint, thinnedCurve } from '../../src/render/curves.js';
import type { Curve, CurvesOptions } from '../../src/render/curves.js';

const curve = (name: string, ys: number[], more: Partial<Curve> = {}): Curve => ({
  ...{ name, colour: 1, points: ys.map((y, i) => ({ x: 10 * (i + 1), y })) },
  ...more,
});
const options = (curves: Curve[], more: Partial<CurvesOptions> = {}): CurvesOptions => ({
  ...{ label: 'Loss', curves, width: 400, height: 200, end: 100, unit: 'updates' },
  ...more,
});
const numbers = (svg: string, pattern: RegExp): number[] =>
  [...svg.matchAll(pattern)].map(([, n]) => Number(n));

describe('an axis', () => {
  it('ends at round numbers and has few ticks', () => {
    const { ticks, at } = axis({ domain: [0.13, 3.87], range: [100, 0], ticks: 4, nice: true });
    expect(ticks.map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4']);
    expect([at(0), at(4)]).toEqual([100, 0]);
  });

  it('of one value has room on both sides', () => {
    const { at } = axis({ domain: [5, 5], range: [0, 100], ticks: 4 });
    expect(at(5)).toBe(50);
  });

  it('of very different numbers is logarithmic with ticks of 1, 2 and 5', () => {
    const { ticks, at, value } = axis({ domain: [3, 4000], range: [0, 100], ticks: 5, logarithmic: true });
    expect(ticks.map(({ text }) => text)).toEqual([
      '5',
      '10',
      '20',
      '50',
      '100',
      '200',
      '500',
      '1,000',
      '2,000',
    ]);
    expect(value(at(50))).toBeCloseTo(50);
    expect(at(100) - at(10)).toBeCloseTo(at(1000) - at(100));
  });

  it('keeps to powers of ten where the others would be too many', () => {
    const { ticks } = axis({ domain: [2, 4000], range: [0, 100], ticks: 2, logarithmic: true });
    expect(ticks.map(({ text }) => text)).toEqual(['10', '100', '1,000']);
  });

  it.each([
    [0, '0'],
    [0.0004, '0.0004'],
    [4e-7, '4e-7'],
    [1.234e-6, '1.2e-6'],
    [12_000, '12,000'],
    [3.14159, '3.14'],
  ])('writes %s as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});

describe('curves', () => {
  it('are drawn within their axes, each with its name at its end', () => {
    const svg = curvesSvg(
      options([curve('training', [4, 3, 2]), curve('validation', [5, 4, 3], { colour: 2 })]),
    );
    const { left, right, top, bottom } = layoutCurves(
      options([curve('training', [4, 3, 2]), curve('validation', [5, 4, 3])]),
    );
    const paths = [...svg.matchAll(/class="curve-line" d="([^"]*)"/g)].map(([, d]) => d);
    expect(paths).toHaveLength(2);
    for (const [, x, y] of paths.join('').matchAll(/[ML]([\d.]+) ([\d.]+)/g)) {
      expect(Number(x)).toBeGreaterThan(left);
      expect(Number(x)).toBeLessThanOrEqual(right);
      expect(Number(y)).toBeGreaterThanOrEqual(top);
      expect(Number(y)).toBeLessThanOrEqual(bottom);
    }
    expect(svg).toMatch(/curve-name curve-2"[^>]*>validation</);
  });

  it('keep the axis of updates as they grow, and the others as long as the numbers fit', () => {
    const few = layoutCurves(options([curve('loss', [4, 3.5])]));
    const more = layoutCurves(options([curve('loss', [4, 3.5, 3.6, 3.8])]));
    expect(more.x.at(20)).toBe(few.x.at(20));
    expect(more.y.at(3.7)).toBe(few.y.at(3.7));
    expect([more.left, more.right]).toEqual([few.left, few.right]);
  });

  it('have names that do not lie on each other', () => {
    const same = ['a', 'b', 'c'].map((name) => curve(name, [1, 2, 3]));
    const ys = numbers(curvesSvg(options(same)), /class="curve-name[^>]* y="([\d.]+)"/g);
    expect(ys).toHaveLength(3);
    for (let i = 1; i < ys.length; i++) expect(ys[i] - ys[i - 1]).toBeGreaterThanOrEqual(15);
    expect(Math.max(...ys)).toBeLessThanOrEqual(200);
  });

  it('mark the best point, and points where there are few', () => {
    const svg = curvesSvg(options([curve('chrF', [10, 30, 20], { dots: true, best: 20 })]));
    const best = /curve-best" cx="([\d.]+)"/.exec(svg);
    expect(Number(best?.[1])).toBeCloseTo(layoutCurves(options([curve('chrF', [10, 30, 20])])).x.at(20), 1);
    expect(svg.match(/curve-dot/g)).toHaveLength(3);
    const many = Array.from({ length: 80 }, (_, i) => i);
    expect(curvesSvg(options([curve('chrF', many, { dots: true })], { end: 800 }))).not.toContain(
      'curve-dot',
    );
  });

  it('say what is to come where there is nothing yet', () => {
    const svg = curvesSvg(options([curve('loss', [])], { empty: 'Comes <soon>' }));
    expect(svg).toContain('Comes &lt;soon&gt;');
    expect(svg).not.toMatch(/NaN|Infinity|curve-tick/);
  });

  it('of thousands of points keep their peaks and fewer points', () => {
    const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 3333 ? 100 : Math.sin(x) }));
    const thin = thinnedCurve(points, 300);
    expect(thin.length).toBeLessThanOrEqual(600);
    expect(thin.map(({ y }) => y)).toContain(100);
    expect([...thin].sort((a, b) => a.x - b.x)).toEqual(thin);
    expect(thinnedCurve(points.slice(0, 50), 300)).toHaveLength(50);
  });
});

describe('the values at an update', () => {
  const { points } = curve('loss', [1, 2, 3]);

  it.each([
    [0, 10],
    [14, 10],
    [16, 20],
    [25, 20],
    [1000, 30],
  ])('nearest to %i are those of %i', (x, nearest) => {
    expect(nearestPoint(points, x)?.x).toBe(nearest);
  });

  it('of no points are none', () => {
    expect(nearestPoint([], 5)).toBeUndefined();
  });

  it('are marked on each curve that has some', () => {
    const both = options([curve('a', [1, 2, 3]), curve('b', [])]);
    const marks = cursorMarks(both, 20);
    expect(marks.match(/<circle/g)).toHaveLength(1);
    expect(marks).toContain(`M${layoutCurves(both).x.at(20).toFixed(1)}`);
  });
});
