/** Which panel of the open card is shown. */
import type { PageStore } from './state.js';

/** Shows the panel of the chosen tab. */
export function showPanel(store: PageStore): void {
  const { tab, open } = store.state;
  const card = document.querySelector(`.sentence[data-sentence='${open}']`);
  if (!card) return;
  for (const button of card.querySelectorAll<HTMLElement>('[role="tab"]')) {
    const selected = button.dataset.tab === tab;
    button.setAttribute('aria-selected', String(selected));
    button.tabIndex = selected ? 0 : -1;
  }
  for (const panel of card.querySelectorAll<HTMLElement>('[data-panel]'))
    panel.hidden = panel.dataset.panel !== tab;
}
