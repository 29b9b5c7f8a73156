/** Moments in the reader's words: how long ago, with the exact time for those who want it. */
import { escapeXml } from './xml.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Longer ago a date says more than a number of days. */
const LONGEST_AGO = 14 * DAY;

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'} ago`;

const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `3 minutes ago`, `yesterday`, or a date. */
export function momentText(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  if (!Number.isFinite(seconds)) return iso;
  if (seconds < MINUTE) return 'just now';
  if (seconds < HOUR) return counted(Math.floor(seconds / MINUTE), 'minute');
  if (seconds < DAY) return counted(Math.floor(seconds / HOUR), 'hour');
  if (seconds < 2 * DAY) return 'yesterday';
  if (seconds < LONGEST_AGO) return counted(Math.floor(seconds / DAY), 'day');
  return DATE.format(then);
}

/** A moment as an element that also tells it exactly. */
export function moment(iso: string, now: Date = new Date()): string {
  const exact = iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
  return `<time datetime="${escapeXml(iso)}" title="${escapeXml(exact)}">${escapeXml(momentText(iso, now))}</time>`;
}
