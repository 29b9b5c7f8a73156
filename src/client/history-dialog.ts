/** The history as a dialog: open an entry again, forget one, forget all. */
import { textOf } from '../render/drawn.js';
import { pageLink } from '../render/page-link.js';
import { escapeXml } from '../render/xml.js';
import { keepHistory, readHistory, withEntry } from './history.js';
import type { HistoryEntry } from './history.js';
import { announce, closest, fill, isPlainClick, part } from './page.js';
import type { PageStore, SourceChoice } from './state.js';
import { putText } from './text-field.js';
import type { Translating } from './translating.js';

/** Milliseconds that a translation stands before it is worth remembering. */
const SETTLED = 1500;

const CROSS =
  '<svg viewBox="0 0 20 20" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true"><path d="m5 5 10 10M15 5 5 15"/></svg>';

function entryHtml({ text, source, from, to, translation }: HistoryEntry, index: number): string {
  const link = pageLink({ text, source }) ?? '/';
  return (
    `<li class="history-item"><a href="${escapeXml(link)}" data-entry="${index}">` +
    `<span class="history-source" lang="${escapeXml(from)}">${escapeXml(text)}</span>` +
    `<span class="history-target" lang="${escapeXml(to)}">${escapeXml(translation)}</span></a>` +
    `<button type="button" class="icon" data-forget="${index}" aria-label="Forget ${escapeXml(text.slice(0, 40))}">${CROSS}</button></li>`
  );
}

function showHistory(): void {
  const history = readHistory();
  fill(part('history-list', HTMLElement), history.map(entryHtml).join(''));
  part('history-clear', HTMLElement).hidden = history.length === 0;
  const remark = document.querySelector('.history-remark');
  if (remark) {
    remark.textContent =
      history.length === 0
        ? 'What you translate is kept here, in this browser only.'
        : 'Kept in this browser only.';
  }
  part('history-open', HTMLElement).hidden = false;
}

/** Remembers translations that stand for a moment. */
function remember(store: PageStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.watch(['translation', 'picks'], ({ translation, shown, picks }) => {
    clearTimeout(timer);
    if (!translation || shown.text.trim() === '') return;
    const { source: from, target: to } = translation;
    const entry = {
      text: shown.text,
      source: shown.source,
      from,
      to,
      translation: textOf(translation, picks),
    };
    timer = setTimeout(() => keepHistory(withEntry(readHistory(), entry)), SETTLED);
  });
}

/** Joins the dialog and its button to the state. */
export function connectHistory(store: PageStore, translating: Translating): void {
  const dialog = part('history', HTMLDialogElement);
  remember(store);
  showHistory();
  part('history-open', HTMLElement).addEventListener('click', () => {
    showHistory();
    dialog.showModal();
  });
  part('history-close', HTMLElement).addEventListener('click', () => dialog.close());
  part('history-clear', HTMLElement).addEventListener('click', () => {
    keepHistory([]);
    showHistory();
    announce('History cleared');
    part('history-close', HTMLElement).focus();
  });
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
    const forget = closest(event, '[data-forget]');
    const chosen = closest(event, '[data-entry]');
    if (forget) {
      keepHistory(readHistory().filter((_, index) => index !== Number(forget.dataset.forget)));
      showHistory();
      (dialog.querySelector<HTMLElement>('[data-forget]') ?? part('history-close', HTMLElement)).focus();
    } else if (chosen && isPlainClick(event)) {
      event.preventDefault();
      const entry = readHistory()[Number(chosen.dataset.entry)];
      dialog.close();
      putText(store, entry.text);
      store.update({ source: entry.source as SourceChoice });
      translating.now();
    }
  });
}
