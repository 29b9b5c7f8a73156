/** Attention as lines between two columns of words: the source on the left, the translation on the right. */
import { scalePoint } from 'd3-scale';
import type { Language } from '../text/language.js';
import { LANGUAGE_NAMES } from './drawn.js';
import { shownName } from './grid.js';
import type { Grid, GridUnit } from './grid.js';
import { FONT_SIZE, SMALL_FONT_SIZE } from './heatmap-layout.js';
import { FONT_STACK, HEATMAP_INK, heatmapStyle } from './heatmap-style.js';
import { fitText, textWidth } from './text-width.js';
import { escapeXml } from './xml.js';

export interface LineViewOptions {
  grid: Grid;
  source: Language;
  target: Language;
  /** Distinguishes the ids of several pictures in one document. */
  id?: string;
  standalone?: boolean;
}

const ROW_HEIGHT = 30;
const HEAD = 34;
const MARGIN = 12;
/** Room for the lines between the two columns. */
const SPAN = 190;
const GAP = 10;
/** Longest label, in em. */
const LABEL_LIMIT = 13;
/** Weights below this draw no line. */
const FAINTEST = 0.03;
const INK = HEATMAP_INK.light;

const widest = (units: GridUnit[]): number =>
  Math.max(...units.map(({ text }) => textWidth(fitText(shownName(text), LABEL_LIMIT)) * FONT_SIZE));

interface Side {
  units: GridUnit[];
  axis: 'row' | 'column';
  language: Language;
  x: number;
  anchor: 'start' | 'end';
  y: (index: number) => number;
}

function labels({ units, axis, language, x, anchor, y }: Side): string {
  const texts = units.map(({ text }, index) => {
    const name = shownName(text);
    const shown = fitText(name, LABEL_LIMIT);
    const whole = shown === name ? '' : `<title>${escapeXml(name)}</title>`;
    return `<text class="label" data-${axis}="${index}" x="${x}" y="${y(index)}" dy="0.35em" text-anchor="${anchor}">${whole}${escapeXml(shown)}</text>`;
  });
  return `<g class="${axis}s" lang="${language}">${texts.join('')}</g>`;
}

function lines({ weights }: Grid, source: Side, target: Side): string {
  const from = source.x + GAP;
  const to = target.x - GAP;
  const middle = (from + to) / 2;
  return weights
    .flatMap((row, u) =>
      row.map((weight, t) => {
        if (!(weight >= FAINTEST)) return '';
        const [start, end] = [source.y(t), target.y(u)];
        const path = `M${from} ${start}C${middle} ${start} ${middle} ${end} ${to} ${end}`;
        return (
          `<path class="link" data-row="${u}" data-column="${t}" data-weight="${weight.toFixed(3)}" d="${path}" fill="none" stroke="${INK.link}" ` +
          `stroke-width="${(1 + 4 * weight).toFixed(2)}" stroke-opacity="${(0.12 + 0.78 * weight).toFixed(2)}" stroke-linecap="round"/>`
        );
      }),
    )
    .join('');
}

/** Heights of `count` labels, spread over the height of the longer side. */
function heights(count: number, most: number): (index: number) => number {
  const place = scalePoint<number>()
    .domain(Array.from({ length: count }, (_, index) => index))
    .range([HEAD + ROW_HEIGHT / 2, HEAD + (most - 0.5) * ROW_HEIGHT]);
  return (index) => Math.round(place(index) ?? 0);
}

/** Draws the weights as curves between the two sentences, stronger and wider the more there is. */
export function lineViewSvg({
  grid,
  source,
  target,
  id = 'lines',
  standalone = true,
}: LineViewOptions): string {
  const most = Math.max(grid.rows.length, grid.columns.length, 2);
  const margin = standalone ? MARGIN : 2;
  const names = [LANGUAGE_NAMES[source], LANGUAGE_NAMES[target]];
  const left = Math.ceil(margin + Math.max(widest(grid.columns), textWidth(names[0]) * SMALL_FONT_SIZE));
  const from: Side = {
    units: grid.columns,
    axis: 'column',
    language: source,
    x: left,
    anchor: 'end',
    y: heights(grid.columns.length, most),
  };
  const to: Side = {
    units: grid.rows,
    axis: 'row',
    language: target,
    x: left + SPAN,
    anchor: 'start',
    y: heights(grid.rows.length, most),
  };
  const width = Math.ceil(
    to.x + Math.max(widest(grid.rows), textWidth(names[1]) * SMALL_FONT_SIZE) + margin + GAP,
  );
  const height = HEAD + most * ROW_HEIGHT + margin;
  const title = `Attention between ${names[0]} and ${names[1]} as lines`;
  const small = `class="axis" font-size="${SMALL_FONT_SIZE}" fill="${INK.muted}" y="${HEAD - 14}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="heatmap line-view" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-labelledby="${escapeXml(id)}-title" font-family="${FONT_STACK}" font-size="${FONT_SIZE}" fill="${INK.ink}">`,
    `<title id="${escapeXml(id)}-title">${title}</title>`,
    standalone
      ? `<style>${heatmapStyle()}</style><rect class="paper" width="100%" height="100%" fill="${INK.paper}"/>`
      : '',
    `<text ${small} x="${from.x}" text-anchor="end">${names[0]}</text><text ${small} x="${to.x}">${names[1]}</text>`,
    `<g class="links">${lines(grid, from, to)}</g>`,
    labels(from),
    labels(to),
    '</svg>',
  ].join('');
}
