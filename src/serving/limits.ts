/** How much one request may ask for, the same for the page, for programs and for the service behind them. */
import { UserError } from '../foundation/errors.js';

export interface RequestLimits {
  /** Longest text, in characters (code points). */
  maximumCharacters: number;
  /** Most sentences of a text, or of all texts of a list. */
  maximumSentences: number;
  /** Widest beam. */
  maximumBeam: number;
  /** Longest time that a request may take, in seconds. */
  maximumSeconds: number;
}

export const DEFAULT_LIMITS: RequestLimits = {
  maximumCharacters: 5000,
  maximumSentences: 500,
  maximumBeam: 10,
  maximumSeconds: 60,
};

/** Length in characters as a person counts them: code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

/** @throws UserError 413 when a text is too long */
export function checkLength(
  count: number,
  { maximumCharacters }: Pick<RequestLimits, 'maximumCharacters'>,
): void {
  if (count <= maximumCharacters) return;
  const [most, got] = [maximumCharacters, count].map((number) => number.toLocaleString('en'));
  throw new UserError(`text: expected at most ${most} characters, got ${got}; translate it in parts`, {
    status: 413,
  });
}

/** @throws UserError 413 when there are too many sentences */
export function checkSentences(count: number, { maximumSentences }: RequestLimits): void {
  if (count <= maximumSentences) return;
  throw new UserError(
    `text: expected at most ${maximumSentences} sentences, got ${count}; translate it in parts`,
    { status: 413 },
  );
}

/** @throws UserError when beam or n-best is out of range */
export function checkBeam(
  { beam, nBest }: { beam: number; nBest: number },
  { maximumBeam }: RequestLimits,
): void {
  if (!Number.isInteger(beam) || beam < 1 || beam > maximumBeam) {
    throw new UserError(`beam: expected a whole number from 1 to ${maximumBeam}, got ${beam}`);
  }
  if (!Number.isInteger(nBest) || nBest < 1 || nBest > beam) {
    throw new UserError(`n-best: expected a whole number from 1 to the beam width ${beam}, got ${nBest}`);
  }
}
