/** Says in words and bars what the lit word looked at. */
import type { Grid, Mark } from './grid.js';

/** Most partners that are listed, and the weight that is worth listing. */
const LISTED = 4;
const FAINTEST = 0.05;

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** What to do, where no word is lit. */
export function invite(place: HTMLElement): void {
  const touch = matchMedia('(hover: none)').matches;
  const hint = touch ? 'Tap a word' : 'Point at a word, or step through them with the arrow keys,';
  place.replaceChildren(element('p', 'readout-hint', `${hint} to see what it attended to.`));
}

function item(name: string, weight: number): HTMLElement {
  const line = element('li', '');
  const bar = element('span', 'readout-bar');
  bar.style.setProperty('--weight', String(weight));
  line.append(
    element('span', 'readout-name', name),
    bar,
    element('span', 'readout-percent', `${Math.round(weight * 100)} %`),
  );
  return line;
}

/** Lists the strongest partners of a row or column. */
export function readOut(place: HTMLElement, grid: Grid, mark: Mark): void {
  const relation = mark.axis === 'row' ? ' looked at' : ' was looked at by';
  const word = element('p', 'readout-word', grid.nameOf(mark));
  word.append(element('span', 'readout-relation', relation));
  const list = element('ul', '');
  const partners = grid.partnersOf(mark).filter(({ weight }) => weight >= FAINTEST);
  for (const { mark: partner, weight } of partners.slice(0, LISTED))
    list.append(item(grid.nameOf(partner), weight));
  if (partners.length === 0) list.append(element('li', 'readout-hint', 'nothing in particular'));
  place.replaceChildren(word, list);
}
