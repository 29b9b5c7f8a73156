/** The fields of LibreTranslate's `/translate` and its neighbours, refused in its words. */
import { UserError } from '../foundation/errors.js';
import { countCharacters } from '../serving/limits.js';
import type { Language } from '../text/language.js';
import { SOURCE_CHOICES, TARGET_CHOICES } from './translation-fields.js';
import type { Fields, Limits, SourceChoice } from './translation-fields.js';

export interface TranslateFields {
  texts: string[];
  /** Whether `q` came as a list, and lists go back. */
  batch: boolean;
  source: SourceChoice;
  target: Language;
  format: 'text' | 'html';
  alternatives: number;
}

const bad = (message: string): UserError => new UserError(message);

const missing = (name: string): UserError => bad(`Invalid request: missing ${name} parameter`);

/** A value as LibreTranslate names it in an error, short and on one line. */
const named = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s+/gu, ' ').slice(0, 20) : typeof value;

function readLanguage<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const value = fields[name];
  if (value === undefined || value === null || value === '') throw missing(name);
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw bad(`${named(value)} is not supported`);
  return choice;
}

/** The languages of a request. */
export function readLanguages(fields: Fields): { source: SourceChoice; target: Language } {
  return {
    source: readLanguage(fields, 'source', SOURCE_CHOICES),
    target: readLanguage(fields, 'target', TARGET_CHOICES),
  };
}

/** A field that holds one text. */
export function readOneText(fields: Fields, name: string, limits: Limits): string {
  const value = fields[name];
  if (value === undefined || value === null || value === '') throw missing(name);
  if (typeof value !== 'string') throw bad(`Invalid request: ${name} must be a string`);
  checkTotal([value], limits);
  return value;
}

function readTexts(q: unknown): { texts: string[]; batch: boolean } {
  if (typeof q === 'string' && q !== '') return { texts: [q], batch: false };
  if (Array.isArray(q) && q.length > 0) {
    if (q.every((text) => typeof text === 'string')) return { texts: q, batch: true };
    throw bad('Invalid request: q must be a string or a list of strings');
  }
  throw missing('q');
}

function checkTotal(texts: string[], { maximumCharacters }: Limits): void {
  const count = texts.reduce((sum, text) => sum + countCharacters(text), 0);
  if (count > maximumCharacters) {
    throw bad(`Invalid request: request (${count}) exceeds text limit (${maximumCharacters})`);
  }
}

function checkBatch(texts: string[], { maximumSentences }: Limits): void {
  if (texts.length > maximumSentences) {
    throw bad(`Invalid request: request (${texts.length}) exceeds text limit (${maximumSentences})`);
  }
}

function readFormat({ format }: Fields): 'text' | 'html' {
  if (format === undefined || format === null || format === '') return 'text';
  if (format === 'text' || format === 'html') return format;
  throw bad(`${named(format)} format is not supported`);
}

/** Fewer than none are none. */
function readAlternatives({ alternatives }: Fields, { maximumBeam }: Limits): number {
  if (alternatives === undefined || alternatives === null || alternatives === '') return 0;
  const count = Number(alternatives);
  if (typeof alternatives === 'object' || !Number.isInteger(count)) {
    throw bad('Invalid request: alternatives parameter is not a number');
  }
  if (count >= maximumBeam) {
    throw bad(`Invalid request: alternatives parameter must be <= ${maximumBeam - 1}`);
  }
  return Math.max(0, count);
}

/** @throws UserError in LibreTranslate's words, with status 400 as it does */
export function readTranslateFields(fields: Fields, limits: Limits): TranslateFields {
  const { texts, batch } = readTexts(fields.q);
  const languages = readLanguages(fields);
  const format = readFormat(fields);
  const alternatives = readAlternatives(fields, limits);
  checkBatch(texts, limits);
  checkTotal(texts, limits);
  return { texts, batch, ...languages, format, alternatives };
}
