/** What people put around a sentence to say how they feel: emoji, laughing and weeping letters. */
import type { Language } from './language.js';

/** One emoji as one sees it: with skin tone, joined with others, a keycap or a flag. */
export const EMOJI =
  '(?:\\p{Regional_Indicator}{2}|[0-9#*]\\uFE0F?\\u20E3|\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier}|[\\u{E0020}-\\u{E007F}]|\\u200D\\p{Extended_Pictographic})*)';

const LETTERS: Record<Language, string> = {
  ko: '[ㅋㅎㅠㅜ]+',
  en: '(?<![\\p{L}\\p{N}])(?:lol|lmao|rofl|(?:ha){2,}h?|(?:he){2,})(?![\\p{L}\\p{N}])',
};
const SIGNS = "[:;=]['‘’]?-?[()DPp]+|\\^_?\\^|[♡♥☆★♪]+";

const sequence = (language: Language): string =>
  `(?:${EMOJI}|${language === 'en' ? `${LETTERS.en}|` : ''}${LETTERS.ko}|${SIGNS})`;

const patterns = (language: Language): { before: RegExp; after: RegExp; each: RegExp } => {
  const mood = sequence(language);
  return {
    before: new RegExp(`^(?:${mood}[ ,.!~]*)+(?=[^ ,.!?~])`, 'iu'),
    after: new RegExp(` *${mood}(?:[ .!?~…]*${mood})*[ .!?~…]*$`, 'iu'),
    each: new RegExp(mood, 'giu'),
  };
};
const PATTERNS = { ko: patterns('ko'), en: patterns('en') };

export interface Surrounded {
  /** Moods before the sentence, white space included. */
  before: string;
  sentence: string;
  /** Moods behind it, white space included. */
  after: string;
}

/** Takes the moods off both ends of a normalised sentence; a text of moods alone is left without a sentence. */
export function takeMoods(text: string, language: Language): Surrounded {
  const { before: leading, after: trailing } = PATTERNS[language];
  const after = trailing.exec(text)?.[0] ?? '';
  const rest = text.slice(0, text.length - after.length);
  const before = leading.exec(rest)?.[0] ?? '';
  return { before, sentence: rest.slice(before.length), after };
}

const IN_ENGLISH: [RegExp, string][] = [
  [/^[ㅋ]/u, 'lol'],
  [/^[ㅎ]/u, 'haha'],
  [/^[ㅠㅜ]/u, ':('],
];
const IN_KOREAN: [RegExp, string][] = [
  [/^(?:lol|lmao|rofl)/iu, 'ㅋㅋㅋ'],
  [/^h[ae]/iu, 'ㅎㅎ'],
  [/^[:;=]['‘’]?-?\(/u, 'ㅠㅠ'],
];

/**
 * Moods as the other language writes them: ㅋㅋ lol, ㅎㅎ haha, ㅠㅠ :( and back; emoji are the same in both.
 * @param target the language into which
 */
export function translateMoods(moods: string, target: Language): string {
  const table = target === 'en' ? IN_ENGLISH : IN_KOREAN;
  return moods.replace(PATTERNS[target === 'en' ? 'ko' : 'en'].each, (mood, ...rest: unknown[]) => {
    const found = table.find(([pattern]) => pattern.test(mood))?.[1];
    if (found === undefined) return mood;
    const place = rest.find((one) => typeof one === 'number') ?? 0;
    // In English it is a word and stands apart.
    const apart = target === 'en' && place === 0 ? ' ' : '';
    return apart + found;
  });
}
