/** Everything under a translation that shows how it came about, as HTML; with and without a script. */
import { cardBody, cardSummary } from './sentence-card.js';
import type { CardOptions, CardPlace } from './sentence-card.js';
import { LANGUAGE_NAMES } from './drawn.js';
import type { DrawnTranslation } from './drawn.js';
import { pageLink, picksText } from './page-link.js';
import type { LinkFields } from './page-link.js';
import type { Units } from './grid.js';
import { escapeXml } from './xml.js';

/** What the address of the translation says. */
export type ShownFields = Required<Pick<LinkFields, 'text' | 'units' | 'picks'>> &
  Omit<LinkFields, 'units' | 'picks'>;

export interface LookingOptions extends Omit<CardOptions, 'source' | 'target' | 'units'> {
  fields: ShownFields;
  /** The card that is open, counted from 1; the others are only filled without a script. */
  open: number;
}

/** Picks with that of one sentence changed. */
export function repicked(picks: readonly number[], sentence: number, rank: number): number[] {
  const changed = Array.from({ length: Math.max(picks.length, sentence) }, (_, index) => picks[index] ?? 0);
  changed[sentence - 1] = rank;
  return changed;
}

/** Where the alternatives of a sentence lead. */
export function alternativeLinks(fields: ShownFields, sentence: number): CardPlace['alternatives'] {
  return {
    linkOf: (rank) => pageLink({ ...fields, picks: repicked(fields.picks, sentence, rank) }),
    picksOf: (rank) => picksText(repicked(fields.picks, sentence, rank)),
  };
}

function unitsSwitch(fields: ShownFields): string {
  const choices = (['words', 'pieces'] as Units[]).map((units) => {
    const name = units === 'words' ? 'Words' : 'Pieces';
    const current = fields.units === units ? ' aria-current="true"' : '';
    const link = pageLink({ ...fields, units });
    return link === null
      ? `<button type="submit" form="translator" name="units" value="${units}" data-units="${units}"${current}>${name}</button>`
      : `<a href="${escapeXml(link)}#attention" data-units="${units}"${current}>${name}</a>`;
  });
  return `<nav class="segmented" aria-label="Units">${choices.join('')}</nav>`;
}

/** A row of buttons of which one is pressed; only a script can use them. */
function segmented(label: string, field: string, chosen: string, choices: [string, string][]): string {
  const buttons = choices.map(
    ([value, name]) =>
      `<button type="button" data-${field}="${value}" aria-pressed="${value === chosen}">${name}</button>`,
  );
  return `<div class="segmented scripted-only" role="group" aria-label="${label}">${buttons.join('')}</div>`;
}

function explanation({ fields, form }: LookingOptions, { source }: DrawnTranslation): string {
  const unit = fields.units === 'words' ? 'word' : 'piece';
  const where = `where the model looked in the ${LANGUAGE_NAMES[source]} source while it wrote that ${unit}`;
  const picture = {
    heatmap: `Each row shows ${where}. The stronger the colour, the more it looked there.`,
    lines: `Lines lead from each ${unit} of the translation to ${where}; the wider, the more.`,
    list: `Each line shows ${where}, the strongest first.`,
  }[form];
  const pieces =
    fields.units === 'pieces' ? ' Pieces are what the model reads and writes; ▁ begins a word.' : '';
  return picture + pieces;
}

function head(translation: DrawnTranslation, options: LookingOptions): string {
  const { fields, form, scale } = options;
  return (
    `<header class="attention-head"><div><h2 id="attention-name">Looking inside</h2><p>${explanation(options, translation)}</p></div>` +
    `<div class="toolbar">` +
    segmented('Picture', 'form', form, [
      ['heatmap', 'Heatmap'],
      ['lines', 'Lines'],
      ['list', 'List'],
    ]) +
    unitsSwitch(fields) +
    (form === 'heatmap'
      ? segmented('Scale of the colours', 'scale', scale, [
          ['fixed', '0–100 %'],
          ['row', 'By row'],
        ])
      : '') +
    '</div></header>'
  );
}

/** The tabs of a card, each with its panel; all but the first are filled by a script. */
function tabbed(body: string, number: number): string {
  const tabs = [
    ['attention', 'Attention'],
    ['step', 'Inside a step'],
    ['what-if', 'What if'],
    ['search', 'The search'],
    ['compare', 'Compare'],
  ];
  const buttons = tabs.map(
    ([tab, name], index) =>
      `<button type="button" role="tab" id="tab-${tab}-${number}" data-tab="${tab}" aria-selected="${index === 0}" ` +
      `aria-controls="panel-${tab}-${number}"${index === 0 ? '' : ' tabindex="-1"'}>${name}</button>`,
  );
  const panels = tabs.map(([tab], index) => {
    const names = `id="panel-${tab}-${number}" data-panel="${tab}" aria-labelledby="tab-${tab}-${number}"`;
    return index === 0
      ? `<div class="panel" ${names} role="tabpanel">${body}</div>`
      : `<div class="panel" ${names} role="tabpanel" tabindex="0" hidden></div>`;
  });
  return (
    `<div class="tabs scripted-only" role="tablist" aria-label="Sentence ${number}">${buttons.join('')}</div>` +
    panels.join('')
  );
}

/** The inside of `#attention`: a head with switches, and a card for each sentence. */
export function lookingInside(translation: DrawnTranslation, options: LookingOptions): string {
  const { sentences, source, target } = translation;
  const { fields, open, interactive } = options;
  const several = sentences.length > 1;
  const cards = sentences.map((sentence, index) => {
    const number = index + 1;
    const place: CardPlace = {
      number,
      picked: fields.picks[index] ?? 0,
      several,
      alternatives: alternativeLinks(fields, number),
    };
    const isOpen = number === open;
    const filled = isOpen || !interactive;
    const body = filled ? cardBody(sentence, place, { ...options, source, target, units: fields.units }) : '';
    const content = sentence.unchanged || body === '' ? body : tabbed(body, number);
    const marks = `class="sentence" data-sentence="${number}"`;
    if (!several) return `<article ${marks}>${content}</article>`;
    return `<details ${marks}${interactive ? ' name="sentence"' : ''}${isOpen ? ' open' : ''}>${cardSummary(sentence, number, source)}${content}</details>`;
  });
  return head(translation, options) + cards.join('');
}
