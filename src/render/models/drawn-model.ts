/** What is drawn of a model in the registry: where it came from, and what it and its parent reached. */
import type { Language } from '../../text/language.js';

export interface DrawnScores {
  bleu: number;
  chrf: number;
}

export interface DrawnTest extends DrawnScores {
  kind: 'own' | 'base';
  /** Names the test set in comparisons. */
  id: string;
  name: string;
  /** Null where it is not known. */
  pairs: number | null;
  /** The same of the parent, or null. */
  before: DrawnScores | null;
}

/** A name that leads somewhere, where that is still there. */
export interface DrawnLink {
  name: string;
  /** Null where nothing is there any more. */
  link: string | null;
}

export interface DrawnModel {
  name: string;
  source: Language;
  target: Language;
  active: boolean;
  place: 'registered' | 'shipped' | 'folder';
  bytes: number;
  updates: number;
  /** ISO 8601; null for one that is not registered. */
  registered: string | null;
  origin: 'fine-tuning' | 'training' | 'upload' | null;
  parent: DrawnLink | null;
  /** Versions of data sets. */
  data: (DrawnLink & { pairs: number })[];
  job: DrawnLink | null;
  tests: DrawnTest[];
}

/** The models of one direction. */
export interface DrawnDirection {
  source: Language;
  target: Language;
  /** Korean → English. */
  name: string;
  /** The latest first, those without a date last. */
  models: DrawnModel[];
  /** The model that a rollback goes to, or null where nothing was promoted. */
  before: string | null;
  /** Since when the active one translates, where it was promoted; ISO 8601. */
  since: string | null;
}

export const modelLink = (name: string): string => `/models/${encodeURIComponent(name)}`;

/** The address of a comparison of two models. */
export function compareLink(a: string, b: string, test?: string): string {
  return `/models/compare?${new URLSearchParams({ a, b, ...(test !== undefined && { test }) }).toString()}`;
}

/** An id of the page for a model, which may be called anything. */
export const modelId = (name: string): string => `model-${encodeURIComponent(name).replaceAll('%', '_')}`;
