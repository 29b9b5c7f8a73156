/** Translates while one writes: waits for a pause, gives up what is outdated, tries again where the server is busy. */
import type { DrawnTranslation } from '../render/drawn.js';
import { failureKind } from '../render/notice.js';
import type { Failure } from '../render/notice.js';
import { failureFrom, post } from './api.js';
import { announce } from './page.js';
import type { PageStore } from './state.js';

/** Milliseconds without a key that count as a pause. */
const PAUSE = 350;
/** How often a busy server is asked again. */
const MOST_TRIES = 5;
/** Hypotheses besides the best, and likeliest pieces of each step. */
const ALTERNATIVES = 4;
const CANDIDATES = 5;

export class Translating {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: AbortController | null = null;
  private tries = 0;

  constructor(private readonly store: PageStore) {}

  /** Translates once nothing more is written for a moment. */
  soon(wait = PAUSE): void {
    clearTimeout(this.timer);
    if (this.store.state.text.trim() === '') {
      this.clear();
      return;
    }
    this.timer = setTimeout(() => this.now(), wait);
  }

  /** Translates what stands in the form, also where nothing has changed. */
  now(): void {
    this.tries = 0;
    void this.request();
  }

  /** Shows the empty page again. */
  clear(): void {
    this.giveUp();
    const { text, source, model } = this.store.state;
    this.store.update({
      request: { kind: 'rest' },
      translation: null,
      shown: { text, source, model },
      picks: [],
      open: 1,
      pinned: null,
      aimed: null,
      position: null,
      next: null,
    });
  }

  private giveUp(): void {
    clearTimeout(this.timer);
    this.underWay?.abort();
    this.underWay = null;
  }

  private async request(): Promise<void> {
    this.giveUp();
    const controller = new AbortController();
    this.underWay = controller;
    const { text, source, model } = this.store.state;
    this.store.update({ request: { kind: 'waiting' } });
    try {
      const body = {
        text,
        source,
        alternatives: ALTERNATIVES,
        candidates: CANDIDATES,
        ...(model && { model }),
      };
      const translation = (await post('/v1/attention', body, controller.signal)) as DrawnTranslation;
      if (this.underWay !== controller) return;
      this.underWay = null;
      this.store.update({
        request: { kind: 'rest' },
        translation,
        shown: { text, source, model },
        picks: [],
        open: Math.min(this.store.state.open, translation.sentences.length),
        pinned: null,
        aimed: null,
        position: null,
        next: null,
      });
      announce('Translated');
    } catch (error) {
      const failure = failureFrom(error, controller.signal);
      if (!failure || this.underWay !== controller) return;
      this.underWay = null;
      this.fail(failure);
    }
  }

  private fail(failure: Failure): void {
    const { retryAfter } = failure;
    const again = failureKind(failure) === 'busy' && this.tries < MOST_TRIES;
    this.tries += 1;
    const seconds = retryAfter ?? 2 * this.tries;
    this.store.update({
      request: { kind: 'failed', failure: again ? { ...failure, retryAfter: seconds } : failure },
      translation: null,
      pinned: null,
      aimed: null,
    });
    if (again) this.timer = setTimeout(() => void this.request(), seconds * 1000);
  }
}
