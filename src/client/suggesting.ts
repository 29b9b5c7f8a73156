/** A better translation, sent in for review by whoever knows one. */
import { textOf } from '../render/drawn.js';
import { failureNotice } from '../render/notice.js';
import type { Failure } from '../render/notice.js';
import { failureFrom, post } from './api.js';
import { fill, part } from './page.js';
import type { PageState, PageStore } from './state.js';

const shownText = ({ translation, picks }: Readonly<PageState>): string =>
  translation ? textOf(translation, picks) : '';

function showFailure(failure: Failure | null): void {
  const place = document.querySelector('#better [data-failure]');
  if (place) fill(place, failure ? failureNotice(failure, { retry: false, of: 'change' }) : '');
}

const thank = (line: string): void => void (part('better-thanks', HTMLElement).textContent = line);

/** The form is about the translation that is shown, and begins with it. */
function show(state: Readonly<PageState>): void {
  const details = part('better', HTMLDetailsElement);
  const field = part('better-text', HTMLTextAreaElement);
  details.hidden = state.translation === null;
  details.open = false;
  field.value = shownText(state);
  field.lang = state.translation?.target ?? '';
  showFailure(null);
  thank('');
}

async function send(state: Readonly<PageState>): Promise<void> {
  const { translation, shown } = state;
  const field = part('better-text', HTMLTextAreaElement);
  if (!translation) return;
  const said = shownText(state);
  if (field.value.trim() === said.trim()) {
    showFailure({ status: 400, message: 'This is what the model said; write what it should have said' });
    field.focus();
    return;
  }
  const { source, target } = translation;
  const body = { q: shown.text, s: field.value.trim(), source, target, translation: said };
  const { signal } = new AbortController();
  try {
    await post('/suggest', body, signal);
    show(state);
    thank('Thank you. It waits for someone to look at it.');
    part('better', HTMLDetailsElement).querySelector('summary')?.focus();
  } catch (error) {
    showFailure(failureFrom(error, signal));
  }
}

/** Joins the form for suggestions to the state, where the server takes any. */
export function connectSuggesting(store: PageStore): void {
  const form = document.getElementById('better-form');
  if (!(form instanceof HTMLFormElement)) return;
  const details = part('better', HTMLDetailsElement);
  details.addEventListener('toggle', () => {
    if (details.open) part('better-text', HTMLTextAreaElement).focus();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(store.state);
  });
  store.watch(['translation', 'picks'], show);
}
