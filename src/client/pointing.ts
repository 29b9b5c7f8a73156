/** Pointing, touching, focusing and choosing words: what the events mean for the selection. */
import { move } from './moving.js';
import { SELECTABLE, contextOf, isSame, selectionAt } from './selection.js';
import type { PageStore, Selection } from './state.js';
import { hideTooltip, showTooltip } from './tooltip.js';

const anchorOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest(SELECTABLE) : null;

/** Chooses what was clicked, or lets it go where it was chosen already; opens the card of its sentence. */
function choose(store: PageStore, selection: Selection): void {
  const { pinned, open } = store.state;
  const chosen = isSame(pinned, selection) ? null : selection;
  if (selection.sentence !== open) store.update({ open: selection.sentence });
  const row = chosen?.row ?? null;
  const position =
    row === null ? null : (contextOf(store.state, selection.sentence)?.grid.rows[row].start ?? null);
  store.update({ pinned: chosen, aimed: null, position, next: null });
}

/** Makes all words, labels and cells of the page answer to pointer, finger and keyboard. */
export function connectPointing(store: PageStore): void {
  const aim = (selection: Selection | null, anchor: Element | null): void => {
    if (!isSame(store.state.aimed, selection)) store.update({ aimed: selection });
    showTooltip(store.state, selection, anchor);
  };
  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const selection = selectionAt(event.target);
    if (selection) aim(selection, anchorOf(event.target));
    else if (store.state.aimed) {
      // What has the focus stays lit when the pointer leaves another word.
      const { activeElement } = document;
      aim(activeElement?.matches(':focus-visible') ? selectionAt(activeElement) : null, null);
    }
  });
  document.addEventListener('focusin', (event) => {
    if (!(event.target instanceof Element) || !event.target.matches(':focus-visible')) return;
    const selection = selectionAt(event.target);
    if (selection) aim(selection, event.target);
  });
  document.addEventListener('focusout', () => aim(null, null));
  document.addEventListener('scroll', hideTooltip, { capture: true, passive: true });
  document.addEventListener('click', (event) => {
    const selection = selectionAt(event.target);
    if (selection) choose(store, selection);
  });
  document.addEventListener('keydown', (event) => {
    if (move(event)) {
      event.preventDefault();
    } else if (event.key === 'Escape') {
      hideTooltip();
      store.update({ aimed: null, pinned: null });
    } else if (event.key === 'Enter' || event.key === ' ') {
      const selection =
        event.target instanceof Element && event.target.matches(SELECTABLE)
          ? selectionAt(event.target)
          : null;
      if (!selection) return;
      event.preventDefault();
      choose(store, selection);
    }
  });
}
