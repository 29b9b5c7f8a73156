/** Grids of words and pieces: rows sum to one, probabilities are those of the pieces together. */
import { describe, expect, it } from 'vitest';
import { gridOf } from '../../src/render/grid.js';
import { gridCsv, gridJson } from '../../src/render/exports.js';
import { lineViewSvg } from '../../src/render/line-view.js';
import { attentionList, strongest } from '../../src/render/attention-list.js';
import { attentionTable } from '../../src/render/attention-table.js';
import { detailHtml, tooltipHtml } from '../../src/render/unit-detail.js';

const HYPOTHESIS = {
  text: 'Nice, today',
  pieces: ['▁Nice', ',', '▁to', 'day', '</s>'],
  logProbability: -1,
  stepProbabilities: [0.5, 0.8, 0.9, 0.5, 1],
  attention: [
    [0.1, 0.2, 0.7],
    [0.3, 0.2, 0.5],
    [0.6, 0.4, 0],
    [0.8, 0, 0.2],
    [0, 0, 1],
  ],
  candidates: [
    [
      { piece: '▁Nice', probability: 0.5 },
      { piece: '▁<b>', probability: 0.0004 },
    ],
  ],
};
const SENTENCE = {
  source: '오늘은',
  separator: '',
  sourcePieces: ['▁오늘', '은', '</s>'],
  hypotheses: [HYPOTHESIS],
};
const LANGUAGES = { source: 'ko', target: 'en' } as const;

describe('gridOf', () => {
  it('sums source pieces and averages target pieces of words', () => {
    const grid = gridOf(SENTENCE, HYPOTHESIS, 'words');
    expect(grid.rows.map(({ text }) => text)).toEqual(['Nice,', 'today', '</s>']);
    expect(grid.columns.map(({ text }) => text)).toEqual(['오늘은', '</s>']);
    expect(grid.weights[0]).toEqual([expect.closeTo(0.4), expect.closeTo(0.6)]);
    for (const row of grid.weights) expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
    expect(grid.probabilities).toEqual([expect.closeTo(0.4), expect.closeTo(0.45), 1]);
  });

  it('leaves pieces as they are', () => {
    const grid = gridOf(SENTENCE, HYPOTHESIS, 'pieces');
    expect(grid.weights).toEqual(HYPOTHESIS.attention);
    expect(grid.rows[3]).toEqual({ text: 'day', start: 3, end: 4 });
  });
});

describe('what is drawn of a grid', () => {
  const grid = gridOf(SENTENCE, HYPOTHESIS, 'words');

  it('is a line for each weight worth one, between the labels of both sides', () => {
    const svg = lineViewSvg({ grid, ...LANGUAGES });
    expect(svg.match(/class="link"/g)).toHaveLength(5);
    expect(svg).toContain('data-row="2" data-column="1" data-weight="1.000"');
    expect(svg.match(/class="label"/g)).toHaveLength(5);
    expect(svg).toContain('⟨end⟩');
    expect(lineViewSvg({ grid, ...LANGUAGES, standalone: false })).not.toMatch(/<style|style=/);
  });

  it('is a list with the strongest first', () => {
    expect(strongest([0.05, 0.5, 0.2, 0.25], { most: 2 })).toEqual([
      { index: 1, weight: 0.5 },
      { index: 3, weight: 0.25 },
    ]);
    const list = attentionList(grid, LANGUAGES);
    expect(list.match(/<li/g)).toHaveLength(3);
    expect(list.indexOf('60 %')).toBeLessThan(list.indexOf('40 %'));
  });

  it('is a table with the languages of its headers', () => {
    const table = attentionTable(grid, LANGUAGES);
    expect(table).toContain('<th scope="row" lang="en">⟨end⟩</th><td>0</td><td>100</td>');
  });

  it('is a detail that escapes what the model might write', () => {
    const context = { grid, hypothesis: HYPOTHESIS, ...LANGUAGES };
    const detail = detailHtml(context, { row: 0, column: null });
    expect(detail).toContain('probability 40 %');
    expect(detail).toContain('&lt;b&gt;');
    expect(detail).toContain('4·10⁻⁴');
    expect(detail).toMatch(/<li class="chosen">/);
    expect(tooltipHtml(context, { row: 0, column: 1 })).toContain('<b>60 %</b>');
    expect(tooltipHtml(context, { row: null, column: 1 })).toBe('');
    expect(detailHtml(context, { row: null, column: 1 })).toContain('Was looked at by');
  });
});

describe('exports', () => {
  const grid = gridOf(SENTENCE, HYPOTHESIS, 'words');

  it('quote what CSV would take apart', () => {
    expect(gridCsv(grid).split('\r\n')).toEqual([
      ',probability,오늘은,⟨end⟩',
      '"Nice,",0.4000,0.4000,0.6000',
      'today,0.4500,0.9000,0.1000',
      '⟨end⟩,1.000,0.0000,1.0000',
      '',
    ]);
  });

  it('hold the hypothesis and the grid as JSON', () => {
    const translation = { ...LANGUAGES, model: 'ko-en', sentences: [SENTENCE] };
    const record = JSON.parse(gridJson(translation, SENTENCE, { hypothesis: HYPOTHESIS, grid })) as object;
    expect(record).toMatchObject({ model: 'ko-en', text: '오늘은', grid: { weights: grid.weights } });
  });
});
