/** The pane of the translation: the translation and its alternatives, or what there is instead. */
import { alternativesList } from '../render/alternatives.js';
import { LANGUAGE_NAMES } from '../render/drawn.js';
import { alternativeLinks, repicked } from '../render/looking-inside.js';
import { exampleList, failureNotice, missingNotice } from '../render/notice.js';
import { pageLink } from '../render/page-link.js';
import { translatedText } from '../render/translated-text.js';
import { announce, closest, fill, isPlainClick, part } from './page.js';
import { shownFields } from './state.js';
import type { PageData, PageState, PageStore } from './state.js';
import { putText } from './text-field.js';
import type { Translating } from './translating.js';

function resultHtml(state: Readonly<PageState>): string {
  const { translation, picks, units } = state;
  if (!translation) return '';
  const { target, sentences } = translation;
  const alternatives =
    sentences.length === 1
      ? alternativesList(sentences[0], {
          sentence: 1,
          picked: picks[0] ?? 0,
          target,
          ...alternativeLinks(shownFields(state), 1),
        })
      : '';
  return (
    `<p class="translation" id="translated" lang="${target}">${translatedText(translation, { picks, units })}</p>` +
    `<div id="alternatives">${alternatives}</div>`
  );
}

/** What stands in the pane's body. */
function bodyHtml(state: Readonly<PageState>, { examples, missing }: PageData): string {
  const { request, translation } = state;
  if (request.kind === 'failed') return failureNotice(request.failure, { retry: true });
  if (translation) return resultHtml(state);
  if (request.kind === 'waiting') return '<p class="waiting">Translating…</p>';
  return missing.length === 2 ? missingNotice(missing) : exampleList(examples);
}

/** Hypotheses of a sentence that the server offers by itself. */
const OFFERED = 5;

let countdown: ReturnType<typeof setInterval> | undefined;

/** Counts the seconds down until a busy server is asked again. */
function countDown(seconds: number): void {
  const place = document.querySelector('[data-countdown]');
  if (!place) return;
  const end = Date.now() + seconds * 1000;
  const show = (): void => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    place.textContent = `Again in ${left} s`;
  };
  show();
  countdown = setInterval(show, 250);
}

function showFoot(state: Readonly<PageState>): void {
  const share = part('share', HTMLAnchorElement);
  const fields = shownFields(state);
  // A hypothesis that was made here is not found again by its rank.
  const found = state.picks.every((rank) => rank < OFFERED);
  const link = state.translation ? pageLink(found ? fields : { ...fields, picks: [] }) : null;
  part('translation-foot', HTMLElement).hidden = state.translation === null;
  share.hidden = link === null || !found;
  if (link !== null) share.href = link;
  // The address in the browser's bar leads to what is shown.
  history.replaceState(null, '', link ?? '/');
}

function showPane(state: Readonly<PageState>, data: PageData): void {
  const { request, translation } = state;
  clearInterval(countdown);
  const waiting = request.kind === 'waiting';
  part('translation', HTMLElement).setAttribute('aria-busy', String(waiting));
  // What is outdated stays, and steps back, until the new translation is there.
  if (waiting && translation) return;
  fill(part('translation-body', HTMLElement), bodyHtml(state, data));
  if (translation) part('target-name', HTMLElement).textContent = LANGUAGE_NAMES[translation.target];
  if (request.kind === 'failed') {
    announce('Not translated');
    if (request.failure.retryAfter !== undefined) countDown(request.failure.retryAfter);
  }
  showFoot(state);
}

/** A rank that was chosen keeps the focus, since the list is written anew. */
function pick(store: PageStore, choice: HTMLElement): void {
  const [sentence, rank] = [Number(choice.dataset.sentence), Number(choice.dataset.pick)];
  store.update({
    picks: repicked(store.state.picks, sentence, rank),
    pinned: null,
    aimed: null,
    position: null,
    next: null,
  });
  document
    .querySelector<HTMLElement>(`[data-pick='${rank}'][data-sentence='${sentence}']`)
    ?.focus({ preventScroll: true });
}

async function copyTo(button: HTMLElement, text: string): Promise<void> {
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    announce('Copied');
  } catch {
    button.textContent = 'Select and copy by hand';
    announce('The browser does not allow copying');
  }
  setTimeout(() => (button.textContent = name), 2000);
}

/** Copy, link and tint, under the translation. */
function connectFoot(store: PageStore, keepTint: (tinted: boolean) => void): void {
  const copy = part('copy', HTMLButtonElement);
  copy.hidden = !('clipboard' in navigator);
  copy.addEventListener('click', () => void copyTo(copy, part('translated', HTMLElement).textContent));
  const share = part('share', HTMLAnchorElement);
  share.addEventListener('click', (event) => {
    if (!isPlainClick(event) || !('clipboard' in navigator)) return;
    event.preventDefault();
    void copyTo(share, share.href);
  });
  const tint = part('tint', HTMLInputElement);
  const show = (): void => {
    tint.checked = store.state.tinted;
    document.body.classList.toggle('tinted', store.state.tinted);
  };
  tint.addEventListener('change', () => {
    store.update({ tinted: tint.checked });
    keepTint(tint.checked);
  });
  store.watch(['tinted'], show);
  show();
}

/** Draws the pane from the state, and hears what is chosen in it. */
export function connectTranslationPane(
  store: PageStore,
  translating: Translating,
  data: PageData,
  keepTint: (tinted: boolean) => void,
): void {
  document.addEventListener('click', (event) => {
    const choice = closest(event, '[data-pick]');
    const example = closest(event, '[data-example]');
    if (closest(event, '#translation [data-retry]')) translating.now();
    if (!isPlainClick(event) || !(choice ?? example)) return;
    event.preventDefault();
    if (choice) pick(store, choice);
    else if (example) {
      putText(store, example.textContent);
      store.update({ source: 'auto' });
      translating.now();
    }
  });
  connectFoot(store, keepTint);
  store.watch(['request', 'translation', 'picks', 'units'], (state) => showPane(state, data));
}
