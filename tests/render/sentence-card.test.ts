/** What a sentence's card draws where there is attention, and where a model has none. */
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../src/render/grid.js';
import { attentionPicture } from '../../src/render/sentence-card.js';

const units = (texts: string[]): Grid['rows'] =>
  texts.map((text, start) => ({ text, start, end: start + 1 }));

function picture(weights: number[][]): string {
  const grid = { rows: units(['a', 'b']), columns: units(['가', '나']), weights, probabilities: [1, 1] };
  return attentionPicture(grid, 1, {
    ...{ source: 'ko', target: 'en', units: 'words', form: 'heatmap', scale: 'fixed', interactive: false },
  });
}

describe('attentionPicture', () => {
  it('draws attention', () => {
    expect(
      picture([
        [0.5, 0.5],
        [0, 1],
      ]),
    ).toContain('<svg');
  });

  it('says so where the model has none', () => {
    const text = picture([
      [0, 0],
      [0, 0],
    ]);
    expect(text).not.toContain('<svg');
    expect(text).toContain('trained without attention');
  });
});
