/** Where each of two models looked while it translated one text, side by side. */
import type { DrawnTranslation } from '../drawn.js';
import { hasAttention, gridOf } from '../grid.js';
import { outcomePicture } from '../outcome.js';
import { escapeXml } from '../xml.js';

let drawn = 0;

function pictures({ sentences, source, target, model }: DrawnTranslation): string {
  return sentences
    .filter(({ unchanged }) => !unchanged)
    .map((sentence) => {
      const [best] = sentence.hypotheses;
      if (!hasAttention(gridOf(sentence, best, 'words'))) {
        return '<p class="hint">This model has no attention to draw.</p>';
      }
      drawn += 1;
      const options = { source, target, units: 'words', scale: 'fixed', id: `compared-${drawn}` } as const;
      return outcomePicture(sentence, best, { ...options, name: model });
    })
    .join('');
}

/** @param translations of each model, one or more sentences */
export function comparedHeatmaps(translations: readonly DrawnTranslation[]): string {
  const sides = translations.map(
    (translation) =>
      `<div class="side"><p class="side-name">${escapeXml(translation.model)}</p>${pictures(translation)}</div>`,
  );
  return `<div class="sides">${sides.join('')}</div>`;
}
