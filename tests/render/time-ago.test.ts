import { expect, it } from 'vitest';
import { agoText, timeAgo } from '../../src/render/time-ago.js';

const NOW = new Date('2026-05-20T12:00:00Z');

it.each([
  ['2026-05-20T12:00:05Z', 'just now'],
  ['2026-05-20T11:59:01Z', 'just now'],
  ['2026-05-20T11:59:00Z', '1 minute ago'],
  ['2026-05-20T11:01:00Z', '59 minutes ago'],
  ['2026-05-20T10:59:00Z', '1 hour ago'],
  ['2026-05-19T13:00:00Z', '23 hours ago'],
  ['2026-05-18T11:00:00Z', '2 days ago'],
  ['2026-05-03T11:00:00Z', '3 May 2026'],
])('%s was %s', (time, words) => {
  expect(agoText(new Date(time), NOW)).toBe(words);
});

it('keeps the whole time in the element', () => {
  expect(timeAgo('2026-05-20T11:00:00.000Z', NOW)).toMatch(
    /^<time datetime="2026-05-20T11:00:00\.000Z" title="20 May 2026[^"]*">1 hour ago<\/time>$/,
  );
  expect(timeAgo('<b>', NOW)).toBe('&lt;b&gt;');
});
