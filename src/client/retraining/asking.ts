/** Asks once before something is lost: what unfolds without a script is a dialog with one. */
import { closest } from '../page.js';

/** One dialog for the page, made when it is first needed. */
function dialogOf(): HTMLDialogElement {
  const found = document.getElementById('ask');
  if (found instanceof HTMLDialogElement) return found;
  const dialog = document.createElement('dialog');
  dialog.id = 'ask';
  dialog.className = 'ask';
  dialog.setAttribute('aria-labelledby', 'ask-question');
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || closest(event, '[data-keep]')) dialog.close();
  });
  document.body.append(dialog);
  return dialog;
}

/** Fills the dialog with what stands in a `.asks`: its question as `p`, its form with the button that does it. */
function openFor(asks: HTMLElement, opener: HTMLElement): void {
  const dialog = dialogOf();
  const inside = asks.querySelector('.asks-inside')?.cloneNode(true);
  if (!(inside instanceof HTMLElement)) return;
  inside.querySelector('p')?.setAttribute('id', 'ask-question');
  const keep = document.createElement('button');
  keep.type = 'button';
  keep.className = 'secondary';
  keep.dataset.keep = '';
  keep.textContent = 'Keep it';
  inside.querySelector('.actions')?.append(keep);
  dialog.replaceChildren(inside);
  dialog.addEventListener('close', () => opener.focus(), { once: true });
  dialog.showModal();
  keep.focus();
}

/**
 * Opens a dialog in place of each `<details class="asks"><summary>…</summary><div class="asks-inside">` with a question
 * and a form. The form submits as it would without a script; who listens for `submit` on the document hears it too.
 */
export function connectAsking(): void {
  document.addEventListener('click', (event) => {
    const summary = closest(event, '.asks > summary');
    if (!summary?.parentElement) return;
    event.preventDefault();
    openFor(summary.parentElement, summary);
  });
}

/** Closes the dialog, where one is open. */
export function closeAsking(): void {
  const dialog = document.getElementById('ask');
  if (dialog instanceof HTMLDialogElement) dialog.close();
}
