/** What the page shows, and how it begins: from what the server wrote and from what the reader chose before. */
import type { DrawnTranslation } from '../render/drawn.js';
import type { Units } from '../render/grid.js';
import type { HeatmapScale } from '../render/heatmap.js';
import type { ShownFields } from '../render/looking-inside.js';
import type { Example, Failure, MissingDirection } from '../render/notice.js';
import type { AttentionForm } from '../render/sentence-card.js';
import type { Language } from '../text/language.js';
import { readSetting } from './settings.js';
import { Store } from './store.js';

export type SourceChoice = Language | 'auto';

export type RequestState = { kind: 'rest' } | { kind: 'waiting' } | { kind: 'failed'; failure: Failure };

export type Tab = 'attention' | 'step' | 'what-if' | 'search' | 'compare';

/** A row, a column or a cell of a sentence's grid. */
export interface Selection {
  /** Counted from 1. */
  sentence: number;
  row: number | null;
  column: number | null;
}

export interface PageState {
  /** What stands in the form. */
  text: string;
  source: SourceChoice;
  /** Name of the model, or `''` for the first of the direction. */
  model: string;
  request: RequestState;
  /** What is shown, with the form's fields that it came from. */
  translation: DrawnTranslation | null;
  shown: { text: string; source: SourceChoice; model: string };
  /** Rank of the hypothesis shown for each sentence. */
  picks: number[];
  units: Units;
  form: AttentionForm;
  scale: HeatmapScale;
  /** The sentence that is looked into, counted from 1. */
  open: number;
  tab: Tab;
  /** What the pointer or the focus is at, and what a click has chosen. */
  aimed: Selection | null;
  pinned: Selection | null;
  /** The piece of the open sentence that a step or a change is about, and the piece to stand there instead. */
  position: number | null;
  next: string | null;
  /** Whether words are tinted by their probability. */
  tinted: boolean;
  /** Whether the text is translated while it is written. */
  live: boolean;
}

/** An installed model, as the page needs to know it. */
export interface ModelName {
  name: string;
  source: Language;
  target: Language;
}

/** What the server writes into the page for the script. */
export interface PageData {
  fields: ShownFields;
  translation: DrawnTranslation | null;
  models: ModelName[];
  missing: MissingDirection[];
  examples: Example[];
  maximumCharacters: number;
}

export type PageStore = Store<PageState>;

/** Reads the data that the server wrote. */
export function readPageData(): PageData {
  const template = document.getElementById('page-data');
  if (!(template instanceof HTMLTemplateElement)) throw new Error('page: expected its data, got none');
  return JSON.parse(template.content.textContent) as PageData;
}

const isOneOf =
  <T extends string>(...values: T[]) =>
  (value: unknown): value is T =>
    values.includes(value as T);

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** The state that the page begins with. */
export function initialStore({ fields, translation }: PageData): PageStore {
  const form = {
    text: fields.text,
    source: (fields.source ?? 'auto') as SourceChoice,
    model: fields.model ?? '',
  };
  return new Store<PageState>({
    ...form,
    request: { kind: 'rest' },
    translation,
    shown: form,
    picks: [...fields.picks],
    units: fields.units,
    form: readSetting('form', isOneOf('heatmap', 'lines', 'list'), 'heatmap'),
    scale: readSetting('scale', isOneOf('fixed', 'row'), 'fixed'),
    open: 1,
    tab: 'attention',
    aimed: null,
    pinned: null,
    position: null,
    next: null,
    tinted: readSetting('tinted', isBoolean, false),
    live: readSetting('live', isBoolean, true),
  });
}

/** The fields that lead to the translation that is shown. */
export function shownFields({ shown, units, picks }: Readonly<PageState>): ShownFields {
  const { text, source, model } = shown;
  return { text, source, units, picks, model: model === '' ? undefined : model };
}
