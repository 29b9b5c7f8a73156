/** An attention heatmap as a standalone SVG: rows target, columns source, no script, light and dark. */
import { SPACE_MARK } from '../text/special-pieces.js';
import { colourScale, scaleStep } from './colour-scale.js';
import { FONT_SIZE, SLANT, SMALL_FONT_SIZE, layoutHeatmap } from './heatmap-layout.js';
import type { HeatmapLayout, Label } from './heatmap-layout.js';
import { FONT_STACK, HEATMAP_INK, heatmapStyle } from './heatmap-style.js';
import { escapeXml } from './xml.js';

export interface HeatmapOptions {
  /** Target words or pieces, length U; `</s>` is shown as the end of the sentence. */
  rows: string[];
  /** Source words or pieces, length T. */
  columns: string[];
  /** `[U][T]` in [0, 1]. */
  weights: number[][];
  /** BCP 47 tag of the rows, or any name where they are no natural language. */
  rowLanguage: string;
  columnLanguage: string;
  title?: string;
  description?: string;
  /** What the rows and the columns are. */
  rowAxis?: string;
  columnAxis?: string;
  /** Distinguishes the ids of several heatmaps in one document. */
  id?: string;
  /** Whether the picture brings its own style and ground; a page brings `heatmapStyle()` itself. */
  standalone?: boolean;
  /** `fixed` colours by the weight itself, so that pictures compare; `row` by its share of the row's largest. */
  scale?: HeatmapScale;
  /** Whether a script makes it a grid to move in: its cells have roles and names, and no tooltips of their own. */
  interactive?: boolean;
  /** Whether the columns alone settle the size of a cell, so that pictures of one source fit each other. */
  byColumns?: boolean;
}

export type HeatmapScale = 'fixed' | 'row';

const LANGUAGE_NAMES: Record<string, string> = { ko: 'Korean', en: 'English' };
/** Pictures no wider than this are readable on the narrowest phone when they are made to fit it. */
const SMALL_WIDTH = 340;
const LEGEND_TITLES: Record<HeatmapScale, string> = {
  fixed: 'Attention weight',
  row: 'Share of the row’s largest weight',
};
/** Weights below half a percent get no tooltip of their own: they are most cells and say nothing. */
const SHOWN_WEIGHT = 0.005;
const COLOURS = colourScale('light');
const INK = HEATMAP_INK.light;

const languageAttribute = (language: string): string =>
  language in LANGUAGE_NAMES ? ` lang="${language}" xml:lang="${language}"` : '';

export const percent = (weight: number): string => `${Math.round(weight * 100)} %`;

function checkShape({ rows, columns, weights }: HeatmapOptions): void {
  const wrong = weights.find((row) => row.length !== columns.length);
  if (weights.length !== rows.length || wrong) {
    const got = `${weights.length} × ${(wrong ?? weights[0] ?? []).length}`;
    throw new RangeError(`heatmap: expected weights of ${rows.length} × ${columns.length}, got ${got}`);
  }
}

/** A label's text; the mark that begins a word is faint, since it is no letter. */
function labelText({ shown, whole }: Label): string {
  const tooltip = shown === whole ? '' : `<title>${escapeXml(whole)}</title>`;
  return (
    tooltip + escapeXml(shown).replaceAll(SPACE_MARK, `<tspan fill-opacity="0.35">${SPACE_MARK}</tspan>`)
  );
}

/** An attribute that only the interactive heatmap has. */
type Role = (role: string) => string;

const LIVE_ROLE: Role = (role) => ` role="${role}"`;
const NO_ROLE: Role = () => '';

function columnLabels({ columns, left, top, cell }: HeatmapLayout, language: string, role: Role): string {
  const labels = columns.map((label, column) => {
    // The baseline starts a little right of the middle, so that the slanted letters point at their column.
    const at = `translate(${left + (column + 0.5) * cell + FONT_SIZE / 4} ${top - 7}) rotate(-${SLANT})`;
    return `<text class="label" data-column="${column}"${role('columnheader')} transform="${at}">${labelText(label)}</text>`;
  });
  // The corner is an empty cell, so that every row of the grid has as many.
  const corner = role === NO_ROLE ? '' : '<g role="gridcell"></g>';
  return `<g class="columns"${role('row')}${languageAttribute(language)}>${corner}${labels.join('')}</g>`;
}

interface CellStyle {
  scale: HeatmapScale;
  interactive: boolean;
}

function cells(
  layout: HeatmapLayout,
  row: number,
  weights: number[],
  { scale, interactive }: CellStyle,
): string {
  const y = layout.top + row * layout.cell + 1;
  const side = layout.cell - 2;
  const largest = scale === 'row' ? Math.max(0, ...weights) : 1;
  return weights
    .map((weight, column) => {
      const step = scaleStep(largest > 0 ? weight / largest : 0);
      const at = `x="${layout.left + column * layout.cell + 1}" y="${y}" width="${side}" height="${side}" rx="3"`;
      const place = `data-row="${row}" data-column="${column}" data-weight="${weight.toFixed(3)}"`;
      const rect = `<rect class="cell w${step}" ${place} ${at} fill="${COLOURS[step]}"`;
      if (interactive) return `${rect} role="gridcell" tabindex="-1" aria-label="${percent(weight)}"/>`;
      if (!(weight >= SHOWN_WEIGHT)) return `${rect}/>`;
      const words = `${layout.rows[row].whole} ← ${layout.columns[column].whole}: ${percent(weight)}`;
      return `${rect}><title>${escapeXml(words)}</title></rect>`;
    })
    .join('');
}

