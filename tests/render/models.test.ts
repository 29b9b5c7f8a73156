/** Parts of the pages for models: lanes of the lineage, plain words for chance, scores with their differences. */
import { describe, expect, it } from 'vitest';
import { chanceText, verdictText } from '../../src/render/models/chance.js';
import { comparisonView } from '../../src/render/models/comparison.js';
import type { DrawnComparison } from '../../src/render/models/comparison.js';
import { modelId } from '../../src/render/models/drawn-model.js';
import type { DrawnTest } from '../../src/render/models/drawn-model.js';
import { lineage, lineageSvg, lineageWidth } from '../../src/render/models/lineage.js';
import { scoreTable } from '../../src/render/models/model-scores.js';
import { differenceText, linkOrName, scoreText } from '../../src/render/models/parts.js';
import { promotionProgress } from '../../src/render/models/progress.js';

describe('lineage', () => {
  const lanes = (...nodes: [name: string, parent: string | null][]) =>
    lineage(nodes.map(([name, parent]) => ({ name, parent })));

  it('is one lane where each came from the one before', () => {
    expect(lanes(['c', 'b'], ['b', 'a'], ['a', null])).toEqual([
      { lane: 0, above: false, below: true, passing: [], into: null },
      { lane: 0, above: true, below: true, passing: [], into: null },
      { lane: 0, above: true, below: false, passing: [], into: null },
    ]);
  });

  it('lets children of one parent share its lane, and others pass by', () => {
    expect(lanes(['y', 'a'], ['x', 'a'], ['a', null])).toEqual([
      { lane: 0, above: false, below: true, passing: [], into: null },
      { lane: 1, above: false, below: false, passing: [0], into: 0 },
      { lane: 0, above: true, below: false, passing: [], into: null },
    ]);
  });

  it('draws no line to a parent that is gone, stands above, or is the model itself', () => {
    for (const parent of ['gone', 'first', 'second'] as const) {
      expect(lanes(['first', null], ['second', parent])[1]).toMatchObject({ below: false, into: null });
    }
  });

  it('takes a lane again that has ended', () => {
    const rows = lanes(['b', 'a'], ['a', null], ['d', 'c'], ['c', null]);
    expect(rows.map(({ lane }) => lane)).toEqual([0, 0, 0, 0]);
    expect(lineageWidth(rows)).toBe(20);
    expect(lineageSvg(rows[0], { width: 20, active: true })).toContain('class="dot active"');
  });
});

describe('chance', () => {
  it.each([
    [0.000999, 'in 1 of 1,000 cases'],
    [0.00199, 'in 1 of 500 cases'],
    [0.0133, 'in 1 of 75 cases'],
    [0.34, 'in 34 of 100 cases'],
    [1, 'nearly always'],
  ])('p = %d comes %s', (p, words) => {
    expect(chanceText(p)).toBe(words);
  });

  it('says who is better, and when nobody can tell', () => {
    const names = ['a', 'b'] as const;
    expect(verdictText(names, { difference: 2, p: 0.002 })).toMatch(/^b is better: .* in 1 of 500 cases$/);
    expect(verdictText(names, { difference: -2, p: 0.002 })).toMatch(/^a is better/);
    expect(verdictText(names, { difference: -2, p: 0.002 }, true)).toMatch(/^b is better/);
    expect(verdictText(names, { difference: 2, p: 0.2 })).toMatch(
      /^a and b cannot be told apart: .* 20 of 100/,
    );
    expect(verdictText(names, { difference: 0, p: 0.001 })).toBe('a and b are the same');
  });
});

describe('scores', () => {
  it.each([
    [49.81, '+49.8'],
    [0.026, '+0.03'],
    [-1.4, '−1.40'],
    [0.004, '±0'],
    [-0.004, '±0'],
  ])('a difference of %d is %s', (difference, text) => {
    expect(differenceText(difference)).toBe(text);
  });

  it('have the digits that say something', () => {
    expect([13.541, 81.52].map(scoreText)).toEqual(['13.54', '81.5']);
  });

  const own: DrawnTest = {
    kind: 'own',
    id: 'job:1',
    name: 'x',
    pairs: 9,
    bleu: 61,
    chrf: 81,
    before: { bleu: 9, chrf: 31 },
  };
  const table = (tests: DrawnTest[], name = 'm-1'): string =>
    scoreTable({ name, tests, parent: { name: 'p', link: null } });

  it('stand beside those of the parent', () => {
    expect(table([own])).toContain('<span class="difference gained">+50.0</span>');
    expect(table([own])).toContain('Scores of m-1, from those of p');
    expect(table([])).toContain('Not measured yet');
    expect(table([own], '<m>')).not.toContain('<m>');
  });

  it('count as lost on the base test from where a promotion is refused', () => {
    const base = (bleu: number): string =>
      table([{ ...own, kind: 'base', bleu, chrf: 34, before: { bleu: 13.5, chrf: 34 } }]);
    expect(base(12.6)).not.toContain('lost');
    expect(base(12.5)).toContain('difference lost');
  });
});

describe('a comparison', () => {
  const system = (name: string, chrf: number) => ({
    name,
    chrf: { score: chrf, confidence: { low: chrf - 1, high: chrf + 1 } },
    ...{ bleu: { score: 1 }, ter: { score: 80 } },
  });
  const change = {
    source: '<네>',
    reference: 'Yes.',
    before: 'No.',
    beforeScore: 10,
    after: 'Yes!',
    afterScore: 60,
  };
  const comparison: DrawnComparison = {
    ...{ test: { id: 'base', name: 'base' }, sentences: 9, changes: { better: 6, worse: 0, same: 3 } },
    systems: [
      system('a', 30),
      {
        ...system('b', 40),
        comparison: {
          chrf: { difference: 10, p: 0.001 },
          bleu: { difference: 0, p: 0.001 },
          ter: { difference: 3, p: 0.01 },
        },
      },
    ],
    ...{ better: [change], worse: [] },
  };
  const view = comparisonView(comparison, {
    source: 'ko',
    target: 'en',
    linkTo: (examples) => `/more=${examples}`,
  });

  it('says who is better, and shows words that changed', () => {
    expect(view).toContain('b is better');
    expect(view).toContain('29.00–31.0');
    expect(view).toContain('<mark>Yes!</mark>');
    expect(view).toContain('&lt;네&gt;');
    expect(view).toContain('href="/more=50"');
  });

  it('knows that less TER is better, and that no difference has no chance', () => {
    expect(view).toMatch(/TER.*<span class="difference lost">\+3\.00<\/span>/);
    expect(view).toMatch(/BLEU.*<span class="difference">±0<\/span><\/td><td>—/);
  });
});

it('steps of a promotion are ticked off one after the other', () => {
  const progress = { model: 'm', name: 'base', done: 5, total: 10 };
  const shown = promotionProgress('m-1', 'base', { progress, secondsLeft: 12.2 });
  expect(shown.match(/step-(over|now|next)/g)).toEqual(['step-over', 'step-now', 'step-next']);
  expect(shown).toContain('m translates base: 5 of 10 sentences, about 12 s left');
});

it('names make sound ids and links', () => {
  expect(modelId('모델 1')).toMatch(/^model-[\w.-]+$/);
  expect(linkOrName({ name: '<a>', link: null })).toBe('<span title="no longer here">&lt;a&gt;</span>');
});
