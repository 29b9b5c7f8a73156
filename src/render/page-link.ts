/** The address that shows a translation again. */
import type { Units } from './grid.js';

export interface LinkFields {
  text: string;
  source?: string;
  units?: Units;
  model?: string;
  /** Rank of the hypothesis shown for each sentence. */
  picks?: readonly number[];
}

/** Node.js takes 16 kB of headers in all; half of it leaves room for the rest. */
const LONGEST_LINK = 8000;

/** Picks as a link says them: `0.2.0`, or nothing where all are the best. */
export function picksText(picks: readonly number[]): string {
  const kept = [...picks];
  while (kept.length > 0 && kept[kept.length - 1] === 0) kept.pop();
  return kept.join('.');
}

/** Reads picks from a link; what is no number is the best. */
export function parsePicks(text: unknown): number[] {
  if (typeof text !== 'string' || !/^\d{1,2}(\.\d{1,2})*$/.test(text)) return [];
  return text.split('.').map(Number);
}

/** The link without what is at its default, or null where it would be too long for an address. */
export function pageLink({
  text,
  source = 'auto',
  units = 'words',
  model,
  picks = [],
}: LinkFields): string | null {
  const query = new URLSearchParams({ text });
  if (source !== 'auto') query.set('source', source);
  if (model) query.set('model', model);
  if (units !== 'words') query.set('units', units);
  const picked = picksText(picks);
  if (picked !== '') query.set('pick', picked);
  const link = `/?${query.toString()}`;
  return link.length <= LONGEST_LINK ? link : null;
}
