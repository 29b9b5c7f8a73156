/** Pairs changed where they stand: Enter saves, Escape leaves them, and the focus stays with the row. */
import { pairEditing, pairRemoving } from '../../../render/data/pairs.js';
import { ask, failureFrom } from '../../api.js';
import { closest, fill, isPlainClick, part } from '../../page.js';
import { send, showFailure } from '../forms.js';
import type { PairBrowser } from './pairs.js';

const rowOf = (id: number): HTMLElement | null => document.querySelector(`[data-pair="${id}"]`);

/** Puts the focus on a button of the row at a rank, or of the last one. */
function focusRank(rank: number, action: 'edit' | 'remove'): void {
  const buttons = [...document.querySelectorAll<HTMLElement>(`#list [data-${action}]`)];
  (buttons[Math.min(rank, buttons.length - 1)] ?? part('search', HTMLElement)).focus({ preventScroll: true });
}

/** Rows as they were before something was asked in them. */
const before = new Map<HTMLElement, Node[]>();

function open(row: HTMLElement, html: string, kind: string): void {
  if (!before.has(row)) before.set(row, [...row.childNodes]);
  fill(row, html);
  row.classList.add(kind);
}

function close(row: HTMLElement): void {
  row.replaceChildren(...(before.get(row) ?? []));
  before.delete(row);
  row.classList.remove('editing', 'removing');
}

function edit(browser: PairBrowser, id: number): void {
  const row = rowOf(id);
  const pair = browser.pair(id);
  if (!row || !pair) return;
  for (const other of document.querySelectorAll<HTMLElement>('.pair.editing')) close(other);
  open(row, pairEditing(pair, { dataSet: browser.dataSet }), 'editing');
  const field = row.querySelector('textarea');
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

function askToRemove(id: number): void {
  const row = rowOf(id);
  if (!row) return;
  const actions = row.querySelector('.pair-actions');
  if (!before.has(row)) before.set(row, [...row.childNodes]);
  row.classList.add('removing');
  const asking = document.createElement('div');
  fill(asking, pairRemoving({ id }));
  actions?.replaceWith(...asking.childNodes);
  row.querySelector<HTMLElement>('[data-removed]')?.focus();
}

async function save(browser: PairBrowser, form: HTMLFormElement): Promise<void> {
  const rank = browser.rankOf(Number(form.dataset.save));
  if (!(await send(form))) {
    form.querySelector('textarea')?.focus();
    return;
  }
  await browser.refresh();
  focusRank(rank, 'edit');
}

async function remove(browser: PairBrowser, id: number): Promise<void> {
  const row = rowOf(id);
  const rank = browser.rankOf(id);
  try {
    await ask(`/v1/data/${browser.dataSet}/pairs/${id}/delete`, { method: 'POST' });
    await browser.refresh();
    focusRank(rank, 'remove');
  } catch (error) {
    if (row) showFailure(row, failureFrom(error, new AbortController().signal));
  }
}

async function add(browser: PairBrowser, form: HTMLFormElement): Promise<void> {
  if (!(await send(form))) return;
  form.reset();
  form.querySelector('textarea')?.focus();
  const { latest } = await browser.refresh();
  part('added', HTMLElement).textContent = `Added as the last of ${latest.pairs.toLocaleString('en')} pairs`;
}

/** Cancelling gives the row its buttons back, and the one that was pressed the focus. */
function cancel(row: HTMLElement): void {
  const action = row.classList.contains('editing') ? 'edit' : 'remove';
  close(row);
  row.querySelector<HTMLElement>(`[data-${action}]`)?.focus();
}

/** Keys in the fields of a pair; a syllable that is still being composed is left alone. */
function onKey(event: KeyboardEvent): void {
  const row = closest(event, '.pair.editing, .pair.removing');
  const form = closest(event, '.pair-form');
  if (event.isComposing) return;
  if (event.key === 'Escape' && row) {
    event.preventDefault();
    cancel(row);
  } else if (event.key === 'Enter' && !event.shiftKey && form && event.target instanceof HTMLTextAreaElement) {
    event.preventDefault();
    (form as HTMLFormElement).requestSubmit();
  }
}

/** Joins the rows, and the form that adds one, to the list. */
export function connectEditing(browser: PairBrowser): void {
  document.addEventListener('keydown', onKey);
  part('list', HTMLElement).addEventListener('click', (event) => {
    const chosen = closest(event, '[data-edit], [data-remove], [data-removed], [data-cancel]');
    if (!chosen || !isPlainClick(event)) return;
    event.preventDefault();
    const row = chosen.closest<HTMLElement>('.pair');
    const id = Number(row?.dataset.pair);
    if (chosen.dataset.edit !== undefined) edit(browser, id);
    else if (chosen.dataset.remove !== undefined) askToRemove(id);
    else if (chosen.dataset.removed !== undefined) void remove(browser, id);
    else if (row) cancel(row);
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.save !== undefined) {
      event.preventDefault();
      void save(browser, form);
    } else if (form.id === 'add-form') {
      event.preventDefault();
      void add(browser, form);
    }
  });
}
