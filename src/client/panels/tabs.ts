/** Which panel of the open card is shown, and what each of them does. */
import type { ModelName, PageStore, Tab } from '../state.js';
import { connectComparePanel, showComparePanel } from './compare-panel.js';
import { connectSearchPanel, showSearchPanel } from './search-panel.js';
import { connectStepPanel, showStepPanel } from './step-panel.js';
import { subjectOf } from './subject.js';
import type { Subject } from './subject.js';
import { connectWhatIfPanel, showWhatIfPanel } from './what-if-panel.js';

type Show = (panel: HTMLElement, subject: Subject) => void;

/** Shows the panel of the chosen tab; each is written when it is first looked at. */
export function showPanel(store: PageStore, models: ModelName[]): void {
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
  const shows: Record<Tab, Show | null> = {
    attention: null,
    step: (panel, subject) => showStepPanel(panel, subject, store),
    'what-if': (panel, subject) => showWhatIfPanel(panel, subject, store),
    search: (panel, subject) => showSearchPanel(panel, subject),
    compare: (panel, subject) => showComparePanel(panel, subject, store, models),
  };
  const subject = subjectOf(store.state);
  const panel = card.querySelector<HTMLElement>(`[data-panel='${tab}']`);
  if (subject && panel) shows[tab]?.(panel, subject);
}

/** Makes the panels answer. */
export function connectPanels(section: HTMLElement, store: PageStore, models: ModelName[]): void {
  connectStepPanel(section, store);
  connectWhatIfPanel(section, store);
  connectSearchPanel(section, store);
  connectComparePanel(section, store, models);
}
