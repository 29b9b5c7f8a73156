/** The report of cleaning: what would be kept, what not and why, with the lines to look at. */
import { bar } from '../bar.js';
import { escapeXml } from '../xml.js';
import { counted } from '../counted.js';
import { DROPPED, MENDED, UNREAD } from './reasons.js';
import type { Reason } from './reasons.js';

export interface DrawnLine {
  line: number;
  /** Korean. */
  source: string;
  /** English. */
  target: string;
  detail?: string;
}

export interface DrawnTally {
  count: number;
  /** The first of them. */
  samples: DrawnLine[];
}

export interface DrawnReport {
  read: number;
  kept: number;
  dropped: Record<string, DrawnTally>;
  mended: Record<string, DrawnTally>;
  /** Of sentences that must not be trained on; none where they were not looked for. */
  excluded: { exact: number; near: number }[];
}

const filled = (tallies: Record<string, DrawnTally>): [string, DrawnTally][] =>
  Object.entries(tallies).filter(([, { count }]) => count > 0);

function side(text: string, lang: string): string {
  if (text.trim() === '') return `<p class="pair-side nothing">empty</p>`;
  return `<p class="pair-side" lang="${lang}">${escapeXml(text)}</p>`;
}

/** A line as it stood; one that could not be read is shown whole. */
function lineItem({ line, source, target, detail }: DrawnLine, isUnread: boolean): string {
  const text = isUnread
    ? `<p class="pair-side whole">${escapeXml(source)}</p>`
    : side(source, 'ko') + side(target, 'en');
  const remark = detail === undefined ? '' : `<p class="pair-detail">${escapeXml(detail)}</p>`;
  return `<li class="pair specimen"><span class="pair-line">line ${line.toLocaleString('en')}</span>${text}${remark}</li>`;
}

function tally(key: string, { count, samples }: DrawnTally, reasons: Record<string, Reason>): string {
  const { name, why } = reasons[key] ?? { name: key, why: '' };
  const more =
    count > samples.length
      ? `<p class="hint">The first ${samples.length} of ${count.toLocaleString('en')}.</p>`
      : '';
  return (
    `<section class="reason" data-reason="${escapeXml(key)}"><h3>${escapeXml(name)} <span class="badge plain">${counted(count, 'line')}</span></h3>` +
    `<p class="hint">${escapeXml(why)}</p>` +
    `<ol class="pairs">${samples.map((sample) => lineItem(sample, UNREAD.has(key))).join('')}</ol>${more}</section>`
  );
}

/** What the lines have to do with the base test, in a sentence. */
export function baseTestLine({ excluded }: Pick<DrawnReport, 'excluded'>): string {
  if (excluded.length === 0) return 'They were not compared with the base test, as you chose.';
  const exact = excluded.reduce((sum, one) => sum + one.exact, 0);
  const near = excluded.reduce((sum, one) => sum + one.near, 0);
  if (exact + near === 0) return 'None of them stands in the base test.';
  const parts = [
    ...(exact > 0 ? [`${counted(exact, 'line')} with a sentence of the base test`] : []),
    ...(near > 0 ? [`${counted(near, 'line')} with nearly one`] : []),
  ];
  return `Among them ${exact + near === 1 ? 'is' : 'are'} ${parts.join(' and ')}, left out so that its score goes on to say something.`;
}

/** How much is kept: figures and a bar. */
export function cleaningSummary({ read, kept, mended }: DrawnReport): string {
  const mendings = filled(mended).reduce((sum, [, { count }]) => sum + count, 0);
  const figure = (name: string, value: number): string =>
    `<div><dt>${name}</dt><dd>${value.toLocaleString('en')}</dd></div>`;
  return (
    `<dl class="figures">${figure('read', read)}${figure('kept', kept)}${figure('dropped', read - kept)}${figure('mended', mendings)}</dl>` +
    `<div class="kept-share">${bar(read === 0 ? 0 : kept / read)}</div>`
  );
}

/** All reasons for which lines were dropped, with the first lines of each; empty where none was. */
export function droppedLines({ dropped }: DrawnReport): string {
  return filled(dropped)
    .map(([key, one]) => tally(key, one, DROPPED))
    .join('');
}

/** The same of lines that were kept after mending, as they stood before. */
export function mendedLines({ mended }: DrawnReport): string {
  return filled(mended)
    .map(([key, one]) => tally(key, one, MENDED))
    .join('');
}
