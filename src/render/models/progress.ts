/** How far a promotion or a comparison is. */
import { durationWords } from '../duration.js';
import { escapeXml } from '../xml.js';
import { count } from '../counted.js';

/** How far a test set is translated by a model. */
export interface DrawnTranslating {
  model: string;
  name: string;
  done: number;
  total: number;
}

export const PROMOTION_STEPS = ['trial', 'base', 'done'] as const;
export type DrawnStep = (typeof PROMOTION_STEPS)[number];

const STEP_NAMES: Record<DrawnStep, string> = {
  trial: 'Loads it, and lets it translate eight everyday sentences',
  base: 'Holds it against the active model on the base test',
  done: 'Lets it take over',
};

/** A test set being translated: a bar with a line below. @param secondsLeft an estimate, where there is one */
export function translatingBar(
  { model, name, done, total }: DrawnTranslating,
  secondsLeft: number | null = null,
): string {
  const left = secondsLeft === null ? '' : `, about ${durationWords(secondsLeft)} left`;
  return (
    `<progress value="${done}" max="${total}" aria-label="${escapeXml(`${model} translates ${name}`)}"></progress>` +
    `<p class="hint">${escapeXml(model)} translates ${escapeXml(name)}: ${count(done)} of ${count(total)} sentences${left}</p>`
  );
}

/** The steps of a promotion, those that are over ticked off. */
export function promotionProgress(
  model: string,
  step: DrawnStep,
  translating: { progress: DrawnTranslating; secondsLeft: number | null } | null,
): string {
  const now = PROMOTION_STEPS.indexOf(step);
  const items = PROMOTION_STEPS.map((name, place) => {
    const state = place < now ? 'over' : place === now ? 'now' : 'next';
    const current = state === 'now' ? ' aria-current="step"' : '';
    const bar =
      state === 'now' && translating ? translatingBar(translating.progress, translating.secondsLeft) : '';
    return `<li class="step step-${state}"${current}>${STEP_NAMES[name]}${state === 'over' ? '<span class="hidden">: done</span>' : ''}${bar}</li>`;
  });
  return `<p class="steps-name">Promoting ${escapeXml(model)}</p><ol class="steps">${items.join('')}</ol>`;
}
