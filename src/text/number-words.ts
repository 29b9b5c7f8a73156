/** Small numbers, which one language may write in digits and the other as a word. */
import type { Language } from './language.js';

const ENGLISH: string[][] = [
  ['zero'],
  ['one', 'first', 'once'],
  ['two', 'second', 'twice', 'both'],
  ['three', 'third'],
  ['four', 'fourth'],
  ['five', 'fifth'],
  ['six', 'sixth'],
  ['seven', 'seventh'],
  ['eight', 'eighth'],
  ['nine', 'ninth'],
  ['ten', 'tenth'],
  ['eleven', 'eleventh'],
  ['twelve', 'twelfth'],
];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const KOREAN: string[][] = [
  ['영', '공'],
  ['하나', '한', '첫', '일'],
  ['둘', '두', '이'],
  ['셋', '세', '삼'],
  ['넷', '네', '사'],
  ['다섯', '오'],
  ['여섯', '육', '유월'],
  ['일곱', '칠'],
  ['여덟', '팔'],
  ['아홉', '구'],
  ['열', '십', '시월'],
  ['열한', '열하나', '십일'],
  ['열두', '열둘', '십이'],
];

/** A number of a source sentence and what it may stand as in the translation. */
export interface PlainNumber {
  digits: string;
  /** Whether a translation holds it. */
  isIn: (translation: string) => boolean;
}

function wordsOf(value: number, target: Language, isMonth: boolean): string[] {
  if (isMonth) return MONTHS[value - 1] === undefined ? [] : [MONTHS[value - 1]];
  return (target === 'en' ? ENGLISH : KOREAN)[value] ?? [];
}

function patternOf(digits: string, words: string[], target: Language): RegExp {
  const number = `(?<!\\d|\\d[.,])${digits}(?!\\d|[.,]\\d)`;
  // A Korean numeral has its counter or particle behind it.
  const word =
    target === 'en' ? `(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})` : `(?<![가-힣])(?:${words.join('|')})`;
  return new RegExp(words.length > 0 ? `${number}|${word}` : number, 'iu');
}

/**
 * The numbers of a sentence outside of its spans.
 * @param spans what is carried anyway, `[start, end)`
 */
export function plainNumbers(
  text: string,
  spans: readonly { start: number; end: number }[],
  { target }: { target: Language },
): PlainNumber[] {
  return [...text.matchAll(/\d+/gu)].flatMap(({ 0: digits, index }): PlainNumber[] => {
    if (spans.some(({ start, end }) => index >= start && index < end)) return [];
    const isMonth = target === 'en' && text[index + digits.length] === '월';
    const pattern = patternOf(digits, wordsOf(Number(digits), target, isMonth), target);
    return [{ digits, isIn: (translation) => pattern.test(translation) }];
  });
}
