/** A translation as the page shows it: its HTML for both panes, and the data that the script goes on with. */
import { alternativesList } from '../render/alternatives.js';
import { LANGUAGE_NAMES, textOf } from '../render/drawn.js';
import { alternativeLinks, lookingInside } from '../render/looking-inside.js';
import type { ShownFields } from '../render/looking-inside.js';
import { pageLink } from '../render/page-link.js';
import { translatedText } from '../render/translated-text.js';
import type { Translation } from '../serving/translation.js';
import type { Language } from '../text/language.js';
import { otherLanguage } from '../text/language.js';

export interface ResultView {
  source: Language;
  target: Language;
  sourceName: string;
  targetName: string;
  /** The translation with its words marked. */
  translated: string;
  /** The same as plain text. */
  plain: string;
  /** Other hypotheses, where there is one sentence only. */
  alternatives: string;
  /** The inside of the part that shows how it came about. */
  looking: string;
  /** The address of this translation, and of the translation back; null where it would be too long. */
  link: string | null;
  swapped: string | null;
}

/** Prepares everything that the result's template writes. */
export function resultView(translation: Translation, fields: ShownFields): ResultView {
  const { source, target, sentences } = translation;
  const { picks, units } = fields;
  const alone = sentences.length === 1 ? sentences[0] : null;
  return {
    source,
    target,
    sourceName: LANGUAGE_NAMES[source],
    targetName: LANGUAGE_NAMES[target],
    translated: translatedText(translation, { picks, units }),
    plain: textOf(translation, picks),
    alternatives: alone
      ? alternativesList(alone, {
          sentence: 1,
          picked: picks[0] ?? 0,
          target,
          ...alternativeLinks(fields, 1),
        })
      : '',
    looking: lookingInside(translation, {
      fields,
      form: 'heatmap',
      scale: 'fixed',
      interactive: false,
      open: 1,
    }),
    link: pageLink(fields),
    swapped: pageLink({ text: textOf(translation, picks), source: otherLanguage(source) }),
  };
}
