/** A step with its numbers, a search as a tree: what is drawn is what was given, escaped. */
import { describe, expect, it } from 'vitest';
import { beamTreeSvg, pathTo, shownNodes, stepsOf } from '../../src/render/beam-tree.js';
import type { DrawnNode } from '../../src/render/beam-tree.js';
import { heatmapSvg } from '../../src/render/heatmap.js';
import { stepView } from '../../src/render/step-view.js';
import { vectorStrip } from '../../src/render/vector-strip.js';

describe('stepView', () => {
  const html = stepView(
    {
      position: 1,
      previous: '▁It',
      piece: '▁is',
      sourcePieces: ['▁<날씨>', '</s>'],
      state: [0.5, -0.25],
      scores: [2, 1],
      weights: [0.731, 0.269],
      context: [0.1, 0.2],
      attentional: [1, -1],
      candidates: [
        { piece: '▁is', probability: 0.6, logit: 3 },
        { piece: '▁"was', probability: 0.2, logit: 1.9 },
      ],
      normaliser: 3.51,
    },
    { source: 'ko', target: 'en' },
  );

  it('has five stages, each with its equation, and the numbers of each', () => {
    expect(html.match(/<li class="stage">/g)).toHaveLength(5);
    expect(html.match(/<math /g)).toHaveLength(6);
    expect(html).toContain('<td>2.00</td>');
    expect(html).toContain('>0.368</td>'); // exp(1 − 2)
    expect(html).toContain('73 %');
    expect(html).toContain('log Σ exp of all scores: 3.51');
  });

  it('offers to go on with every piece but the one that was written, and escapes them all', () => {
    expect(html.match(/data-continue=/g)).toHaveLength(1);
    expect(html).toContain('data-continue="▁&quot;was"');
    expect(html).toContain('&lt;날씨&gt;');
    expect(html).not.toMatch(/ style=/);
  });
});

describe('vectorStrip', () => {
  it('draws a component each, or means of neighbours of a long vector', () => {
    const strip = vectorStrip([1, -1, 0.5, -0.5], 'State');
    expect(strip.match(/class="positive"/g)).toHaveLength(2);
    expect(strip).toContain('4 numbers from -1.00 to 1.00');
    expect(vectorStrip(new Array<number>(1024).fill(0.1), 'State').match(/<rect/g)).toHaveLength(256);
  });
});

describe('beamTreeSvg', () => {
  const node = (id: number, parent: number | null, step: number, rest: Partial<DrawnNode>): DrawnNode => ({
    id,
    parent,
    step,
    piece: `▁${id}`,
    probability: 0.5,
    logProbability: -id,
    score: -id,
    rank: 0,
    fate: 'kept',
    until: step + 1,
    ...rest,
  });
  const tree = {
    beam: 2,
    nodes: [
      node(0, null, 0, {}),
      node(1, null, 0, { rank: 1, until: 0 }),
      node(2, null, 0, { rank: 2, fate: 'pruned', piece: '<i>' }),
      node(3, 0, 1, { rank: 1, piece: '</s>', fate: 'finished' }),
      node(4, 0, 1, { rank: 0 }),
      node(5, 1, 1, { rank: 2, fate: 'pruned' }),
    ],
    best: [3],
  };

  it('shows what went on in order of rank, then the likeliest of the pruned', () => {
    expect(shownNodes(tree, 1, 1).map(({ id }) => id)).toEqual([4, 3, 5]);
    expect(shownNodes(tree, 1, 0).map(({ id }) => id)).toEqual([4, 3]);
    expect(stepsOf(tree)).toBe(2);
    expect(pathTo(tree.nodes, 3).map(({ id }) => id)).toEqual([0, 3]);
  });

  it('marks the way to the best, what was lost, and draws no more steps than asked for', () => {
    const svg = beamTreeSvg(tree, { target: 'en', steps: 2, pruned: 4, id: 'tree' });
    expect(svg.match(/<g class="node /g)).toHaveLength(6);
    expect(svg.match(/<g class="node [^"]*best"/g)).toHaveLength(2);
    expect(svg).toContain('class="node kept lost" data-node="1"');
    expect(svg).toContain('&lt;i&gt;');
    expect(svg).toContain('⟨end⟩');
    const first = beamTreeSvg(tree, { target: 'en', steps: 1, pruned: 0, id: 'tree' });
    expect(first.match(/<g class="node /g)).toHaveLength(2);
  });
});

describe('a heatmap in a page', () => {
  const options = {
    rows: ['a', 'b'],
    columns: ['가', '나'],
    weights: [
      [0.25, 0.5],
      [0, 0],
    ],
    rowLanguage: 'en',
    columnLanguage: 'ko',
    standalone: false,
  };

  it('may be coloured by row, each to its largest, and says so', () => {
    const svg = heatmapSvg({ ...options, scale: 'row' });
    expect(svg).toContain('class="cell w10" data-row="0" data-column="0" data-weight="0.250"');
    expect(svg).toContain('class="cell w20" data-row="0" data-column="1"');
    expect(svg).toContain('class="cell w0" data-row="1"');
    expect(svg).toContain('largest weight');
  });

  it('is a grid of named cells where a script moves in it', () => {
    const svg = heatmapSvg({ ...options, interactive: true });
    expect(svg).toContain('role="grid"');
    expect(svg.match(/role="row"/g)).toHaveLength(3);
    expect(svg.match(/role="gridcell" tabindex="-1" aria-label="/g)).toHaveLength(4);
    expect(svg).not.toContain('role="img"');
    expect(svg).not.toContain('<title>a ←');
  });
});
