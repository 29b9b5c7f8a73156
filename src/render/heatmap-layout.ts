/** Where everything of a heatmap stands, in pixels, so that no label overlaps another or leaves the picture. */
import { fitText, textWidth } from './text-width.js';

export const FONT_SIZE = 13;
export const SMALL_FONT_SIZE = 11;
/** Degrees by which column labels are slanted. */
export const SLANT = 45;

const GAP = 8;
/** Longest label, in em; longer ones are cut and shown whole as a tooltip. */
const LABEL_LIMIT = 13;
const LEGEND_STEP = 7;
const LEGEND_HEIGHT = 34;

export interface Label {
  /** What is drawn, at most LABEL_LIMIT wide. */
  shown: string;
  whole: string;
}

export interface HeatmapLayout {
  width: number;
  height: number;
  cell: number;
  /** Left and top edge of the grid of cells. */
  left: number;
  top: number;
  /** Baseline of the heading over the column labels. */
  headingBaseline: number;
  rows: Label[];
  columns: Label[];
  legend: { left: number; top: number; step: number };
}

/** The end-of-sentence piece has no word to show; its name stands in brackets. */
function label(text: string): Label {
  const whole = text === '</s>' ? '⟨end⟩' : text;
  return { shown: fitText(whole, LABEL_LIMIT), whole };
}

const widest = (labels: Label[]): number =>
  labels.reduce((width, { shown }) => Math.max(width, textWidth(shown) * FONT_SIZE), 0);

/**
 * How high the slanted labels rise within `width` px from the grid's left edge, above which a heading may lie.
 * A label of column c rises as far as it runs to the right, until its own end.
 */
function riseWithin(width: number, columns: Label[], cell: number, slant: number): number {
  return columns.reduce((rise, { shown }, index) => {
    const run = width - (index + 0.5) * cell;
    const end = textWidth(shown) * FONT_SIZE * slant;
    return run > 0 ? Math.max(rise, Math.min(run, end)) : rise;
  }, 0);
}

/** Side of a cell. Slanted labels lie cell·sin(45°) apart, so 22 px still clear a line of 13 px. */
function cellSize(columns: number, rows: number): number {
  const most = Math.max(columns, rows);
  if (most <= 9) return 36;
  if (most <= 14) return 32;
  return most <= 24 ? 27 : 22;
}

/**
 * Lays out a heatmap of `rows.length` × `columns.length` cells.
 * @param corner what stands above the row labels; its lines must fit beside the grid
 * @param heading what stands above everything, from the grid's left edge on
 * @param margin free space at all edges
 * @param byColumns whether the columns alone settle the size of a cell, so that pictures of one source fit each other
 */
export function layoutHeatmap(
  rows: string[],
  columns: string[],
  {
    corner,
    heading,
    legendWidth,
    margin,
    byColumns = false,
  }: { corner: string[]; heading: string; legendWidth: number; margin: number; byColumns?: boolean },
): HeatmapLayout {
  const rowLabels = rows.map(label);
  const columnLabels = columns.map(label);
  const cell = cellSize(columns.length, byColumns ? 0 : rows.length);
  const slant = Math.sin((SLANT * Math.PI) / 180);

  const cornerWidth = Math.max(0, ...corner.map((line) => textWidth(line) * SMALL_FONT_SIZE));
  const left = Math.ceil(margin + Math.max(widest(rowLabels), cornerWidth) + GAP);
  const headingWidth = textWidth(heading) * SMALL_FONT_SIZE;
  const headingRise = riseWithin(headingWidth, columnLabels, cell, slant) + FONT_SIZE + GAP;
  const labelsRise = widest(columnLabels) * slant + FONT_SIZE;
  const top = Math.ceil(margin + GAP + Math.max(labelsRise, headingRise + SMALL_FONT_SIZE));

  const gridRight = left + columns.length * cell;
  const labelsRight = columnLabels.map(
    ({ shown }, index) => left + (index + 0.5) * cell + textWidth(shown) * FONT_SIZE * slant + FONT_SIZE,
  );
  const legend = { left, top: top + rows.length * cell + 2 * GAP, step: LEGEND_STEP };
  const right = Math.max(gridRight, left + headingWidth, left + legendWidth, ...labelsRight);
  return {
    width: Math.ceil(right + margin),
    height: legend.top + LEGEND_HEIGHT + margin,
    cell,
    left,
    top,
    headingBaseline: top - GAP - headingRise,
    rows: rowLabels,
    columns: columnLabels,
    legend,
  };
}
