/** A comparison under way is followed until it is there; the heatmaps of a sentence are fetched when it is opened. */
import type { DrawnTranslation } from '../../../render/drawn.js';
import { comparedHeatmaps } from '../../../render/models/compared-heatmaps.js';
import { translatingBar } from '../../../render/models/progress.js';
import type { DrawnTranslating } from '../../../render/models/progress.js';
import { failureNotice } from '../../../render/notice.js';
import { askPage, failureFrom, post } from '../../api.js';
import { fill, part } from '../../page.js';
import type { Language } from '../../../text/language.js';
import { Pace } from './events.js';
import { showPage } from './live-part.js';

export interface ComparePageData {
  asked: { a: string; b: string; test: string; examples: number };
  direction: { source: Language; target: Language };
  underWay: boolean;
}

/** How far a comparison is that this page waits for. */
export function comparingProgress({
  asked,
}: ComparePageData): (progress: DrawnTranslating & { test: string }) => void {
  const pace = new Pace();
  return (progress) => {
    const place = document.querySelector('#comparing [data-progress]');
    const { model, test, done, total } = progress;
    if (!place || (model !== asked.a && model !== asked.b)) return;
    const left = pace.secondsLeft(`${model} ${test}`, done, total);
    const all =
      done === total ? '<p class="hint">Drawing sentences anew to tell chance from difference…</p>' : '';
    fill(place, translatingBar(progress, left) + all);
  };
}

/** Waits for the comparison and shows it. */
export async function awaitComparison({ asked }: ComparePageData): Promise<void> {
  const { signal } = new AbortController();
  try {
    await post('/v1/registry/compare', asked, signal);
    if (showPage(await askPage(location.href))) document.getElementById('compared-name')?.focus();
  } catch (error) {
    const failure = failureFrom(error, signal);
    if (failure) fill(part('live', HTMLElement), failureNotice(failure, { retry: false, of: 'change' }));
  }
}

async function fetchHeatmaps(
  place: HTMLElement,
  text: string,
  { asked, direction }: ComparePageData,
): Promise<void> {
  const { signal } = new AbortController();
  fill(place, '<p class="hint">Asking the models…</p>');
  try {
    const translations: DrawnTranslation[] = [];
    for (const model of [asked.a, asked.b]) {
      translations.push(
        (await post('/v1/attention', { text, ...direction, model }, signal)) as DrawnTranslation,
      );
    }
    fill(place, comparedHeatmaps(translations));
  } catch (error) {
    const failure = failureFrom(error, signal);
    if (failure) fill(place, failureNotice(failure, { retry: false }));
  }
}

/** Hears which sentences are opened. */
export function connectHeatmaps(data: ComparePageData): void {
  // `toggle` does not bubble.
  document.addEventListener(
    'toggle',
    (event) => {
      const details = event.target;
      if (!(details instanceof HTMLDetailsElement) || !details.open) return;
      const text = details.dataset.attention;
      const place = details.querySelector<HTMLElement>('[data-heatmaps]');
      if (text === undefined || !place || place.querySelector('svg')) return;
      void fetchHeatmaps(place, text, data);
    },
    { capture: true },
  );
}
