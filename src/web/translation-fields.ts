/** What a request may say, read from a query or a body and checked: text, direction, units. */
import { UserError } from '../foundation/errors.js';
import { checkLength, countCharacters } from '../serving/limits.js';
import type { RequestLimits } from '../serving/limits.js';
import type { Language } from '../text/language.js';
import { normaliseText } from '../text/normalise.js';

export type Fields = Record<string, unknown>;
export type SourceChoice = Language | 'auto';
export type Units = 'words' | 'pieces';

export const SOURCE_CHOICES: readonly SourceChoice[] = ['auto', 'ko', 'en'];
export const TARGET_CHOICES: readonly Language[] = ['ko', 'en'];
export const UNITS: readonly Units[] = ['words', 'pieces'];

export type Limits = RequestLimits;

/** A field that is one of a few words; left out or empty, it is the fallback. */
export function readChoice<T extends string>(
  fields: Fields,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = fields[name];
  if (value === undefined || value === '') return fallback;
  const choice = choices.find((one) => one === value);
  if (choice === undefined) {
    throw new UserError(`${name}: expected ${choices.join(' or ')}, got ${shown(value)}`);
  }
  return choice;
}

/** A field that is a string; left out, it is `''`. */
export function readText(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value !== 'string') throw new UserError(`${name}: expected one text, got ${shown(value)}`);
  return value;
}

/** A whole number between two bounds; left out or empty, it is the fallback. */
export function readInteger(
  fields: Fields,
  name: string,
  { minimum, maximum, fallback }: { minimum: number; maximum: number; fallback: number },
): number {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return fallback;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < minimum || number > maximum) {
    throw new UserError(
      `${name}: expected a whole number from ${minimum} to ${maximum}, got ${shown(value)}`,
    );
  }
  return number;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…"` : text;
}

/** Whether there is a letter or digit, and so something to translate. */
export function hasWords(text: string): boolean {
  return /[\p{Letter}\p{Number}]/u.test(normaliseText(text));
}

/**
 * Checks that there is something to translate and not too much of it.
 * @throws UserError 400 for text without a letter or digit, 413 for one that is too long
 */
export function checkText(text: string, limits: Pick<Limits, 'maximumCharacters'>): void {
  checkLength(countCharacters(text), limits);
  if (normaliseText(text) === '') {
    throw new UserError('text: expected a sentence in Korean or English, got nothing; type or paste one');
  }
  if (!hasWords(text)) {
    throw new UserError(
      'text: expected words in Korean or English, got only signs; add a sentence around them',
    );
  }
}
