/** Pairs that a person writes or corrects, held to the same rules as those of a file. */
import { PairCleaner } from '../corpus/cleaning.js';
import { DROP_REASONS } from '../corpus/cleaning-report.js';
import { UserError } from '../foundation/errors.js';
import type { Language } from '../text/language.js';
import type { CleanPair } from './upload.js';

/** A pair as it is stored: normalised. @throws UserError for one that cleaning would drop, with the rule */
export function checkedPair({ ko, en }: CleanPair): CleanPair {
  const cleaner = new PairCleaner({ source: 'ko', target: 'en', swapped: 'drop' });
  const verdict = cleaner.take({ source: ko, target: en, line: 1 });
  if (verdict.pair) return { ko: verdict.pair.source, en: verdict.pair.target };
  throw new UserError(
    `pair: expected a sentence in Korean and its translation in English, got one of which ${DROP_REASONS[verdict.reason]}`,
  );
}

/** A text and its translation as a pair. @throws UserError as `checkedPair` */
export function pairOf(texts: {
  text: string;
  translation: string;
  source: Language | 'auto';
  target: Language;
}): CleanPair {
  const { text, translation, target } = texts;
  return checkedPair(target === 'en' ? { ko: text, en: translation } : { ko: translation, en: text });
}
