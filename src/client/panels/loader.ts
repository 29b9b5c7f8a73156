/** Asks the server for what a panel shows: the newest question counts, its answer is kept, a failure can be retried. */
import { failureNotice } from '../../render/notice.js';
import { failureFrom, post } from '../api.js';
import { fill } from '../page.js';

export class Loader<T> {
  private underWay: AbortController | null = null;
  private kept: { key: string; answer: T } | null = null;

  constructor(private readonly address: string) {}

  /** Draws the answer to a question into a place; at once where it is the last one again. */
  async load(place: HTMLElement, question: object, draw: (answer: T) => void): Promise<void> {
    const key = JSON.stringify(question);
    this.underWay?.abort();
    this.underWay = null;
    if (this.kept?.key === key) {
      place.removeAttribute('aria-busy');
      draw(this.kept.answer);
      return;
    }
    const controller = new AbortController();
    this.underWay = controller;
    place.setAttribute('aria-busy', 'true');
    if (place.childElementCount === 0) fill(place, '<p class="waiting">Asking the model…</p>');
    try {
      const answer = (await post(this.address, question, controller.signal)) as T;
      if (controller.signal.aborted) return;
      this.kept = { key, answer };
      draw(answer);
    } catch (error) {
      const failure = failureFrom(error, controller.signal);
      if (!failure) return;
      fill(place, failureNotice(failure, { retry: true }));
      place
        .querySelector('[data-retry]')
        ?.addEventListener('click', () => void this.load(place, question, draw), { once: true });
    }
    if (this.underWay === controller) place.removeAttribute('aria-busy');
  }
}
