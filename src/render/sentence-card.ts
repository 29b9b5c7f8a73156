/** One sentence of a translation to look inside: its two lines, its alternatives, and its attention in each form. */
import type { Language } from '../text/language.js';
import { alternativesList } from './alternatives.js';
import type { AlternativesOptions } from './alternatives.js';
import { attentionList } from './attention-list.js';
import { attentionTable } from './attention-table.js';
import { LANGUAGE_NAMES, pickedOf } from './drawn.js';
import type { DrawnHypothesis, DrawnSentence } from './drawn.js';
import { END_PIECE, gridOf, hasAttention } from './grid.js';
import type { Grid, Units } from './grid.js';
import { heatmapSvg } from './heatmap.js';
import type { HeatmapScale } from './heatmap.js';
import { lineViewSvg } from './line-view.js';
import { markedLine } from './marked-line.js';
import { escapeXml } from './xml.js';

export type AttentionForm = 'heatmap' | 'lines' | 'list';

export interface CardOptions {
  source: Language;
  target: Language;
  units: Units;
  form: AttentionForm;
  scale: HeatmapScale;
  /** Whether a script moves in the heatmap. */
  interactive: boolean;
}

/** Where a sentence stands in the translation. */
export interface CardPlace {
  /** Counted from 1. */
  number: number;
  picked: number;
  alternatives: Pick<AlternativesOptions, 'linkOf' | 'picksOf'>;
  /** Whether the alternatives stand here; with a single sentence they stand under the translation. */
  several: boolean;
}

/** Most words or pieces of a side that a heatmap shows readably. */
export const READABLE = 40;
/** Most columns of a heatmap that leave room for the sentence beside it, on a wide screen. */
const WIDEST_BESIDE = 12;

export const isReadable = ({ rows, columns }: Grid): boolean =>
  Math.max(rows.length, columns.length) <= READABLE;

const NO_ATTENTION =
  '<p class="remark">This model was trained without attention, so there is nothing to draw: each word was written out of one summary of the whole sentence.</p>';

/** The heatmap of a grid as the page shows it. */
function heatmapOf(grid: Grid, number: number, options: CardOptions): string {
  const { source, target, scale, interactive } = options;
  return heatmapSvg({
    rows: grid.rows.map(({ text }) => text),
    columns: grid.columns.map(({ text }) => text),
    weights: grid.weights,
    rowLanguage: target,
    columnLanguage: source,
    title: `Attention of sentence ${number}, ${LANGUAGE_NAMES[source]} to ${LANGUAGE_NAMES[target]}`,
    id: `heatmap-${number}`,
    standalone: false,
    scale,
    interactive,
  });
}

const scrolling = (content: string, name: string, className = ''): string =>
  `<div class="scroll${className}" tabindex="0" role="region" aria-label="${name}">${content}</div>`;

/** The attention in the form that was chosen; a list where a heatmap of it could not be read. */
export function attentionPicture(grid: Grid, number: number, options: CardOptions): string {
  const { source, target, form } = options;
  if (!hasAttention(grid)) return NO_ATTENTION;
  if (form === 'lines') {
    const lines = lineViewSvg({ grid, source, target, id: `lines-${number}`, standalone: false });
    return scrolling(lines, `Lines of sentence ${number}`);
  }
  if (form === 'heatmap' && isReadable(grid)) {
    return scrolling(heatmapOf(grid, number, options), `Heatmap of sentence ${number}`);
  }
  const list = attentionList(grid, { source, target });
  if (form === 'list') return list;
  const size = `${grid.rows.length} × ${grid.columns.length}`;
  return (
    `<p class="remark">A heatmap of ${size} is hard to read, so here is what each part looked at most.</p>${list}` +
    `<details class="numbers"><summary>The heatmap all the same</summary>${scrolling(heatmapOf(grid, number, options), `Heatmap of sentence ${number}`)}</details>`
  );
}

function remarks({ unchanged }: DrawnSentence, { pieces }: DrawnHypothesis): string {
  if (unchanged) return '<p class="remark">Nothing to translate here: the sentence is left as it is.</p>';
  if (pieces.at(-1) === END_PIECE) return '';
  return '<p class="remark">The model did not come to an end here and was stopped.</p>';
}

/** The two lines of a sentence, its words marked. */
function linesOf(
  sentence: DrawnSentence,
  hypothesis: DrawnHypothesis,
  grid: Grid,
  number: number,
  options: CardOptions,
): string {
  const source = markedLine(sentence.source, grid.columns, { sentence: number, axis: 'column' });
  const target = markedLine(
    hypothesis.text,
    grid.rows,
    { sentence: number, axis: 'row' },
    grid.probabilities,
  );
  return (
    `<p class="line line-source" lang="${options.source}">${source}</p>` +
    `<p class="line line-target" lang="${options.target}">${target}</p>`
  );
}

/** What stands in a sentence's card. */
export function cardBody(sentence: DrawnSentence, place: CardPlace, options: CardOptions): string {
  const { number, picked, several } = place;
  const hypothesis = pickedOf(sentence, picked);
  const grid = gridOf(sentence, hypothesis, options.units);
  const alternatives = several
    ? alternativesList(sentence, { sentence: number, picked, target: options.target, ...place.alternatives })
    : '';
  const lines = linesOf(sentence, hypothesis, grid, number, options);
  const reading = `<div class="lines">${lines}${remarks(sentence, hypothesis)}</div>`;
  if (sentence.unchanged) return `<div class="reading">${reading}</div>`;
  const wide = grid.columns.length > WIDEST_BESIDE || options.form === 'list' ? ' looking-wide' : '';
  const table = attentionTable(grid, options);
  return (
    `<div class="looking${wide}"><div class="reading">${reading}` +
    `<div class="readout" data-readout aria-live="polite" hidden></div></div>` +
    `<div class="picture">${attentionPicture(grid, number, options)}</div>${alternatives}` +
    `<details class="numbers"><summary>The same as a table</summary>${scrolling(table, `Table of sentence ${number}`)}</details></div>`
  );
}

/** The head of a card among several, which opens it. */
export function cardSummary({ source }: DrawnSentence, number: number, language: Language): string {
  return (
    `<summary class="card-summary"><span class="card-number">${number}</span>` +
    `<span class="card-source" lang="${language}">${escapeXml(source)}</span></summary>`
  );
}
