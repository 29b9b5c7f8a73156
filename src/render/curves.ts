/** Curves over the course of a training as an SVG: axes, lines with their names at their ends, the best value marked. */
import { axis } from './curve-scale.js';
import type { Axis } from './curve-scale.js';
import { fitText, textWidth } from './text-width.js';
import { escapeXml } from './xml.js';

export interface CurvePoint {
  x: number;
  y: number;
}

export interface Curve {
  name: string;
  /** Which of the colours and dashes of the sheet, counted from 1. */
  colour: number;
  /** By rising x; all finite. */
  points: CurvePoint[];
  /** Whether each point is marked, as is right for few. */
  dots?: boolean;
  /** The x of its best point; null where none is marked. */
  best?: number | null;
}

export interface CurvesOptions {
  /** What the picture shows, for those who cannot see it. */
  label: string;
  curves: Curve[];
  /** In pixels. */
  width: number;
  height: number;
  /** The x that the axis reaches to, which stays as the curves grow. */
  end: number;
  /** Of x: `updates` or `minutes`. */
  unit: string;
  logarithmic?: boolean;
  /** What stands there before there is a point. */
  empty?: string;
}

export interface CurvesLayout {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Axis;
  y: Axis;
}

const FONT_SIZE = 12;
const MARGIN = { left: 46, top: 10, bottom: 26 };
/** Room for the names at the ends of the curves, in pixels. */
const NARROWEST_NAMES = 78;
const WIDEST_NAMES = 120;
const NAME_GAP = 11;
const LINE_HEIGHT = 15;
const DOT = 3;
/** Pixels from one dot to the next, below which they are left out. */
const DOT_ROOM = 10;

/** Room right of the axes: the same however the curves grow, since it depends on their names alone. */
function nameRoom(curves: Curve[]): number {
  const widest = Math.max(0, ...curves.map(({ name }) => textWidth(name) * FONT_SIZE));
  return Math.min(WIDEST_NAMES, Math.max(NARROWEST_NAMES, Math.ceil(widest) + 2 * NAME_GAP));
}

