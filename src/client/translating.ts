/** Translates without leaving the page: the form is sent by fetch, and the answer's parts taken over. */
import { part, takeOver } from './page.js';
import { showLink } from './link.js';

/** The request under way; a newer one ends it. */
let underWay: AbortController | null = null;

function busy(isBusy: boolean): void {
  for (const id of ['translation', 'attention'])
    part(id, HTMLElement).setAttribute('aria-busy', String(isBusy));
  part('status', HTMLElement).textContent = isBusy ? 'Translating' : '';
}

/** A line in place of the translation, for what the server could not say itself. */
function showFailure(message: string): void {
  const notice = document.createElement('div');
  notice.className = 'notice';
  notice.setAttribute('role', 'alert');
  const name = document.createElement('p');
  name.className = 'notice-name';
  name.textContent = 'The translator does not answer';
  const line = document.createElement('p');
  line.textContent = message;
  notice.append(name, line);
  const pane = part('translation', HTMLElement);
  pane.querySelectorAll(':scope > :not(.pane-name)').forEach((element) => element.remove());
  pane.append(notice);
}

/** Sends fields to the page's own address and shows the answer; an outdated request is given up. */
async function send(fields: URLSearchParams, shown: () => void): Promise<void> {
  underWay?.abort();
  const request = new AbortController();
  underWay = request;
  busy(true);
  try {
    const response = await fetch('/', { method: 'POST', body: fields, signal: request.signal });
    const answer = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (underWay !== request) return;
    takeOver(answer);
    showLink(fields, response.ok);
    part('status', HTMLElement).textContent = response.ok ? 'Translated' : 'Not translated';
    shown();
  } catch {
    if (underWay === request) showFailure('Check that the server still runs, then translate again.');
  } finally {
    if (underWay === request) {
      underWay = null;
      busy(false);
    }
  }
}

/** The form's fields, with the units that the heatmaps are shown in. */
function fieldsOf(form: HTMLFormElement, units: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.set(name, value);
  fields.set('units', units);
  return fields;
}

/**
 * An Enter that ends the composition of a Hangul syllable belongs to the input method, not to the form. Browsers
 * mark it as composing, as a key being processed, or send it right behind the end of the composition.
 */
function compositionGuard(text: HTMLTextAreaElement): (event: KeyboardEvent) => boolean {
  let ended = -Infinity;
  text.addEventListener('compositionend', (event) => (ended = event.timeStamp));
  return (event) => event.isComposing || event.key === 'Process' || event.timeStamp - ended < 20;
}

/**
 * Makes the form, the examples and the switch of units work in place.
 * @param shown is called when a new translation stands in the page
 */
export function translateInPlace(form: HTMLFormElement, text: HTMLTextAreaElement, shown: () => void): void {
  const currentUnits = (): string =>
    document.querySelector<HTMLElement>('[data-units][aria-current]')?.dataset.units ?? 'words';
  const translate = (units = currentUnits()): void => void send(fieldsOf(form, units), shown);

  const isComposing = compositionGuard(text);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const units = event.submitter?.dataset.units;
    translate(units);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || isComposing(event) || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    translate();
  });
  form.addEventListener('change', (event) => {
    const isDirection = event.target instanceof HTMLInputElement && event.target.name === 'source';
    if (isDirection && text.value.trim() !== '') translate();
  });
  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link?.dataset.units !== undefined) {
      event.preventDefault();
      const { units } = link.dataset;
      void send(fieldsOfLink(link, units), shown).then(() => refocus(units));
    } else if (link?.closest('.examples')) {
      event.preventDefault();
      text.value = new URL(link.href).searchParams.get('text') ?? '';
      text.dispatchEvent(new Event('input', { bubbles: true }));
      translate();
    }
  });
}

/** The switch belongs to the translation that is shown, whatever stands in the form by now. */
function fieldsOfLink(link: HTMLAnchorElement, units: string): URLSearchParams {
  const fields = new URLSearchParams(new URL(link.href).search);
  fields.set('units', units);
  return fields;
}

/** Keeps the focus on the switch, which was replaced. */
function refocus(units: string): void {
  document.querySelector<HTMLElement>(`[data-units='${units}']`)?.focus({ preventScroll: true });
}
