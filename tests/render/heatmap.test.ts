/** The heatmap is well-formed, says what it shows, escapes what it is given, and lays labels apart. */
import { describe, expect, it } from 'vitest';
import { heatmapSvg } from '../../src/render/heatmap.js';
import type { HeatmapOptions } from '../../src/render/heatmap.js';
import { HEATMAP_INK } from '../../src/render/heatmap-style.js';

const OPTIONS: HeatmapOptions = {
  rows: ['The', 'weather', '</s>'],
  columns: ['날씨가', '</s>'],
  weights: [
    [0.9, 0.1],
    [1, 0],
    [0.002, 0.998],
  ],
  rowLanguage: 'en',
  columnLanguage: 'ko',
};

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** Every opened element is closed, in the right order. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  for (const [, closing, name, self] of xml.matchAll(/<(\/?)([\w-]+)[^<>]*?(\/?)>/g)) {
    if (self) continue;
    if (!closing) open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

describe('heatmapSvg', () => {
  it('draws one cell a weight, in rows of the target and columns of the source', () => {
    const svg = heatmapSvg(OPTIONS);
    expect(isWellFormed(svg)).toBe(true);
    expect(count(svg, /<rect class="cell/g)).toBe(6);
    const cell = /<rect class="cell (w\d+)" data-row="1" data-column="0" data-weight="1.000"/.exec(svg);
    expect(cell?.[1]).toBe('w20');
    expect(svg).toContain('data-row="2" data-column="1" data-weight="0.998"');
  });

  it('names axes, directions, legend and the end of the sentence', () => {
    const svg = heatmapSvg(OPTIONS);
    expect(svg).toContain('Source · Korean →');
    expect(svg).toContain('Translation ·');
    expect(svg).toContain('English ↓');
    expect(svg).toContain('Attention weight');
    expect(count(svg, /⟨end⟩<\/text>/g)).toBe(2);
    expect(svg).not.toContain('&lt;/s&gt;');
  });

  it('is accessible: named, described, with the language of its labels', () => {
    const svg = heatmapSvg({ ...OPTIONS, id: 'first' });
    expect(svg).toMatch(/role="img" aria-labelledby="first-title first-description"/);
    expect(svg).toContain('<title id="first-title">Attention, Korean to English</title>');
    expect(svg).toMatch(/<g class="columns" lang="ko"/);
    expect(svg).toMatch(/<g class="rows" lang="en"/);
  });

  it('says the weight of a cell where there is one to say', () => {
    const svg = heatmapSvg(OPTIONS);
    expect(svg).toContain('<title>The ← 날씨가: 90 %</title>');
    expect(svg).not.toContain('<title>⟨end⟩ ← 날씨가');
  });

  it('escapes labels and replaces what XML cannot hold', () => {
    const labels = ['<script>alert(1)</script>', '"&\'', 'nul\u0000', 'half\ud83d'];
    const svg = heatmapSvg({
      ...OPTIONS,
      columns: labels,
      rows: ['a'],
      weights: [[0.25, 0.25, 0.25, 0.25]],
      title: '<b>',
    });
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/<script|<b>/);
    expect(svg).toContain('&quot;&amp;&#39;');
    expect(svg).toContain('nul\uFFFD');
    expect(svg).toContain('half\uFFFD');
  });

  it('brings its own style and ground alone, and neither into a page that forbids inline styles', () => {
    expect(heatmapSvg(OPTIONS)).toContain('<style>');
    expect(heatmapSvg(OPTIONS)).toContain('prefers-color-scheme:dark');
    const inline = heatmapSvg({ ...OPTIONS, standalone: false });
    expect(inline).not.toMatch(/<style|style=|class="paper"/);
    expect(heatmapSvg(OPTIONS)).not.toContain('<script');
  });

  it('keeps every label inside the picture, and cuts what is too long with the whole as tooltip', () => {
    const long = 'antidisestablishmentarianism'.repeat(3);
    const columns = Array.from({ length: 40 }, (_, index) => (index === 39 ? long : `word${index}`));
    const svg = heatmapSvg({ ...OPTIONS, rows: ['a'], columns, weights: [columns.map(() => 1 / 40)] });
    expect(svg).toContain(`<title>${long}</title>antidis`);
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const last = Number(/data-column="39" transform="translate\(([\d.]+)/.exec(svg)?.[1]);
    // The longest label is 13 em of 13 px at 45 degrees.
    expect(last + 13 * 13 * Math.SQRT1_2).toBeLessThan(width);
    const next = Number(/data-column="38" transform="translate\(([\d.]+)/.exec(svg)?.[1]);
    // Slanted lines keep a line's height of 13 px between them.
    expect((last - next) * Math.SQRT1_2).toBeGreaterThan(13);
  });

  it('draws sequences that are no language by their own name', () => {
    const svg = heatmapSvg({ ...OPTIONS, rowLanguage: 'reversed', columnLanguage: 'letters' });
    expect(svg).toContain('Source · letters →');
    expect(svg).not.toContain('lang="letters"');
  });

  it('takes numbers that are none as nothing, and refuses another shape', () => {
    const broken = [
      [NaN, 2],
      [-1, Infinity],
      [0, 1],
    ];
    expect(count(heatmapSvg({ ...OPTIONS, weights: broken }), /class="cell w0"/g)).toBe(4);
    expect(() => heatmapSvg({ ...OPTIONS, weights: [[1, 0]] })).toThrow(
      'expected weights of 3 × 2, got 1 × 2',
    );
  });
});

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('inks', () => {
  it.each(['light', 'dark'] as const)('keep a contrast of 4.5 on %s paper', (ground) => {
    const { paper, ink, muted, accent } = HEATMAP_INK[ground];
    for (const colour of [ink, muted, accent]) {
      const [bright, dim] = [luminance(colour), luminance(paper)].sort((one, other) => other - one);
      expect((bright + 0.05) / (dim + 0.05)).toBeGreaterThan(4.5);
    }
  });
});
