/** The field of the text: what is written there goes to the state, the counter counts, and nothing is put in its way. */
import { compositionGuard } from './composition.js';
import { mistypedKorean } from './mistyped.js';
import { part } from './page.js';
import type { PageStore } from './state.js';
import type { Translating } from './translating.js';

/** Counts as the server does: code points. */
const length = (text: string): number => Array.from(text).length;

function showCount(text: string): void {
  const line = part('count', HTMLElement);
  const maximum = Number(line.dataset.maximum);
  const count = length(text);
  line.textContent = `${count.toLocaleString('en')} / ${maximum.toLocaleString('en')}`;
  line.classList.toggle('over', count > maximum);
}

function showSuggestion(text: string): void {
  const hangul = mistypedKorean(text);
  part('suggestion-text', HTMLElement).textContent = hangul ?? '';
  part('suggestion', HTMLElement).hidden = hangul === null;
}

function showField(text: string): void {
  showCount(text);
  showSuggestion(text);
  part('clear', HTMLElement).hidden = text === '';
}

/** Puts a text into the field, where a click asked for it; writing is never changed otherwise. */
export function putText(store: PageStore, text: string): void {
  part('text', HTMLTextAreaElement).value = text;
  store.update({ text });
}

/** Text that comes as a whole need not wait for a pause. */
const COMES_WHOLE = ['insertFromPaste', 'insertFromDrop'];

/** Joins the field to the state and to the translating. */
export function connectTextField(store: PageStore, translating: Translating): void {
  const field = part('text', HTMLTextAreaElement);
  const form = part('translator', HTMLFormElement);
  const isComposing = compositionGuard(field);
  field.addEventListener('input', (event) => {
    store.update({ text: field.value });
    const whole = event instanceof InputEvent && COMES_WHOLE.includes(event.inputType);
    if (store.state.live || field.value === '') translating.soon(whole ? 0 : undefined);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || isComposing(event) || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    translating.now();
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter && event.submitter.id !== 'submit') return;
    event.preventDefault();
    translating.now();
  });
  part('clear', HTMLElement).addEventListener('click', () => {
    putText(store, '');
    translating.clear();
    field.focus();
  });
  part('suggestion-text', HTMLElement).addEventListener('click', (event) => {
    putText(store, (event.currentTarget as HTMLElement).textContent);
    translating.now();
    field.focus();
  });
  store.watch(['text'], ({ text }) => showField(text));

  // A browser that goes back keeps what was written, which the state does not know of yet.
  if (field.value !== store.state.text) store.update({ text: field.value });
  showField(field.value);
}

/** The switch between translating as one types and translating on demand. */
export function connectLiveSwitch(
  store: PageStore,
  translating: Translating,
  keep: (live: boolean) => void,
): void {
  const box = part('live', HTMLInputElement);
  const submit = part('submit', HTMLButtonElement);
  const show = (): void => {
    box.checked = store.state.live;
    submit.hidden = store.state.live;
  };
  box.addEventListener('change', () => {
    store.update({ live: box.checked });
    keep(box.checked);
    if (box.checked) translating.soon(0);
  });
  store.watch(['live'], show);
  show();
}
