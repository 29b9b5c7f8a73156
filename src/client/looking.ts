/** The part under the translation: its cards, its switches, and which panel of the open card is shown. */
import { lookingInside } from '../render/looking-inside.js';
import { connectExports, exportsHtml } from './exporting.js';
import { showSelection } from './lighting.js';
import { placeStops } from './moving.js';
import { closest, fill, isPlainClick, part } from './page.js';
import { connectPanels, showPanel } from './panels/tabs.js';
import { connectPointing } from './pointing.js';
import { keepSetting } from './settings.js';
import { shownFields } from './state.js';
import type { ModelName, PageState, PageStore, Tab } from './state.js';
import { hideTooltip } from './tooltip.js';

/** The element that has the focus, as a selector that still finds it when the part was written anew. */
function focusedSelector(root: HTMLElement): string | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !root.contains(focused)) return null;
  if (focused.id !== '') return `#${focused.id}`;
  if (focused.matches('summary')) {
    return `.sentence[data-sentence='${focused.parentElement?.dataset.sentence ?? ''}'] > summary`;
  }
  const marks = ['form', 'scale', 'units', 'pick', 'sentence'].flatMap((name) =>
    focused.dataset[name] === undefined ? [] : [`[data-${name}='${focused.dataset[name]}']`],
  );
  return marks.length > 0 ? focused.localName + marks.join('') : null;
}

function showLooking(store: PageStore, models: ModelName[]): void {
  const section = part('attention', HTMLElement);
  const { state } = store;
  const { translation, form, scale, open } = state;
  const focused = focusedSelector(section);
  hideTooltip();
  section.hidden = translation === null;
  if (!translation) {
    fill(section, '');
    section.removeAttribute('aria-labelledby');
    return;
  }
  fill(
    section,
    lookingInside(translation, { fields: shownFields(state), form, scale, open, interactive: true }),
  );
  section.setAttribute('aria-labelledby', 'attention-name');
  for (const svg of section.querySelectorAll('.heatmap')) svg.classList.add('live');
  for (const picture of section.querySelectorAll('.picture')) {
    picture.insertAdjacentHTML('beforeend', exportsHtml(form));
  }
  placeStops(document);
  if (focused) section.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
  showPanel(store, models);
}

/** Opens another panel of the card, and keeps the focus in the row of tabs. */
function chooseTab(store: PageStore, tab: Tab): void {
  store.update({ tab });
  document.querySelector<HTMLElement>(`.sentence [role="tab"][data-tab='${tab}']`)?.focus();
}

/** Arrow keys go through the tabs. */
function moveInTabs(store: PageStore, event: KeyboardEvent): void {
  const tab = closest(event, '[role="tab"]');
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || step === undefined) return;
  const tabs = [...(tab.parentElement?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
  event.preventDefault();
  chooseTab(store, next.dataset.tab as Tab);
}

function connectSwitches(store: PageStore): void {
  const section = part('attention', HTMLElement);
  section.addEventListener('click', (event) => {
    const chosen = (name: string): string | undefined => closest(event, `[data-${name}]`)?.dataset[name];
    const form = closest(event, '.segmented [data-form]')?.dataset.form as PageState['form'] | undefined;
    const scale = closest(event, '.segmented [data-scale]')?.dataset.scale as PageState['scale'] | undefined;
    const units = closest(event, '.segmented [data-units]')?.dataset.units as PageState['units'] | undefined;
    const tab = closest(event, '[role="tab"]')?.dataset.tab as Tab | undefined;
    const toTab = chosen('toTab') ?? closest(event, '[data-to-tab]')?.dataset.toTab;
    const summary = closest(event, 'summary.card-summary');
    if (form) {
      keepSetting('form', form);
      store.update({ form });
    } else if (scale) {
      keepSetting('scale', scale);
      store.update({ scale });
    } else if (units && isPlainClick(event)) {
      event.preventDefault();
      store.update({ units, pinned: null, aimed: null });
    } else if (tab) {
      store.update({ tab });
    } else if (toTab) {
      chooseTab(store, toTab as Tab);
    } else if (summary) {
      event.preventDefault();
      const number = Number(summary.parentElement?.dataset.sentence);
      store.update({
        open: store.state.open === number ? 0 : number,
        pinned: null,
        aimed: null,
        position: null,
        next: null,
      });
    }
  });
  section.addEventListener('keydown', (event) => moveInTabs(store, event));
}

/** Draws the part from the state, and hears what is chosen in it. */
export function connectLooking(store: PageStore, models: ModelName[]): void {
  connectPointing(store);
  connectSwitches(store);
  connectExports(store);
  connectPanels(part('attention', HTMLElement), store, models);
  store.watch(['translation', 'picks', 'units', 'form', 'scale', 'open'], () => showLooking(store, models));
  store.watch(['tab', 'position', 'next'], () => showPanel(store, models));
  store.watch(['translation', 'picks', 'units', 'form', 'scale', 'open', 'aimed', 'pinned'], showSelection);
  store.watch(['request'], ({ request, translation }) => {
    part('attention', HTMLElement).setAttribute(
      'aria-busy',
      String(request.kind === 'waiting' && translation !== null),
    );
  });
  if (store.state.translation) {
    showLooking(store, models);
    showSelection(store.state);
  }
}
