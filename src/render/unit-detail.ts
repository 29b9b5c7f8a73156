/** What can be said of one word or piece: what it looked at, how likely it was, what else could have come there. */
import type { Language } from '../text/language.js';
import { strongest } from './attention-list.js';
import { bar } from './bar.js';
import type { DrawnCandidate, DrawnHypothesis } from './drawn.js';
import type { Grid } from './grid.js';
import { percent } from './heatmap.js';
import { pieceHtml } from './piece-name.js';
import { probabilityText } from './probability.js';

export interface DetailContext {
  grid: Grid;
  hypothesis: DrawnHypothesis;
  source: Language;
  target: Language;
}

/** A row, a column, or the cell where both meet. */
export interface DetailPlace {
  row: number | null;
  column: number | null;
}

const LISTED = { most: 4, faintest: 0.05 };

const named = (text: string, language: Language): string =>
  `<span lang="${language}">${pieceHtml(text)}</span>`;

function item(name: string, share: number, text: string, className = ''): string {
  return `<li${className}><span>${name}</span>${bar(share)}<span class="readout-percent">${text}</span></li>`;
}

/** The likeliest pieces at the first step of a row, the chosen one marked. */
function candidatesOf(
  { grid, hypothesis }: DetailContext,
  row: number,
): (DrawnCandidate & { chosen: boolean })[] {
  const { start } = grid.rows[row];
  const candidates = hypothesis.candidates?.[start] ?? [];
  return candidates.map((candidate) => ({
    ...candidate,
    chosen: candidate.piece === hypothesis.pieces[start],
  }));
}

function rowDetail(context: DetailContext, row: number): string {
  const { grid, source, target } = context;
  const looked = strongest(grid.weights[row], LISTED).map(({ index, weight }) =>
    item(named(grid.columns[index].text, source), weight, percent(weight)),
  );
  const next = candidatesOf(context, row).map(({ piece, probability, chosen }) =>
    item(named(piece, target), probability, probabilityText(probability), chosen ? ' class="chosen"' : ''),
  );
  return (
    `<p class="readout-word"><b>${named(grid.rows[row].text, target)}</b> <span class="readout-probability">probability ${probabilityText(grid.probabilities[row])}</span></p>` +
    `<h3>Looked at</h3><ul>${looked.join('') || '<li><span>nothing in particular</span><span></span><span></span></li>'}</ul>` +
    (next.length > 0 ? `<h3>Likeliest pieces there</h3><ol>${next.join('')}</ol>` : '')
  );
}

function columnDetail({ grid, source, target }: DetailContext, column: number): string {
  const lookers = strongest(
    grid.weights.map((row) => row[column]),
    LISTED,
  ).map(({ index, weight }) => item(named(grid.rows[index].text, target), weight, percent(weight)));
  return (
    `<p class="readout-word"><b>${named(grid.columns[column].text, source)}</b></p><h3>Was looked at by</h3>` +
    `<ul>${lookers.join('') || '<li><span>nothing in particular</span><span></span><span></span></li>'}</ul>`
  );
}

/** Lists for the place beside the picture. */
export function detailHtml(context: DetailContext, { row, column }: DetailPlace): string {
  if (row !== null) return rowDetail(context, row);
  return column === null ? '' : columnDetail(context, column);
}

/** A few lines for the tooltip at a row or cell; nothing for a column. */
export function tooltipHtml(context: DetailContext, { row, column }: DetailPlace): string {
  if (row === null) return '';
  const { grid, source, target } = context;
  const word = `<b>${named(grid.rows[row].text, target)}</b>`;
  const pair =
    column === null
      ? word
      : `${word} ← ${named(grid.columns[column].text, source)} <b>${percent(grid.weights[row][column])}</b>`;
  const rows = candidatesOf(context, row).map(({ piece, probability, chosen }) => {
    const name = named(piece, target);
    return `<tr><td>${chosen ? `<b>${name}</b>` : name}</td><td>${probabilityText(probability)}</td></tr>`;
  });
  return (
    `<div>${pair}</div><div class="tooltip-note">Step probability ${probabilityText(grid.probabilities[row])}</div>` +
    (rows.length > 0 ? `<table role="presentation">${rows.join('')}</table>` : '')
  );
}
