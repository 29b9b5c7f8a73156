/** The review of corrections, by a key each: approve, reject, edit, the next one. */
import { comparedTexts, noCorrections } from '../../../render/data/corrections.js';
import { counted } from '../../../render/counted.js';
import { post } from '../../api.js';
import { closest, fill, part } from '../../page.js';
import { send } from '../forms.js';

const cards = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-correction]')];

const fieldOf = (card: HTMLElement, name: string): HTMLTextAreaElement | null =>
  card.querySelector<HTMLTextAreaElement>(`textarea[name="${name}"]`);

/** Draws the comparison anew from what stands in the fields. */
function compare(card: HTMLElement, translation: string | null): void {
  const place = card.querySelector<HTMLElement>('[data-texts]');
  if (!place) return;
  const text = fieldOf(card, 'text')?.value ?? '';
  const suggestion = fieldOf(card, 'suggestion')?.value ?? '';
  fill(place, comparedTexts({ text, suggestion, translation, target: place.dataset.target ?? '' }));
}

/** What the model says of suggestions that came without it; they are asked for one after the other. */
async function askTheModel(said: Map<HTMLElement, string | null>): Promise<void> {
  for (const [card, known] of said) {
    const place = card.querySelector<HTMLElement>('[data-texts]');
    if (known !== null || !place || !card.isConnected) continue;
    const { source = 'auto', target } = place.dataset;
    const body = { q: fieldOf(card, 'text')?.value ?? '', source, target };
    try {
      const answer = await post('/translate', body, AbortSignal.timeout(30_000));
      const { translatedText } = answer as { translatedText: string };
      said.set(card, translatedText);
      compare(card, translatedText);
    } catch {
      // The review goes on without.
      return;
    }
  }
}

function showWaiting(waiting: number): void {
  const line = waiting === 0 ? '' : `${counted(waiting, 'suggestion')} to go`;
  part('waiting', HTMLElement).textContent = line;
  const rest = part('no-corrections', HTMLElement);
  rest.hidden = waiting > 0;
  if (waiting === 0) {
    fill(rest, `<div class="notice notice-busy"><p class="notice-name">All were looked at</p></div>${noCorrections()}`);
  }
}

class Review {
  private waiting = Number(part('corrections', HTMLElement).dataset.waiting);

  /** Approves or rejects, takes the card away and goes on to the next. */
  async decide(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const card = form.closest<HTMLElement>('[data-correction]');
    if (!card) return;
    const isRejected = submitter?.dataset.reject !== undefined;
    const fields = [...form.querySelectorAll<HTMLTextAreaElement | HTMLSelectElement>('textarea, select')];
    for (const field of fields) field.disabled = isRejected;
    const answer = await send(form, submitter);
    for (const field of fields) field.disabled = false;
    if (!answer) {
      const notice = form.parentElement?.querySelector('[data-failure]');
      notice?.scrollIntoView({ block: 'nearest' });
      return;
    }
    const all = cards();
    const next = all[all.indexOf(card) + 1] ?? all[all.indexOf(card) - 1];
    card.remove();
    this.waiting -= 1;
    showWaiting(this.waiting);
    if (next) next.focus();
    // More wait than the page showed.
    else if (this.waiting > 0) location.reload();
  }
}

function openEditing(card: HTMLElement): void {
  const details = card.querySelector('details');
  if (details) details.open = true;
  fieldOf(card, 'suggestion')?.focus();
}

/** The letter of a key, also where the keyboard is set to Hangul. */
const letterOf = ({ key, code }: KeyboardEvent): string =>
  /^Key[A-Z]$/.test(code) && !/^[a-z]$/i.test(key) ? code.slice(3).toLowerCase() : key;

/** A key on a card itself; in a field it is a letter. */
function onKey(event: KeyboardEvent): void {
  const card = closest(event, '[data-correction]');
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const inField = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
  if (inField) {
    if (event.key === 'Escape') card.focus();
    return;
  }
  const all = cards();
  const key = letterOf(event);
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[key] ?? 0;
  const form = card.querySelector('form');
  if (step !== 0) all[all.indexOf(card) + step]?.focus();
  else if (key === 'a') form?.requestSubmit(form.querySelector<HTMLElement>('.primary'));
  else if (key === 'r') form?.requestSubmit(form.querySelector<HTMLElement>('[data-reject]'));
  else if (key === 'e') openEditing(card);
  else return;
  event.preventDefault();
}

/** Joins the page of corrections to the server, where this is it. */
export function connectCorrections(): void {
  const list = document.getElementById('corrections');
  if (!list) return;
  const review = new Review();
  const said = new Map<HTMLElement, string | null>();
  for (const card of cards()) said.set(card, card.dataset.said ?? null);
  list.addEventListener('keydown', onKey);
  list.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    void review.decide(event.target, event.submitter);
  });
  list.addEventListener('input', (event) => {
    const card = closest(event, '[data-correction]');
    if (card) compare(card, said.get(card) ?? null);
  });
  // The data set that was chosen once is the one for those that come.
  list.addEventListener('change', (event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    for (const select of list.querySelectorAll('select')) select.value = event.target.value;
  });
  cards()[0]?.focus({ preventScroll: true });
  void askTheModel(said);
}
