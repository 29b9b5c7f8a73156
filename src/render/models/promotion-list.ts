/** The history of promotions: when, from which model to which, and why one was refused. */
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { linkOrName } from './parts.js';
import type { DrawnLink } from './drawn-model.js';

export interface DrawnChange {
  /** ISO 8601. */
  time: string;
  /** Korean → English. */
  direction: string;
  kind: 'promoted' | 'forced' | 'rolled back' | 'refused';
  from: DrawnLink | null;
  to: DrawnLink;
  /** Why, where it was refused. */
  reason: string | null;
}

const KINDS: Record<DrawnChange['kind'], string> = {
  promoted: '<span class="badge">promoted</span>',
  forced: '<span class="badge">promoted</span> <span class="badge warm">forced</span>',
  'rolled back': '<span class="badge plain">rolled back</span>',
  refused: '<span class="badge warm">refused</span>',
};

const capitalised = (line: string): string => line.charAt(0).toUpperCase() + line.slice(1);

function row({ time, direction, kind, from, to, reason }: DrawnChange): string {
  const why = reason === null ? '' : `<p class="hint">${escapeXml(capitalised(reason))}.</p>`;
  return (
    `<tr><td class="when">${timeAgo(time)}</td><td>${escapeXml(direction)}</td>` +
    `<td>${from ? linkOrName(from) : '—'}</td><td>${linkOrName(to)}</td><td>${KINDS[kind]}${why}</td></tr>`
  );
}

/** The table; a line that says what will stand here where there is nothing. */
export function promotionList(changes: readonly DrawnChange[]): string {
  if (changes.length === 0) {
    return '<p class="hint">Nothing was promoted yet. Each promotion, each one that is refused and each way back will stand here.</p>';
  }
  return (
    '<div class="table-room" tabindex="0" role="region" aria-label="History of promotions"><table class="table history">' +
    '<thead><tr><th scope="col">When</th><th scope="col">Direction</th><th scope="col">From</th><th scope="col">To</th><th scope="col">What</th></tr></thead>' +
    `<tbody>${changes.map(row).join('')}</tbody></table></div>`
  );
}
