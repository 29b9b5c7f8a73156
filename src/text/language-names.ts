/** By which codes and names files call the two languages: columns, keys, endings of file names, `xml:lang`. */
import type { Language } from './language.js';

const NAMES: Record<Language, readonly string[]> = {
  ko: ['ko', 'kor', 'kr', 'korean', '한국어', '한국말', '한글', '국문'],
  en: ['en', 'eng', 'english', '영어', '영문'],
};

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([language, names]) => names.map((name) => [name, language as Language])),
);

/**
 * The language of a tag of BCP 47 by its primary subtag: `ko`, `ko-KR`, `EN_us`, `kor`.
 * Undefined for any other language.
 */
export function languageOfTag(tag: string): Language | undefined {
  const primary = tag.trim().split(/[-_]/, 1)[0].toLowerCase();
  return BY_NAME.get(primary);
}

/** The language that a column or key names, alone or at its end: `ko`, `Korean`, `en-US`, `한국어`, `sentence_ko`. */
export function languageOfLabel(label: string): Language | undefined {
  const name = label.trim().toLowerCase();
  const last = /\s/.test(name) ? '' : (name.split(/[_.:-]+/).at(-1) ?? '');
  return BY_NAME.get(name) ?? languageOfRegionalTag(name) ?? BY_NAME.get(last);
}

function languageOfRegionalTag(name: string): Language | undefined {
  return /^[a-z]{2,3}[-_][a-z]{2}$/.test(name) ? languageOfTag(name) : undefined;
}
