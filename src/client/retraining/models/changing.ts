/** Forms that change the registry, sent without leaving the page; a promotion shows its steps meanwhile. */
import { promotionProgress } from '../../../render/models/progress.js';
import type { DrawnStep, DrawnTranslating } from '../../../render/models/progress.js';
import { failureNotice } from '../../../render/notice.js';
import { askPage, failureFrom } from '../../api.js';
import { fill } from '../../page.js';
import { closeAsking } from '../asking.js';
import { Pace } from './events.js';
import type { LivePart } from './live-part.js';
import { showPage } from './live-part.js';

/** The promotion that this page has asked for. */
interface Promotion {
  model: string;
  place: HTMLElement;
  step: DrawnStep;
  translating: { progress: DrawnTranslating; secondsLeft: number | null } | null;
}

export class Changing {
  private promotion: Promotion | null = null;
  private readonly pace = new Pace();

  constructor(private readonly live: LivePart) {}

  /** Takes over all forms with `data-live`. */
  connect(): void {
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.dataset.live === undefined) return;
      event.preventDefault();
      void this.live.during(() => this.send(form));
    });
  }

  /** A promotion has come to a step. */
  step({ model, step }: { model: string; step: DrawnStep }): void {
    if (this.promotion?.model !== model) return;
    Object.assign(this.promotion, { step, translating: null });
    this.show();
  }

  /** A test set is being translated, which may be for a promotion. */
  translating(progress: DrawnTranslating & { test: string }): void {
    if (this.promotion?.step !== 'base') return;
    const { model, test, done, total } = progress;
    const secondsLeft = this.pace.secondsLeft(`${model} ${test}`, done, total);
    this.promotion.translating = { progress, secondsLeft };
    this.show();
  }

  private async send(form: HTMLFormElement): Promise<void> {
    const place = workPlace(form);
    const buttons = document.querySelectorAll<HTMLButtonElement>('form[data-live] button[type="submit"]');
    const { promotes } = form.dataset;
    const init = requestOf(form);
    closeAsking();
    for (const button of buttons) button.disabled = true;
    if (promotes === undefined) {
      fill(
        place,
        `<p class="hint">${form.enctype === 'multipart/form-data' ? 'Sending and checking it…' : 'A moment…'}</p>`,
      );
    } else {
      this.promotion = { model: promotes, place, step: 'trial', translating: null };
      this.show();
      place.scrollIntoView({ block: 'nearest' });
    }
    try {
      const page = await askPage(form.action, init);
      if (showPage(page)) document.getElementById('verdict')?.focus();
    } catch (error) {
      const failure = failureFrom(error, new AbortController().signal);
      if (failure) fill(place, failureNotice(failure, { retry: false, of: 'change' }));
      place.scrollIntoView({ block: 'nearest' });
    } finally {
      this.promotion = null;
      for (const button of buttons) button.disabled = false;
    }
  }

  private show(): void {
    if (!this.promotion) return;
    const { model, place, step, translating } = this.promotion;
    fill(place, promotionProgress(model, step, translating));
  }
}

/** Where a form's progress and failure are shown: in the part that it is about, beside the dialog that it stands in. */
function workPlace(form: HTMLFormElement): HTMLElement {
  const own = form.closest('dialog')
    ? document.querySelector(`[data-of="${CSS.escape(form.dataset.about ?? '')}"]`)
    : form.closest('[data-of]');
  const place = (own ?? form).querySelector('[data-work]') ?? document.querySelector('[data-work]');
  if (!(place instanceof HTMLElement)) throw new Error('page: expected a place for progress, got none');
  return place;
}

/** A form as a request: with its files, or as the browser would send it. */
function requestOf(form: HTMLFormElement): { method: string; body: BodyInit } {
  const data = new FormData(form);
  if (form.enctype === 'multipart/form-data') return { method: 'POST', body: data };
  const fields = [...data].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return { method: 'POST', body: new URLSearchParams(fields) };
}
