/** Attention as a table of percentages, for readers who cannot see a heatmap. */
import type { Language } from '../text/language.js';
import { LANGUAGE_NAMES } from './drawn.js';
import { shownName } from './grid.js';
import type { Grid } from './grid.js';
import { escapeXml } from './xml.js';

/** A table with a header for each word on both sides. */
export function attentionTable(
  { rows, columns, weights }: Grid,
  { source, target }: { source: Language; target: Language },
): string {
  const heads = columns.map(
    ({ text }) => `<th scope="col" lang="${source}">${escapeXml(shownName(text))}</th>`,
  );
  const lines = rows.map(({ text }, row) => {
    const numbers = weights[row].map((weight) => `<td>${Math.round(weight * 100)}</td>`);
    return `<tr><th scope="row" lang="${target}">${escapeXml(shownName(text))}</th>${numbers.join('')}</tr>`;
  });
  return (
    '<table><caption>Attention in percent: each row is a part of the translation, each column a part of the source.</caption>' +
    `<thead><tr><th scope="col">${LANGUAGE_NAMES[target]} \\ ${LANGUAGE_NAMES[source]}</th>${heads.join('')}</tr></thead>` +
    `<tbody>${lines.join('')}</tbody></table>`
  );
}