function extent(curves: Curve[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { points } of curves) {
    for (const { y } of points) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Where everything of a picture stands. */
export function layoutCurves({
  curves,
  width,
  height,
  end,
  logarithmic = false,
}: CurvesOptions): CurvesLayout {
  const { left, top } = MARGIN;
  const right = Math.max(left + 40, width - nameRoom(curves));
  const bottom = height - MARGIN.bottom;
  const across = Math.max(2, Math.round((right - left) / 90));
  return {
    ...{ left, right, top, bottom },
    x: axis({ domain: [0, Math.max(end, Number.MIN_VALUE)], range: [left, right], ticks: across }),
    y: axis({
      domain: extent(curves),
      range: [bottom, top],
      ticks: Math.max(2, Math.round((bottom - top) / 42)),
      nice: true,
      logarithmic,
    }),
  };
}

const pixel = (value: number): string => (Math.round(value * 10) / 10).toString();

/**
 * At most two points a pixel column, its lowest and its highest one, so that a long curve is drawn as it looks.
 * @param width of the picture, in pixels
 */
export function thinnedCurve(points: CurvePoint[], width: number): CurvePoint[] {
  if (points.length <= 2 * width) return points;
  const columns = Math.max(1, Math.floor(width));
  const first = points[0].x;
  const span = points[points.length - 1].x - first || 1;
  const kept: CurvePoint[] = [];
  let column: CurvePoint[] = [];
  let number = 0;
  const close = (): void => {
    if (column.length === 0) return;
    const low = column.reduce((a, b) => (b.y < a.y ? b : a));
    const high = column.reduce((a, b) => (b.y > a.y ? b : a));
    kept.push(...(low === high ? [low] : low.x < high.x ? [low, high] : [high, low]));
    column = [];
  };
  for (const point of points) {
    const at = Math.min(columns - 1, Math.floor(((point.x - first) / span) * columns));
    if (at !== number) close();
    number = at;
    column.push(point);
  }
  close();
  return kept;
}

function gridLines({ left, right, top, bottom, x, y }: CurvesLayout, unit: string, width: number): string {
  const across = y.ticks.map(({ value, text }) => {
    const at = pixel(y.at(value));
    return (
      `<path class="curve-grid" d="M${left} ${at}H${pixel(right)}"/>` +
      `<text class="curve-tick" x="${left - 7}" y="${at}" dy="0.35em" text-anchor="end">${escapeXml(text)}</text>`
    );
  });
  const along = x.ticks.map(({ value, text }) => {
    const at = pixel(x.at(value));
    return (
      `<path class="curve-grid" d="M${at} ${bottom}v4"/>` +
      `<text class="curve-tick" x="${at}" y="${bottom + 17}" text-anchor="middle">${escapeXml(text)}</text>`
    );
  });
  const name = `<text class="curve-tick" x="${width}" y="${bottom + 17}" text-anchor="end">${escapeXml(unit)}</text>`;
  return `<g class="curve-axes">${across.join('')}<path class="curve-base" d="M${left} ${top}V${bottom}H${pixel(right)}"/>${along.join('')}${name}</g>`;
}

function line({ points, colour, dots = false, best = null }: Curve, layout: CurvesLayout): string {
  const { x, y, left, right } = layout;
  const drawn = thinnedCurve(points, right - left);
  const path = drawn.map(
    (point, i) => `${i === 0 ? 'M' : 'L'}${pixel(x.at(point.x))} ${pixel(y.at(point.y))}`,
  );
  const circle = (point: CurvePoint, name: string, radius: number): string =>
    `<circle class="${name}" cx="${pixel(x.at(point.x))}" cy="${pixel(y.at(point.y))}" r="${radius}"/>`;
  // A single point has no line to be seen by.
  const isRoomy = points.length * DOT_ROOM <= right - left;
  const marked = (dots && isRoomy) || points.length === 1 ? points : [];
  const top = best === null ? undefined : points.find((point) => point.x === best);
  return (
    `<g class="curve curve-${colour}"><path class="curve-line" d="${path.join('')}"/>` +
    marked.map((point) => circle(point, 'curve-dot', DOT)).join('') +
    (top ? circle(top, 'curve-best', DOT + 3.5) : '') +
    '</g>'
  );
}

/** The names at the ends of their curves, moved apart where they would lie on each other. */
function names(curves: Curve[], { x, y, top, bottom }: CurvesLayout, width: number): string {
  const labels = curves
    .flatMap(({ name, colour, points }) => {
      const last = points.at(-1);
      return last ? [{ name, colour, x: x.at(last.x) + NAME_GAP, y: y.at(last.y) }] : [];
    })
    .sort((a, b) => a.y - b.y);
  labels.forEach((label, i) => {
    label.y = Math.max(label.y, i === 0 ? top + 4 : labels[i - 1].y + LINE_HEIGHT);
  });
  // What was pushed out below comes up again.
  for (let i = labels.length - 1, limit = bottom - 2; i >= 0; i--, limit -= LINE_HEIGHT) {
    labels[i].y = Math.min(labels[i].y, limit);
  }
  return labels
    .map((label) => {
      const room = (width - label.x) / FONT_SIZE;
      return `<text class="curve-name curve-${label.colour}" x="${pixel(label.x)}" y="${pixel(label.y)}" dy="0.35em">${escapeXml(fitText(label.name, room))}</text>`;
    })
    .join('');
}

/** The picture; it is as wide as its place, in which the script draws it anew at its real size. */
export function curvesSvg(options: CurvesOptions): string {
  const { label, width, height, unit, empty = '' } = options;
  const curves = options.curves.filter(({ points }) => points.length > 0);
  const layout = layoutCurves(options);
  const { left, right, top, bottom } = layout;
  const nothing =
    curves.length > 0
      ? ''
      : `<text class="curve-empty" x="${pixel((left + right) / 2)}" y="${pixel((top + bottom) / 2)}" text-anchor="middle">${escapeXml(empty)}</text>`;
  return (
    `<svg class="curves" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">` +
    (curves.length > 0
      ? gridLines(layout, unit, width)
      : `<path class="curve-base" d="M${left} ${top}V${bottom}H${pixel(right)}"/>`) +
    curves.map((curve) => line(curve, layout)).join('') +
    names(curves, layout, width) +
    `${nothing}<g class="curve-cursor"></g></svg>`
  );
}

/** The point of a curve that is nearest to an x; undefined where it has none. */
export function nearestPoint(points: CurvePoint[], x: number): CurvePoint | undefined {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [points[low - 1], points[low]];
  if (before === undefined || after === undefined) return after ?? before;
  return x - before.x <= after.x - x ? before : after;
}

/** What marks an x in a picture: a line, and a dot on each curve; goes into its `.curve-cursor`. */
export function cursorMarks(options: CurvesOptions, at: number): string {
  const { x, y, top, bottom } = layoutCurves(options);
  const dots = options.curves.flatMap(({ points, colour }) => {
    const point = nearestPoint(points, at);
    if (!point) return [];
    return `<circle class="curve-${colour} curve-here" cx="${pixel(x.at(point.x))}" cy="${pixel(y.at(point.y))}" r="4.5"/>`;
  });
  return `<path class="curve-line-here" d="M${pixel(x.at(at))} ${top}V${bottom}"/>${dots.join('')}`;
}
