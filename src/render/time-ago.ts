/** When something was, in a reader's words. */
import { escapeXml } from './xml.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on the date says more. */
const LONGEST = 14 * DAY;

const several = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'} ago`;

/** `just now`, `3 minutes ago`, `2 days ago`, `3 May 2026`; what lies ahead by a clock's fault is now. */
export function agoText(time: Date, now: Date): string {
  const passed = now.getTime() - time.getTime();
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return several(Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return several(Math.floor(passed / HOUR), 'hour');
  if (passed < LONGEST) return several(Math.floor(passed / DAY), 'day');
  return time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** The same as an element, with the whole time for machines and for those who point at it. @param iso ISO 8601 */
export function timeAgo(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return escapeXml(iso);
  const whole = time.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
  return `<time datetime="${time.toISOString()}" title="${escapeXml(whole)}">${agoText(time, now)}</time>`;
}
