/** Pause, resume, stop, cancel, delete: the page's forms, sent by the script. */
import { failureNotice } from '../../../render/notice.js';
import { failureFrom, post } from '../../api.js';
import { fill } from '../../page.js';
import { closeAsking, connectAsking } from '../asking.js';

export type Act = 'pause' | 'resume' | 'stop' | 'cancel' | 'delete';

const never = new AbortController().signal;

/** Shows why something was refused, over the page; an empty place where nothing was. */
export function showFailure(html: string): void {
  const place = document.querySelector('[data-failure]');
  if (place) fill(place, html);
}

async function send(form: HTMLFormElement, done: (act: Act) => void): Promise<void> {
  const button = form.querySelector('button');
  if (button) button.disabled = true;
  try {
    await post(form.getAttribute('action') ?? '', {}, never);
    showFailure('');
    done(form.dataset.act as Act);
  } catch (error) {
    const failure = failureFrom(error, never);
    if (failure) showFailure(failureNotice(failure, { retry: false, of: 'change' }));
  } finally {
    if (button) button.disabled = false;
  }
}

/** Sends the forms of `trainingActions`; `done` hears of each that was granted. */
export function connectActs(done: (act: Act) => void): void {
  connectAsking();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.act === undefined) return;
    event.preventDefault();
    closeAsking();
    void send(form, done);
  });
}
