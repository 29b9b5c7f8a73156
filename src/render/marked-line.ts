/** A line of text as HTML in which each word or piece can be pointed at, without changing what it says. */
import type { GridUnit } from './grid.js';
import { markText } from './marked-text.js';
import { certaintyStep } from './probability.js';
import { escapeXml } from './xml.js';

export interface LinePlace {
  /** Counted from 1. */
  sentence: number;
  axis: 'row' | 'column';
}

/**
 * Marks the units of a line as `.word`, with `data-sentence` and `data-row` or `data-column`.
 * @param probabilities of each unit; with them a word has the class of its step of certainty
 */
export function markedLine(
  text: string,
  units: GridUnit[],
  { sentence, axis }: LinePlace,
  probabilities?: number[],
): string {
  return markText(
    text,
    units.map((unit) => unit.text),
  )
    .map(({ text: stretch, index }) => {
      if (index === null) return escapeXml(stretch);
      const tint = probabilities ? ` certainty-${certaintyStep(probabilities[index])}` : '';
      return `<span class="word${tint}" data-sentence="${sentence}" data-${axis}="${index}">${escapeXml(stretch)}</span>`;
    })
    .join('');
}
