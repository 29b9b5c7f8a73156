/** Small things that several parts of the pages for models are made of. */
import { escapeXml } from '../xml.js';
import type { DrawnLink, DrawnModel } from './drawn-model.js';

/** `18.3 MB`, `640 kB` */
export function bytesText(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.ceil(bytes / 1e3)} kB`;
}

/** A score as it is written everywhere: with two digits where they mean something. */
export const scoreText = (score: number): string => score.toFixed(score >= 30 ? 1 : 2);

/** `+49.8`, `−0.03`, `±0` */
export function differenceText(difference: number): string {
  const digits = Math.abs(difference) >= 10 ? 1 : 2;
  const shown = Math.abs(difference).toFixed(digits);
  if (Number(shown) === 0) return '±0';
  return `${difference < 0 ? '−' : '+'}${shown}`;
}

/** A link, or the name alone where it leads nowhere any more. */
export function linkOrName({ name, link }: DrawnLink, gone = 'no longer here'): string {
  const text = escapeXml(name);
  if (link === null) return `<span title="${escapeXml(gone)}">${text}</span>`;
  return `<a href="${escapeXml(link)}">${text}</a>`;
}

const PLACES: Record<DrawnModel['place'], string> = {
  registered: '',
  shipped: 'shipped',
  folder: 'in a folder',
};

/** What a model is besides its name. */
export function modelBadges({ active, place }: Pick<DrawnModel, 'active' | 'place'>): string {
  const own = active ? '<span class="badge">active</span>' : '';
  const where = PLACES[place] === '' ? '' : `<span class="badge plain">${PLACES[place]}</span>`;
  return [own, where].filter((badge) => badge !== '').join(' ');
}

/** A form with one button that posts to the interface and comes back. @param button with the model that it is about */
export function postForm(
  action: string,
  fields: Record<string, string>,
  button: { label: string; className: string; about: string; promotes?: boolean },
): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeXml(name)}" value="${escapeXml(value)}">`,
  );
  const about = escapeXml(button.about);
  const promotes = button.promotes ? ` data-promotes="${about}"` : '';
  return (
    `<form method="post" action="${escapeXml(action)}" data-live data-about="${about}"${promotes}>${inputs.join('')}` +
    `<button type="submit" class="${button.className}">${escapeXml(button.label)}</button></form>`
  );
}

/** What asks before it is done: it unfolds, and is a dialog with a script. */
export function asking(opener: { label: string; className: string }, question: string, form: string): string {
  return (
    `<details class="asks"><summary class="${opener.className}">${escapeXml(opener.label)}</summary>` +
    `<div class="asks-inside"><p>${escapeXml(question)}</p><div class="actions">${form}</div></div></details>`
  );
}