function gridRows(layout: HeatmapLayout, weights: number[][], language: string, style: CellStyle): string {
  const role = style.interactive ? LIVE_ROLE : NO_ROLE;
  const groups = layout.rows.map((name, row) => {
    const y = layout.top + (row + 0.5) * layout.cell;
    const at = `x="${layout.left - 8}" y="${y}" dy="0.35em" text-anchor="end"`;
    const label = `<text class="label" data-row="${row}"${role('rowheader')} ${at}>${labelText(name)}</text>`;
    return `<g class="row" data-row="${row}"${role('row')}>${label}${cells(layout, row, weights[row], style)}</g>`;
  });
  return `<g class="rows"${role('rowgroup')}${languageAttribute(language)}>${groups.join('')}</g>`;
}

function legend({ legend: { left, top, step } }: HeatmapLayout, scale: HeatmapScale): string {
  const bar = COLOURS.map(
    (colour, index) =>
      `<rect class="w${index}" x="${left + index * step}" y="${top + 8}" width="${step}" height="10" fill="${colour}"/>`,
  );
  const end = left + COLOURS.length * step;
  const small = `font-size="${SMALL_FONT_SIZE}" fill="${INK.muted}"`;
  const y = top + 32;
  return (
    `<g class="legend"><text class="axis" x="${left}" y="${top + 2}" ${small}>${LEGEND_TITLES[scale]}</text>${bar.join('')}` +
    `<text class="tick" x="${left}" y="${y}" ${small}>0 %</text>` +
    `<text class="tick" x="${(left + end) / 2}" y="${y}" text-anchor="middle" ${small}>50 %</text>` +
    `<text class="tick" x="${end}" y="${y}" text-anchor="end" ${small}>100 %</text></g>`
  );
}

function axisTitles(layout: HeatmapLayout, heading: string, corner: string[]): string {
  const small = `class="axis" font-size="${SMALL_FONT_SIZE}" fill="${INK.muted}"`;
  const lines = corner.map((line, index) => {
    const y = layout.top - 8 - (corner.length - 1 - index) * (SMALL_FONT_SIZE + 4);
    return `<text ${small} x="${layout.left - 8}" y="${y}" text-anchor="end">${escapeXml(line)}</text>`;
  });
  return `<text ${small} x="${layout.left}" y="${layout.headingBaseline}">${escapeXml(heading)}</text>${lines.join('')}`;
}

/**
 * Draws attention `[U][T]` as an SVG document: one rect a cell, with `data-row` and `data-column`, on one
 * sequential scale, as a rule fixed to [0, 1], so that pictures compare.
 * @throws RangeError where the weights' shape is not rows × columns
 */
export function heatmapSvg(options: HeatmapOptions): string {
  checkShape(options);
  const { rows, columns, weights, rowLanguage, columnLanguage } = options;
  const { rowAxis = 'Translation', columnAxis = 'Source', id = 'heatmap', standalone = true } = options;
  const { scale = 'fixed', interactive = false, byColumns = false } = options;
  const rowName = LANGUAGE_NAMES[rowLanguage] ?? rowLanguage;
  const columnName = LANGUAGE_NAMES[columnLanguage] ?? columnLanguage;
  const {
    title = `Attention, ${columnName} to ${rowName}`,
    description = `Each of ${rows.length} rows shows where the model looked among ${columns.length} source columns while it wrote that part of the translation.`,
  } = options;

  const heading = `${columnAxis} · ${columnName} →`;
  const corner = [`${rowAxis} ·`, `${rowName} ↓`];
  const layout = layoutHeatmap(rows, columns, {
    corner,
    heading,
    legendWidth: scale === 'row' ? 190 : 150,
    margin: standalone ? 12 : 2,
    byColumns,
  });
  const { width, height } = layout;
  const ids = `${escapeXml(id)}-title ${escapeXml(id)}-description`;
  const font = `font-family="${FONT_STACK}" font-size="${FONT_SIZE}" fill="${INK.ink}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="heatmap${!standalone && width <= SMALL_WIDTH ? ' small' : ''}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${interactive ? '' : `role="img" aria-labelledby="${ids}" `}${font}>`,
    `<title id="${escapeXml(id)}-title">${escapeXml(title)}</title>`,
    `<desc id="${escapeXml(id)}-description">${escapeXml(description)}</desc>`,
    standalone
      ? `<style>${heatmapStyle()}</style><rect class="paper" width="100%" height="100%" fill="${INK.paper}"/>`
      : '',
    axisTitles(layout, heading, corner),
    interactive ? `<g role="grid" aria-labelledby="${ids}">` : '',
    columnLabels(layout, columnLanguage, interactive ? LIVE_ROLE : NO_ROLE),
    gridRows(layout, weights, rowLanguage, { scale, interactive }),
    interactive ? '</g>' : '',
    legend(layout, scale),
    '</svg>',
  ].join('');
}
