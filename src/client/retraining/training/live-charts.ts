/** Charts that are drawn at their real size, grow as numbers come, and tell the values at an update. */
import { cursorMarks, curvesSvg, layoutCurves, nearestPoint } from '../../../render/curves.js';
import type { CurvePoint } from '../../../render/curves.js';
import { chartValues, pictureOf, spokenValues } from '../../../render/training/charts.js';
import type { Chart } from '../../../render/training/charts.js';
import { fill } from '../../page.js';

export interface ChartsState {
  charts: Chart[];
  /** The last x of the axes. */
  end: number;
  unit: string;
}

/** Points that the page keys go by. */
const PAGE = 10;

/** The rank of the point of a sorted list that is nearest to an x. */
function rankOf(points: number[], x: number): number {
  const near = nearestPoint(
    points.map((value): CurvePoint => ({ x: value, y: 0 })),
    x,
  );
  return near ? points.indexOf(near.x) : -1;
}

export class LiveCharts {
  /** The x that is read out in all charts; null for the latest values. */
  private x: number | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly state: () => ChartsState,
  ) {
    for (const room of root.querySelectorAll<HTMLElement>('[data-room]')) this.connect(room);
    new ResizeObserver(() => this.draw()).observe(root);
    this.draw();
  }

  /** Draws all charts from what is known now. */
  draw(): void {
    const { charts } = this.state();
    for (const { chart, room } of this.places(charts)) {
      const html = curvesSvg(this.picture(chart, room));
      fill(room, html);
    }
    this.point();
  }

  private places(charts: Chart[]): { chart: Chart; figure: HTMLElement; room: HTMLElement }[] {
    return [...this.root.querySelectorAll<HTMLElement>('[data-chart]')].flatMap((figure, place) => {
      const room = figure.querySelector<HTMLElement>('[data-room]');
      return room && charts[place] ? [{ chart: charts[place], figure, room }] : [];
    });
  }

  private picture(chart: Chart, room: HTMLElement) {
    const { end, unit } = this.state();
    const { clientWidth, clientHeight } = room;
    return pictureOf(chart, {
      width: Math.max(200, clientWidth),
      height: Math.max(120, clientHeight),
      end,
      unit,
    });
  }

  /** Shows the values at the x in every chart. */
  private point(): void {
    const { charts, unit } = this.state();
    const one = unit.replace(/s$/, '');
    for (const { chart, figure, room } of this.places(charts)) {
      const xs = this.xsOf(chart);
      const values = figure.querySelector('[data-values]');
      if (values) fill(values, chartValues(chart, this.x));
      const cursor = room.querySelector('.curve-cursor');
      if (cursor) fill(cursor, this.x === null ? '' : cursorMarks(this.picture(chart, room), this.x));
      const now = this.x ?? xs.at(-1) ?? 0;
      room.setAttribute('aria-valuemin', String(xs[0] ?? 0));
      room.setAttribute('aria-valuemax', String(xs.at(-1) ?? 0));
      room.setAttribute('aria-valuenow', String(now));
      room.setAttribute('aria-valuetext', spokenValues(chart, xs.length === 0 ? null : now, one));
      room.setAttribute('aria-label', `${chart.name}, by ${one}`);
    }
  }

  private readAt(x: number | null): void {
    this.x = x;
    this.point();
  }

  private chartOf(room: HTMLElement): Chart | undefined {
    return this.places(this.state().charts).find((place) => place.room === room)?.chart;
  }

  /** Where any curve of a chart has a point. */
  private xsOf({ curves }: Chart): number[] {
    return [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  }

  private connect(room: HTMLElement): void {
    room.tabIndex = 0;
    room.setAttribute('role', 'slider');
    const follow = (event: PointerEvent): void => {
      const chart = this.chartOf(room);
      if (!chart) return;
      const xs = this.xsOf(chart);
      if (xs.length === 0) return;
      const left = event.clientX - room.getBoundingClientRect().left;
      this.readAt(xs[rankOf(xs, layoutCurves(this.picture(chart, room)).x.value(left))]);
    };
    room.addEventListener('pointermove', follow);
    room.addEventListener('pointerdown', follow);
    room.addEventListener('pointerleave', (event) => {
      if (event.pointerType === 'mouse') this.readAt(null);
    });
    room.addEventListener('blur', () => this.readAt(null));
    room.addEventListener('keydown', (event) => this.step(event, room));
  }

  private step(event: KeyboardEvent, room: HTMLElement): void {
    const chart = this.chartOf(room);
    const xs = chart ? this.xsOf(chart) : [];
    if (xs.length === 0) return;
    const last = xs.length - 1;
    const rank = this.x === null ? last : rankOf(xs, this.x);
    const ranks: Record<string, number> = {
      ...{ ArrowLeft: rank - 1, ArrowDown: rank - 1, ArrowRight: rank + 1, ArrowUp: rank + 1 },
      ...{ PageDown: rank - PAGE, PageUp: rank + PAGE, Home: 0, End: last },
    };
    const next = ranks[event.key];
    if (event.key === 'Escape') this.readAt(null);
    else if (next !== undefined) this.readAt(xs[Math.min(last, Math.max(0, next))]);
    else return;
    event.preventDefault();
  }
}
