/** Trainings over each other: another measure without another page, values at the pointer, and live where one runs. */
import {
  byOf,
  comparisonChart,
  comparisonEnd,
  comparisonTable,
  measureOf,
} from '../../../render/training/comparison.js';
import type { ComparedRun } from '../../../render/training/comparison.js';
import { follow } from '../../../render/training/history.js';
import type { TrainingEvent } from '../../../render/training/history.js';
import { closest, isPlainClick } from '../../page.js';
import { LiveCharts } from './live-charts.js';
import { pageData } from './page-data.js';
import { redrawPart } from './parts.js';
import { EventStream } from './stream.js';

interface PageData {
  runs: ComparedRun[];
  measure: string;
  by: string;
  last: number;
}

/** Marks the link that was chosen among its neighbours. */
function markCurrent(link: HTMLElement): void {
  for (const other of link.parentElement?.children ?? []) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
}

/** Every link leads to the choice as it is now, but for its own part of it. */
function keepLinks(choice: Record<'measure' | 'by', string>): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-measure], a[data-by]')) {
    const address = new URL(link.href);
    address.searchParams.set('measure', link.dataset.measure ?? choice.measure);
    address.searchParams.set('by', link.dataset.by ?? choice.by);
    link.href = address.href;
  }
}

export function showComparePage(): void {
  const { runs, measure, by, last } = pageData() as PageData;
  const choice = { measure, by };
  const room = document.querySelector<HTMLElement>('[data-charts]');
  if (!room) return;
  const state = () => {
    const chart = comparisonChart(runs, measureOf(choice.measure), byOf(choice.by));
    return { charts: [chart], end: comparisonEnd(runs, byOf(choice.by)), unit: choice.by };
  };
  const charts = new LiveCharts(room, state);
  document.addEventListener('click', (event) => {
    const link = closest(event, 'a[data-measure], a[data-by]');
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return;
    event.preventDefault();
    choice.measure = link.dataset.measure ?? choice.measure;
    choice.by = link.dataset.by ?? choice.by;
    markCurrent(link);
    keepLinks(choice);
    history.replaceState(null, '', link.href);
    const [chart] = state().charts;
    const head = room.querySelector('.chart-head');
    if (head) [head.children[0].textContent, head.children[1].textContent] = [chart.name, chart.hint];
    charts.draw();
  });
  if (!runs.some(({ history: { state: now } }) => now === 'running')) return;
  const take = (events: TrainingEvent[]): void => {
    for (const event of events) {
      const run = runs.find((one) => one.run === event.run);
      if (run) follow(run.history, event, run.path.includes('/jobs/'));
    }
    charts.draw();
    redrawPart('table', comparisonTable(runs));
  };
  new EventStream('/v1/events', { after: last, take });
}
