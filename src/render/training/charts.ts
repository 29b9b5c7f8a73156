/** The charts of a training: which numbers are drawn together, and what they are at an update. */
import { curvesSvg, nearestPoint } from '../curves.js';
import type { Curve, CurvePoint, CurvesOptions } from '../curves.js';
import { shortNumber } from '../curve-scale.js';
import { escapeXml } from '../xml.js';
import { bestOf } from './history.js';
import type { TrainingHistory, TrainingPoint, ValidationPoint } from './history.js';

export interface Chart {
  id: string;
  name: string;
  /** What a better curve does, in a few words. */
  hint: string;
  curves: Curve[];
  logarithmic?: boolean;
  /** Of its numbers as they are read out. */
  digits: number | null;
  empty: string;
}

type NumberOf<T> = { [K in keyof T]: T[K] extends number | null ? K : never }[keyof T];

/** The points of a number over updates, where it was measured. */
export function pointsOf<T extends { update: number }>(rows: T[], key: NumberOf<T>): CurvePoint[] {
  return rows.flatMap((row) => {
    const y = row[key] as number | null;
    return y === null ? [] : [{ x: row.update, y }];
  });
}

const SOON = 'Comes after ten updates';
const VALIDATION = 'Comes with the first validation';

/** All charts, in the order of the page. */
export function chartsOf(history: Pick<TrainingHistory, 'training' | 'validations'>): Chart[] {
  const best = bestOf(history)?.update ?? null;
  const trained = (name: string, key: NumberOf<TrainingPoint>): Curve => ({
    ...{ name, colour: 1, points: pointsOf(history.training, key) },
  });
  const validated = (name: string, key: NumberOf<ValidationPoint>, colour: number): Curve => ({
    ...{ name, colour, points: pointsOf(history.validations, key), dots: true, best },
  });
  return [
    {
      ...{ id: 'scores', name: 'BLEU and chrF', hint: 'of held-out sentences; higher is better', digits: 1 },
      ...{ curves: [validated('chrF', 'chrf', 2), validated('BLEU', 'bleu', 1)], empty: VALIDATION },
    },
    {
      ...{ id: 'loss', name: 'Loss', hint: 'nats a word; lower is better', digits: 3, empty: SOON },
      curves: [trained('training', 'loss'), validated('validation', 'loss', 2)],
    },
    {
      ...{ id: 'perplexity', name: 'Perplexity', hint: 'lower is better', digits: 2, empty: VALIDATION },
      ...{ curves: [validated('validation', 'perplexity', 2)], logarithmic: true },
    },
    {
      ...{ id: 'rate', name: 'Learning rate', hint: 'as its schedule has it', digits: null, empty: SOON },
      curves: [trained('rate', 'learningRate')],
    },
    {
      ...{ id: 'gradient', name: 'Gradient norm', hint: 'before clipping', digits: 2, empty: SOON },
      curves: [trained('norm', 'gradientNorm')],
    },
  ];
}

const said = (value: number, digits: number | null): string =>
  digits === null ? shortNumber(value) : value.toFixed(digits);

/** The value of each curve at an x, or the latest, as parts of a line. */
function valuesAt(
  { curves, digits }: Chart,
  x: number | null,
): { name: string; colour: number; text: string }[] {
  return curves.flatMap(({ name, colour, points }) => {
    const point = x === null ? points.at(-1) : nearestPoint(points, x);
    return point ? [{ name, colour, text: said(point.y, digits) }] : [];
  });
}

/** The same in words, for those who listen. @param unit of x, with a value that was chosen */
export function spokenValues(chart: Chart, x: number | null, unit = 'update'): string {
  const values = valuesAt(chart, x).map(({ name, text }) => `${name} ${text}`);
  const where = x === null ? '' : `${unit} ${shortNumber(x)}: `;
  return values.length === 0 ? chart.empty : `${where}${values.join(', ')}`;
}

/** The line over a chart: its curves' values at an x, or the latest. */
export function chartValues(chart: Chart, x: number | null): string {
  return valuesAt(chart, x)
    .map(
      ({ name, colour, text }) =>
        `<span class="chart-value curve-${colour}"><span class="chart-key"></span>${escapeXml(name)} <b>${text}</b></span>`,
    )
    .join(' ');
}

/** What of a chart depends on its place: as the server draws it, until the script knows better. */
export interface ChartSize {
  width: number;
  height: number;
  /** The last x of the axis. */
  end: number;
  unit: string;
}

export function pictureOf(chart: Chart, { width, height, end, unit }: ChartSize): CurvesOptions {
  const { curves, logarithmic, empty } = chart;
  const label = `${chart.name}, ${chart.hint}. ${spokenValues(chart, null)}`;
  return { label, curves, width, height, end, unit, logarithmic, empty };
}

/** Width and height of the charts before the script has measured their places, of which the sheet keeps the shape. */
export const drawnSize = (place: number): Pick<ChartSize, 'width' | 'height'> =>
  place < 2 ? { width: 460, height: 220 } : { width: 345, height: 165 };

/** A chart with its name, as a heading of a level, and the values of its curves. */
export function chartFigure(chart: Chart, size: ChartSize, level = 3): string {
  return (
    `<figure class="chart" data-chart="${chart.id}"><figcaption class="chart-head"><h${level}>${escapeXml(chart.name)}</h${level}>` +
    `<p class="hint">${escapeXml(chart.hint)}</p><p class="chart-values" data-values>${chartValues(chart, null)}</p></figcaption>` +
    `<div class="chart-room" data-room>${curvesSvg(pictureOf(chart, size))}</div></figure>`
  );
}

/** Validations as a table, the latest first. */
export function validationTable({ validations }: Pick<TrainingHistory, 'validations'>): string {
  const number = (value: number | null, digits: number): string =>
    `<td class="number">${value === null ? '–' : value.toFixed(digits)}</td>`;
  const rows = validations
    .map(
      ({ update, loss, perplexity, bleu, chrf, best }) =>
        `<tr><th scope="row">${update.toLocaleString('en')}${best ? ' <span class="hint">best so far</span>' : ''}</th>` +
        `${number(loss, 3)}${number(perplexity, 2)}${number(bleu, 2)}${number(chrf, 2)}</tr>`,
    )
    .reverse();
  const heads = ['Loss', 'Perplexity', 'BLEU', 'chrF'].map(
    (name) => `<th scope="col" class="number">${name}</th>`,
  );
  return `<table class="table"><thead><tr><th scope="col">Update</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
