/** Forms that post to the interface without leaving the page where something is wrong: one line beside them says what. */
import { failureNotice } from '../../render/notice.js';
import type { Failure } from '../../render/notice.js';
import { ask, failureFrom } from '../api.js';
import { fill } from '../page.js';

/** Shows a failure where a form has its place for one, or takes it away. */
export function showFailure(within: ParentNode, failure: Failure | null): void {
  const place = within.querySelector('[data-failure]');
  if (place) fill(place, failure ? failureNotice(failure, { retry: false, of: 'change' }) : '');
}

/** The fields of a form as they are posted, without the way back. */
function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) {
    if (name !== 'back' && typeof value === 'string') fields.append(name, value);
  }
  return fields;
}

/**
 * Posts a form by `fetch`; while it is under way its buttons rest.
 * @returns the answer, or null where the server refused and the form says why
 */
export async function send(
  form: HTMLFormElement,
  submitter: HTMLElement | null = null,
): Promise<Record<string, unknown> | null> {
  const action = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const body = fieldsOf(form, submitter);
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.disabled = true;
  showFailure(form, null);
  try {
    return (await ask(action, { method: 'POST', body })) as Record<string, unknown>;
  } catch (error) {
    showFailure(form, failureFrom(error, new AbortController().signal));
    return null;
  } finally {
    for (const button of buttons) button.disabled = false;
    if (form.isConnected && submitter?.isConnected) submitter.focus();
  }
}

/** The way back that a form names, with `{id}` and `{name}` of the answer. */
function wayBack(form: HTMLFormElement, answer: Record<string, unknown>): string {
  const { value } = form.elements.namedItem('back') as HTMLInputElement;
  return value.replace(/\{(id|name)\}/g, (_, key: string) => encodeURIComponent(String(answer[key])));
}

/** Makes each `<form data-live>` with a field `back` go there once it was taken, and stay where it was not. */
export function connectForms(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.live === undefined || event.defaultPrevented)
      return;
    event.preventDefault();
    const back = form.elements.namedItem('back');
    void send(form, event.submitter).then((answer) => {
      if (answer && back) location.assign(wayBack(form, answer));
    });
  });
}
