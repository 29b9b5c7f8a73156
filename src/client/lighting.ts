/** Lights the chosen word, its row or column, and the words on the other side by their weight. */
import { detailHtml } from '../render/unit-detail.js';
import type { DetailContext } from '../render/unit-detail.js';
import { fill } from './page.js';
import { contextOf } from './selection.js';
import type { PageState, Selection } from './state.js';

/** Weights below this are not shown at the words of the other side. */
const FAINTEST = 0.05;

type Styled = HTMLElement | SVGElement;

const cardOf = (sentence: number): HTMLElement | null =>
  document.querySelector(`.sentence[data-sentence='${sentence}']`);

/** Words in the text and labels at the picture for one row or column. */
function namesOf(sentence: number, axis: 'row' | 'column', index: number): Styled[] {
  const words = document.querySelectorAll<Styled>(
    `.word[data-sentence='${sentence}'][data-${axis}='${index}']`,
  );
  const labels = cardOf(sentence)?.querySelectorAll<Styled>(`.label[data-${axis}='${index}']`) ?? [];
  return [...words, ...labels];
}

function unlight(): void {
  for (const lighting of document.querySelectorAll('.lighting')) lighting.classList.remove('lighting');
  for (const element of document.querySelectorAll<Styled>('.lit, .attended, .aimed, .pinned')) {
    element.classList.remove('lit', 'attended', 'aimed', 'pinned');
    element.style.removeProperty('--weight');
  }
}

function lightPartners({ grid }: DetailContext, sentence: number, { row, column }: Selection): void {
  const axis = row !== null ? 'column' : 'row';
  const weights = row !== null ? grid.weights[row] : grid.weights.map((line) => line[column ?? 0]);
  weights.forEach((weight, index) => {
    if (weight < FAINTEST) return;
    for (const element of namesOf(sentence, axis, index)) {
      element.classList.add('attended');
      element.style.setProperty('--weight', String(weight));
    }
  });
}

function light(context: DetailContext, selection: Selection, pinned: boolean): void {
  const { sentence, row, column } = selection;
  const axis = row !== null ? 'row' : 'column';
  const index = row ?? column ?? 0;
  const card = cardOf(sentence);
  for (const element of namesOf(sentence, axis, index)) {
    element.classList.add('lit');
    element.classList.toggle('pinned', pinned);
  }
  for (const svg of card?.querySelectorAll('.heatmap') ?? []) svg.classList.add('lighting');
  const parts =
    card?.querySelectorAll(`.cell[data-${axis}='${index}'], .link[data-${axis}='${index}']`) ?? [];
  for (const part of parts) part.classList.add('lit');
  lightPartners(context, sentence, selection);
  if (row !== null && column !== null) {
    card?.querySelector(`.cell[data-row='${row}'][data-column='${column}']`)?.classList.add('aimed');
  }
}

function hint(): string {
  const touch = matchMedia('(hover: none)').matches;
  const how = touch
    ? 'Tap a word to see what it attended to.'
    : 'Point at a word to see what it attended to; click to keep it. With the keyboard, Tab goes to the words and the heatmap, arrow keys move, Enter keeps.';
  return `<p class="readout-hint">${how}</p>`;
}

function actions({ row }: Selection): string {
  if (row === null) return '';
  return (
    '<p class="readout-actions"><button type="button" class="quiet" data-to-tab="step">Inside this step</button>' +
    '<button type="button" class="quiet" data-to-tab="what-if">What if another word stood here?</button></p>'
  );
}

/** Shows what is aimed at, or else what is pinned: in the text, at the picture and in the readout. */
export function showSelection(state: Readonly<PageState>): void {
  const selection = state.aimed ?? state.pinned;
  unlight();
  const readout = cardOf(selection?.sentence ?? state.open)?.querySelector<HTMLElement>('[data-readout]');
  const context = selection && contextOf(state, selection.sentence);
  if (readout) readout.hidden = false;
  if (!selection || !context) {
    if (readout) fill(readout, hint());
    return;
  }
  light(context, selection, selection === state.pinned);
  if (readout)
    fill(readout, detailHtml(context, selection) + (selection === state.pinned ? actions(selection) : ''));
}
