/** `/training/compare?runs=1,2`: several trainings over each other. */
import type { Express, Request } from 'express';
import { UserError } from '../../../foundation/errors.js';
import { chartFigure } from '../../../render/training/charts.js';
import {
  BY,
  MEASURES,
  byOf,
  comparisonChart,
  comparisonEnd,
  comparisonTable,
  measureOf,
  namesOf,
} from '../../../render/training/comparison.js';
import { compareRuns } from '../../training/comparison.js';
import { pageData } from './showing.js';
import type { RetrainingPages } from './showing.js';

/** As many colours as can be told apart. */
const MOST_RUNS = 6;
const SIZE = { width: 900, height: 360 };

/** Numbers of runs: `runs=1,2` or `runs=1&runs=2`. @throws UserError for fewer than two */
function runsOf({ query }: Request): number[] {
  const given = [query.runs].flat().flatMap((value) => (typeof value === 'string' ? value.split(',') : []));
  const numbers = [...new Set(given.filter((text) => /^\d{1,15}$/.test(text)).map(Number))];
  if (numbers.length >= 2 && numbers.length <= MOST_RUNS) return numbers;
  throw new UserError(
    `runs: expected two to ${MOST_RUNS} trainings to compare, got ${numbers.length}; tick their boxes in the list of trainings`,
  );
}

export function addTrainingComparison(app: Express, { retraining: { store }, show }: RetrainingPages): void {
  app.route('/training/compare').get((request, response) => {
    const numbers = runsOf(request);
    const last = store.events.last();
    const runs = compareRuns(store, numbers);
    const measure = measureOf(request.query.measure);
    const by = byOf(request.query.by);
    const link = (change: { measure?: string; by?: string }): string =>
      `/training/compare?${new URLSearchParams({ runs: numbers.join(','), measure: measure.id, by, ...change }).toString()}`;
    show(response, 'training-compare', {
      names: namesOf(runs),
      measures: MEASURES.map(({ id, name }) => ({
        id,
        name,
        href: link({ measure: id }),
        current: id === measure.id,
      })),
      bys: BY.map((id) => ({ id, name: id, href: link({ by: id }), current: id === by })),
      chart: chartFigure(
        comparisonChart(runs, measure, by),
        { ...SIZE, end: comparisonEnd(runs, by), unit: by },
        2,
      ),
      table: comparisonTable(runs),
      isUnderWay: runs.some(({ history }) => history.state === 'running'),
      data: pageData({ runs, measure: measure.id, by, last }),
    });
  });
}
