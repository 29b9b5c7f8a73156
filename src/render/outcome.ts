/** A translation beside the one that is shown: its text with what changed, its probability, its heatmap. */
import type { Language } from '../text/language.js';
import { changedWords } from './changed-words.js';
import type { DrawnHypothesis, DrawnSentence } from './drawn.js';
import { gridOf } from './grid.js';
import type { Units } from './grid.js';
import { heatmapSvg } from './heatmap.js';
import type { HeatmapScale } from './heatmap.js';
import { attentionList } from './attention-list.js';
import { isReadable } from './sentence-card.js';
import { probabilityText } from './probability.js';
import { escapeXml } from './xml.js';

export interface OutcomeOptions {
  source: Language;
  target: Language;
  units: Units;
  scale: HeatmapScale;
  /** Distinguishes it from others in the document. */
  id: string;
  name: string;
}

/** The text of a hypothesis; words that another does not have are marked. */
export function changedText(text: string, from: string | null, language: Language): string {
  const words =
    from === null
      ? escapeXml(text)
      : changedWords(from, text)
          .map((word) => (word.changed ? `<mark>${escapeXml(word.text)}</mark>` : escapeXml(word.text)))
          .join(' ');
  return `<p class="outcome-text" lang="${language}">${words}</p>`;
}

/** The attention of a hypothesis, as a heatmap or, where that would be unreadable, as a list. */
export function outcomePicture(
  sentence: DrawnSentence,
  hypothesis: DrawnHypothesis,
  options: OutcomeOptions,
): string {
  const { source, target, units, scale, id, name } = options;
  const grid = gridOf(sentence, hypothesis, units);
  if (!isReadable(grid)) return attentionList(grid, { source, target });
  const svg = heatmapSvg({
    rows: grid.rows.map(({ text }) => text),
    columns: grid.columns.map(({ text }) => text),
    weights: grid.weights,
    rowLanguage: target,
    columnLanguage: source,
    title: `Attention, ${name}`,
    id,
    standalone: false,
    scale,
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="Heatmap, ${escapeXml(name)}">${svg}</div>`;
}

/** How likely the whole is, and whether it came to an end. */
export function outcomeNote({ logProbability, pieces }: DrawnHypothesis): string {
  const parts = [`probability ${probabilityText(Math.exp(logProbability))}`, `${pieces.length} pieces`];
  return `<p class="remark">${parts.join(' · ')}</p>`;
}
