/** Hovering or focusing a word lights its row or column, and the words on the other side by their weight. */
import { Grid, markOf } from './grid.js';
import type { Mark } from './grid.js';
import { invite, readOut } from './readout.js';

/** Weights below this are not shown at the words of the other side. */
const FAINTEST = 0.05;

function unlight(grid: Grid): void {
  grid.svg.classList.remove('lighting');
  const lit = document.querySelectorAll<HTMLElement | SVGElement>('.lit, .attended');
  for (const element of lit) {
    element.classList.remove('lit', 'attended');
    element.style.removeProperty('--weight');
  }
}

function light(grid: Grid, mark: Mark): void {
  unlight(grid);
  grid.svg.classList.add('lighting');
  for (const element of [...grid.cellsOf(mark), ...grid.namesOf(mark)]) element.classList.add('lit');
  for (const { mark: partner, weight } of grid.partnersOf(mark)) {
    if (weight < FAINTEST) break;
    for (const element of grid.namesOf(partner) as (HTMLElement | SVGElement)[]) {
      element.classList.add('attended');
      element.style.setProperty('--weight', String(weight));
    }
  }
}

/** Finds the grid and the row or column that an event is about. */
function found(grids: Map<string, Grid>, target: EventTarget | null): { grid: Grid; mark: Mark } | null {
  const element = target instanceof Element ? target.closest('.word, .label, .cell') : null;
  const mark = element && markOf(element);
  if (!element || !mark) return null;
  const sentence =
    element.closest<HTMLElement>('.word')?.dataset.sentence ??
    element.closest<HTMLElement>('.sentence')?.dataset.sentence;
  const grid = grids.get(sentence ?? '');
  return grid ? { grid, mark } : null;
}

let listening: AbortController | null = null;

/** Makes the heatmaps that stand in the page live; call again when others stand there. */
export function lightWords(): void {
  listening?.abort();
  listening = new AbortController();
  const { signal } = listening;
  const grids = new Map<string, Grid>();
  for (const article of document.querySelectorAll<HTMLElement>('.sentence')) {
    const grid = Grid.of(article);
    if (grid) grids.set(grid.sentence, grid);
  }

  const readout = (grid: Grid): HTMLElement | null => grid.article.querySelector('[data-readout]');
  for (const grid of grids.values()) {
    grid.svg.classList.add('live');
    const place = readout(grid);
    if (!place) continue;
    place.hidden = false;
    invite(place);
  }

  let shown: Grid | null = null;
  const show = ({ grid, mark }: { grid: Grid; mark: Mark }): void => {
    hide();
    shown = grid;
    light(grid, mark);
    const place = readout(grid);
    if (place) readOut(place, grid, mark);
  };
  const hide = (): void => {
    if (!shown) return;
    unlight(shown);
    const place = readout(shown);
    if (place) invite(place);
    shown = null;
  };
  // What has the focus stays lit when the pointer leaves another word.
  const settle = (): void => {
    const focused = found(grids, document.activeElement);
    if (focused) show(focused);
    else hide();
  };

  document.addEventListener(
    'pointerover',
    (event) => {
      const hit = found(grids, event.target);
      if (hit) show(hit);
      else if (shown) settle();
    },
    { signal },
  );
  document.addEventListener(
    'focusin',
    (event) => {
      const hit = found(grids, event.target);
      if (hit) show(hit);
    },
    { signal },
  );
  document.addEventListener('focusout', () => hide(), { signal });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') hide();
    },
    { signal },
  );
}
