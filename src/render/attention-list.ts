/** Attention as a list: each word of the translation with the source words that it looked at most. */
import type { Language } from '../text/language.js';
import { bar } from './bar.js';
import type { Grid } from './grid.js';
import { percent } from './heatmap.js';
import { pieceHtml } from './piece-name.js';

/** Most source words of one line, and the weight that is worth one. */
const LISTED = 3;
const FAINTEST = 0.08;

export interface Partner {
  index: number;
  weight: number;
}

/** Indices of the weights worth naming, strongest first. */
export function strongest(weights: number[], { most = LISTED, faintest = FAINTEST } = {}): Partner[] {
  return weights
    .map((weight, index) => ({ index, weight }))
    .filter(({ weight }) => weight >= faintest)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, most);
}

function partners({ columns, weights }: Grid, row: number, language: Language): string {
  const found = strongest(weights[row]);
  if (found.length === 0) return '<span class="looked-none">everywhere a little</span>';
  return found
    .map(({ index, weight }) => {
      const name = pieceHtml(columns[index].text);
      return (
        `<span class="looked-partner" data-row="${row}" data-column="${index}">` +
        `<span class="label" data-column="${index}" lang="${language}">${name}</span>` +
        `${bar(weight)}<span class="looked-weight">${percent(weight)}</span></span>`
      );
    })
    .join('');
}

/** Reads well at any length, which a heatmap of more than about forty words does not. */
export function attentionList(
  grid: Grid,
  { source, target }: { source: Language; target: Language },
): string {
  const lines = grid.rows.map(({ text }, row) => {
    const word = pieceHtml(text);
    return (
      `<li class="looked-line" data-row="${row}"><span class="label looked-word" data-row="${row}" lang="${target}">${word}</span>` +
      `<span class="looked-partners">${partners(grid, row, source)}</span></li>`
    );
  });
  return `<ol class="looked">${lines.join('')}</ol>`;
}
