/** Several trainings over each other: one measure as curves, and a table of what differs and of what they reached. */
import { durationWords } from '../duration.js';
import { escapeXml } from '../xml.js';
import type { CurvePoint } from '../curves.js';
import type { Chart } from './charts.js';
import type { MeasuredScores, TrainingHistory } from './history.js';

export interface ComparedRun {
  /** Number of the run. */
  run: number;
  name: string;
  path: string;
  history: TrainingHistory;
  /** What it was asked to do, by name: data, settings with dots between a section and its key. */
  facts: Record<string, string>;
}

export interface Measure {
  id: string;
  name: string;
  hint: string;
  of: 'training' | 'validations';
  key: string;
  digits: number | null;
  logarithmic?: boolean;
}

export const MEASURES: Measure[] = [
  {
    id: 'chrf',
    name: 'chrF',
    hint: 'of held-out sentences; higher is better',
    of: 'validations',
    key: 'chrf',
    digits: 1,
  },
  {
    id: 'bleu',
    name: 'BLEU',
    hint: 'of held-out sentences; higher is better',
    of: 'validations',
    key: 'bleu',
    digits: 1,
  },
  {
    id: 'loss',
    name: 'Validation loss',
    hint: 'nats a word; lower is better',
    of: 'validations',
    key: 'loss',
    digits: 3,
  },
  {
    id: 'perplexity',
    name: 'Perplexity',
    hint: 'lower is better',
    of: 'validations',
    key: 'perplexity',
    digits: 2,
    logarithmic: true,
  },
  {
    id: 'training',
    name: 'Training loss',
    hint: 'nats a word; lower is better',
    of: 'training',
    key: 'loss',
    digits: 3,
  },
  {
    id: 'rate',
    name: 'Learning rate',
    hint: 'as its schedule has it',
    of: 'training',
    key: 'learningRate',
    digits: null,
  },
  {
    id: 'gradient',
    name: 'Gradient norm',
    hint: 'before clipping',
    of: 'training',
    key: 'gradientNorm',
    digits: 2,
  },
];

export const BY = ['updates', 'minutes'] as const;
export type By = (typeof BY)[number];

export const measureOf = (id: unknown): Measure =>
  MEASURES.find((measure) => measure.id === id) ?? MEASURES[0];
export const byOf = (id: unknown): By => (id === 'minutes' ? 'minutes' : 'updates');

/** Names that tell the runs apart, also where two have the same. */
export function namesOf(runs: Pick<ComparedRun, 'name' | 'run'>[]): string[] {
  return runs.map(({ name, run }) =>
    runs.filter((other) => other.name === name).length > 1 ? `${name} (${run})` : name,
  );
}

function pointsBy({ history }: ComparedRun, { of, key }: Measure, by: By): CurvePoint[] {
  const rows: { update: number; seconds: number | null }[] = history[of];
  return rows.flatMap((row) => {
    const y = (row as unknown as Record<string, number | null>)[key];
    const x = by === 'updates' ? row.update : row.seconds === null ? null : row.seconds / 60;
    return y === null || y === undefined || x === null ? [] : [{ x, y }];
  });
}

/** A measure of all runs as one chart. */
export function comparisonChart(runs: ComparedRun[], measure: Measure, by: By): Chart {
  const names = namesOf(runs);
  return {
    ...{ id: 'compared', name: measure.name, hint: measure.hint, digits: measure.digits },
    ...{ logarithmic: measure.logarithmic, empty: 'None of these has been measured yet' },
    curves: runs.map((run, place) => ({
      ...{ name: names[place], colour: place + 1, points: pointsBy(run, measure, by) },
      dots: measure.of === 'validations',
    })),
  };
}

/** The x that the axis of a comparison reaches to. */
export function comparisonEnd(runs: ComparedRun[], by: By): number {
  const ends = runs.map(({ history }) => {
    if (by === 'updates') return Math.max(history.updates, history.update);
    const last = Math.max(history.training.at(-1)?.seconds ?? 0, history.validations.at(-1)?.seconds ?? 0);
    return last / 60;
  });
  return Math.max(...ends, 0) || 1;
}

type Row = [string, string[]];

function highest(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function reached(runs: ComparedRun[]): Row[] {
  const best =
    (key: 'bleu' | 'chrf') =>
    (run: ComparedRun): string => {
      const value = highest(run.history.validations.map((point) => point[key]));
      const at = run.history.validations.find((point) => point[key] === value);
      return value === null ? '–' : `${value.toFixed(2)} at ${at?.update.toLocaleString('en') ?? '?'}`;
    };
  const lowest = (run: ComparedRun): string => {
    const value = highest(
      run.history.validations.map(({ perplexity }) => (perplexity === null ? null : -perplexity)),
    );
    return value === null ? '–' : (-value).toFixed(2);
  };
  const scores = ({ chrf, bleu }: MeasuredScores): string =>
    `chrF ${chrf.score.toFixed(1)}, BLEU ${bleu.score.toFixed(2)}`;
  const test =
    (kind: 'own' | 'base') =>
    (run: ComparedRun): string => {
      const found = run.history.measured.find((one) => one.test === kind);
      return found ? scores(found) : '–';
    };
  const seconds = ({ history }: ComparedRun): string => {
    const last = Math.max(history.training.at(-1)?.seconds ?? 0, history.validations.at(-1)?.seconds ?? 0);
    return last > 0 ? durationWords(last) : '–';
  };
  const row = (name: string, value: (run: ComparedRun) => string): Row => [name, runs.map(value)];
  return [
    row('Best chrF, at update', best('chrf')),
    row('Best BLEU, at update', best('bleu')),
    row('Lowest perplexity', lowest),
    row('Own test', test('own')),
    row('Base test', test('base')),
    row('Updates', ({ history }) => history.update.toLocaleString('en')),
    row('Time of training', seconds),
  ];
}

/** The facts in which runs differ. */
export function differences(runs: Pick<ComparedRun, 'facts'>[]): Row[] {
  const keys = [...new Set(runs.flatMap(({ facts }) => Object.keys(facts)))];
  return keys.flatMap((key): Row[] => {
    const values = runs.map(({ facts }) => facts[key] ?? '–');
    return new Set(values).size > 1 ? [[key, values]] : [];
  });
}

function body(name: string, rows: Row[], isCode: boolean): string {
  const lines = rows.map(([key, values]) => {
    const head = isCode && key.includes('.') ? `<code>${escapeXml(key)}</code>` : escapeXml(key);
    return `<tr><th scope="row">${head}</th>${values.map((value) => `<td>${escapeXml(value)}</td>`).join('')}</tr>`;
  });
  const span = rows[0] ? rows[0][1].length + 1 : 1;
  return `<tbody><tr class="compared-part"><th scope="rowgroup" colspan="${span}">${name}</th></tr>${lines.join('')}</tbody>`;
}

/** What they reached, and in what they differ. */
export function comparisonTable(runs: ComparedRun[]): string {
  const names = namesOf(runs);
  const heads = runs.map(
    ({ path }, place) =>
      `<th scope="col"><span class="chart-value curve-${place + 1}"><span class="chart-key"></span><a href="${path}">${escapeXml(names[place])}</a></span></th>`,
  );
  const differing = differences(runs);
  const none =
    '<tbody><tr><th scope="row">Settings</th>' +
    `<td colspan="${runs.length}">the same in all</td></tr></tbody>`;
  return (
    `<table class="table compared-table"><thead><tr><td></td>${heads.join('')}</tr></thead>${body('What they reached', reached(runs), false)}` +
    `${differing.length === 0 ? none : body('In what they differ', differing, true)}</table>`
  );
}
