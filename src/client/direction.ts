/** Which language is translated into which: chosen, detected, swapped, and said with `lang` where it counts. */
import { LANGUAGE_NAMES, textOf } from '../render/drawn.js';
import { detectLanguage, otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { part } from './page.js';
import type { ModelName, PageState, PageStore, SourceChoice } from './state.js';
import { putText } from './text-field.js';
import type { Translating } from './translating.js';

/** The language of what stands in the form, or null where it cannot be told yet. */
export function sourceOf({ source, text }: Readonly<PageState>): Language | null {
  if (source !== 'auto') return source;
  const { language, confidence } = detectLanguage(text);
  return confidence > 0 ? language : null;
}

const radios = (): HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>('input[name="source"]'),
];

function showDirection(state: Readonly<PageState>): void {
  const source = sourceOf(state);
  const field = part('text', HTMLTextAreaElement);
  if (source) field.lang = source;
  else field.removeAttribute('lang');
  const detected = state.source === 'auto' && source;
  part('detected', HTMLElement).textContent = detected ? ` · ${LANGUAGE_NAMES[source]}` : '';
  part('target-name', HTMLElement).textContent = source
    ? LANGUAGE_NAMES[otherLanguage(source)]
    : 'Translation';
  for (const radio of radios()) radio.checked = radio.value === state.source;
}

/** A model that translates another way is let go. */
function fittingModel(models: ModelName[], state: Readonly<PageState>): string {
  const source = sourceOf(state);
  const model = models.find(({ name }) => name === state.model);
  return model && source && model.source !== source ? '' : state.model;
}

/** The translation becomes the text, and the other way round. */
function swap(store: PageStore, translating: Translating): void {
  const { translation, picks } = store.state;
  const source = sourceOf(store.state);
  const next: SourceChoice = source ? otherLanguage(source) : 'en';
  if (translation) putText(store, textOf(translation, picks));
  store.update({ source: next });
  if (translation) translating.now();
  part('text', HTMLTextAreaElement).focus();
}

/** Joins the languages over the panes to the state. */
export function connectDirection(store: PageStore, translating: Translating, models: ModelName[]): void {
  for (const radio of radios()) {
    radio.addEventListener('change', () => {
      store.update({ source: radio.value as SourceChoice });
      if (store.state.text.trim() !== '') translating.now();
    });
  }
  part('swap', HTMLElement).addEventListener('click', () => swap(store, translating));

  const select = document.getElementById('model');
  if (select instanceof HTMLSelectElement) {
    select.addEventListener('change', () => {
      store.update({ model: select.value });
      if (store.state.text.trim() !== '') translating.now();
    });
    store.watch(['model'], ({ model }) => (select.value = model));
  }
  store.watch(['text', 'source'], (state) => {
    showDirection(state);
    store.update({ model: fittingModel(models, state) });
  });
  showDirection(store.state);
}
