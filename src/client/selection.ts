/** Which word, label, cell or line an element of the page stands for, and the grid that it belongs to. */
import { pickedOf } from '../render/drawn.js';
import { gridOf } from '../render/grid.js';
import type { DetailContext } from '../render/unit-detail.js';
import type { PageState, Selection } from './state.js';

export const SELECTABLE = '.word, .label, .cell, .link, .looked-partner';

const numberOf = (value: string | undefined): number | null => (value === undefined ? null : Number(value));

/** The row, column or cell that an element stands for, or null where it stands for none. */
export function selectionAt(target: EventTarget | null): Selection | null {
  const found = target instanceof Element ? target.closest(SELECTABLE) : null;
  if (!(found instanceof HTMLElement || found instanceof SVGElement)) return null;
  if (found.closest('[data-panel]:not([data-panel="attention"])')) return null;
  const sentence =
    numberOf(found.dataset.sentence) ?? numberOf(found.closest<HTMLElement>('.sentence')?.dataset.sentence);
  const [row, column] = [numberOf(found.dataset.row), numberOf(found.dataset.column)];
  return sentence === null || (row === null && column === null) ? null : { sentence, row, column };
}

export function isSame(one: Selection | null, other: Selection | null): boolean {
  return one?.sentence === other?.sentence && one?.row === other?.row && one?.column === other?.column;
}

/** The grid and the hypothesis of a sentence as they are shown, or null where it is none. */
export function contextOf(
  { translation, picks, units }: Readonly<PageState>,
  sentence: number,
): DetailContext | null {
  const drawn = translation?.sentences[sentence - 1];
  if (!translation || !drawn || drawn.unchanged) return null;
  const hypothesis = pickedOf(drawn, picks[sentence - 1]);
  const { source, target } = translation;
  return { grid: gridOf(drawn, hypothesis, units), hypothesis, source, target };
}
