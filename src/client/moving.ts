/** Words and cells are reached by the keyboard: one Tab stop a line or picture, arrow keys within it. */

type Focusable = HTMLElement | SVGElement;

const MOVES: Partial<Record<string, [down: number, right: number]>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

/** Where words follow each other. */
const LINES = '.line, .translation, .line-view .columns, .line-view .rows, .looked';
const STOPS = '.word, .label';

function focusIn(stops: Focusable[], next: Focusable | undefined): boolean {
  if (!next) return false;
  for (const stop of stops) stop.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
  return true;
}

/** The next word of a line. */
function moveInLine(line: Element, event: KeyboardEvent): boolean {
  const stops = [...line.querySelectorAll<Focusable>(STOPS)];
  const current = stops.findIndex((stop) => stop === event.target);
  const [down, right] = MOVES[event.key] ?? [0, 0];
  if (current < 0) return false;
  if (event.key === 'Home') return focusIn(stops, stops[0]);
  if (event.key === 'End') return focusIn(stops, stops.at(-1));
  return down + right !== 0 && focusIn(stops, stops[current + down + right]);
}

/** The next cell or label of a heatmap: labels are its row and column −1. */
function moveInGrid(grid: Element, event: KeyboardEvent): boolean {
  const stops = [...grid.querySelectorAll<Focusable>('.label, .cell')];
  const target = event.target as Focusable;
  const place = (stop: Focusable): [number, number] => [
    Number(stop.dataset.row ?? -1),
    Number(stop.dataset.column ?? -1),
  ];
  const [row, column] = place(target);
  const at = (y: number, x: number): Focusable | undefined =>
    stops.find((stop) => place(stop)[0] === y && place(stop)[1] === x);
  const inRow = stops.filter((stop) => place(stop)[0] === row);
  if (event.key === 'Home') return focusIn(stops, inRow[0]);
  if (event.key === 'End') return focusIn(stops, inRow.at(-1));
  const move = MOVES[event.key];
  return move !== undefined && focusIn(stops, at(row + move[0], column + move[1]));
}

/** Moves by arrow keys, Home and End. @returns whether the key moved */
export function move(event: KeyboardEvent): boolean {
  if (!(event.target instanceof Element) || !event.target.matches('.word, .label, .cell')) return false;
  const grid = event.target.closest('[role="grid"]');
  const line = event.target.closest(LINES);
  return grid ? moveInGrid(grid, event) : line !== null && moveInLine(line, event);
}

/** Gives every line and every picture its one Tab stop; call again when others stand there. */
export function placeStops(root: ParentNode): void {
  for (const line of root.querySelectorAll(LINES)) {
    line
      .querySelectorAll(STOPS)
      .forEach((stop, index) => stop.setAttribute('tabindex', index === 0 ? '0' : '-1'));
  }
  for (const grid of root.querySelectorAll('[role="grid"]')) {
    grid
      .querySelectorAll('.rows .label, .columns .label')
      .forEach((stop) => stop.setAttribute('tabindex', '-1'));
    grid.querySelector('.rows .label')?.setAttribute('tabindex', '0');
  }
}
