/** Words that every model of the two languages knows, and that stand for what none can know. */
import type { Language } from './language.js';
import type { SpanKind } from './protected-spans.js';

export interface Placeholder {
  /** What the model reads. */
  read: string;
  /** What it writes for that, the likeliest first; the first is what it can be made to write. */
  forms: string[];
}

const NAMES: Record<Language, string>[] = [
  { ko: '톰', en: 'Tom' },
  { ko: '서울', en: 'Seoul' },
  { ko: '메리', en: 'Mary' },
  { ko: '민수', en: 'Minsu' },
  { ko: '부산', en: 'Busan' },
  { ko: '호주', en: 'Australia' },
  { ko: '일본', en: 'Japan' },
  { ko: '중국', en: 'China' },
  { ko: '보스턴', en: 'Boston' },
  { ko: '제주도', en: 'Jeju' },
];

const DAYS: Record<Language, string>[] = [
  { ko: '월요일', en: 'Monday' },
  { ko: '금요일', en: 'Friday' },
  { ko: '토요일', en: 'Saturday' },
  { ko: '수요일', en: 'Wednesday' },
  { ko: '일요일', en: 'Sunday' },
];

const HOURS: Record<Language, string>[] = [
  { ko: '두 시', en: 'two' },
  { ko: '세 시', en: 'three' },
  { ko: '다섯 시', en: 'five' },
];

const NUMBERS = ['300', '150', '90', '400', '19', '18', '1960', '2011'];

const YEARS = ['1960', '2011', '1950', '1974', '2017'];

const words = (table: Record<Language, string>[], source: Language, target: Language): Placeholder[] =>
  table.map((word) => ({ read: word[source], forms: [word[target]] }));

/** Numbers that a Korean model likes to write as ten thousands: 300 won becomes 300만 원. */
const withUnit = (number: string, unit: string): string[] => [
  `${number}${unit}`,
  ...['만 ', '만', '천 ', ' '].map((between) => `${number}${between}${unit}`),
];

/** A number with its unit in both languages, and what a model may make of it; the number alone will do. */
function amounts(
  { ko, en, sign = null }: { ko: string; en: string; sign?: string | null },
  source: Language,
  target: Language,
): Placeholder[] {
  return NUMBERS.map((number) => {
    const english = [`${number} ${en}`, ...(sign === null ? [] : [sign + number])];
    const forms = target === 'ko' ? withUnit(number, ko) : english;
    return { read: source === 'ko' ? `${number}${ko}` : `${number} ${en}`, forms: [...forms, number] };
  });
}

/** The placeholders of a kind from one language into the other, in the order in which they are taken. */
export function placeholdersOf(kind: SpanKind, source: Language, target: Language): Placeholder[] {
  switch (kind) {
    case 'name':
      return words(NAMES, source, target);
    case 'date':
      return words(DAYS, source, target);
    case 'time':
      return HOURS.map(({ ko, en }) => ({
        read: source === 'ko' ? ko : `${en} o'clock`,
        forms: target === 'ko' ? [ko] : [`${en} o'clock`, en],
      }));
    case 'year':
      return YEARS.map((year) => ({ read: year, forms: [year] }));
    case 'number':
      return NUMBERS.map((number) => ({ read: number, forms: [number] }));
    case 'percent':
      return NUMBERS.map((number) => ({
        read: source === 'ko' ? `${number}퍼센트` : `${number} percent`,
        forms: [target === 'ko' ? `${number}퍼센트` : `${number} percent`, `${number}%`, number],
      }));
    case 'dollars':
      return amounts({ ko: '달러', en: 'dollars', sign: '$' }, source, target);
    case 'won':
      return amounts({ ko: '원', en: 'won' }, source, target);
  }
}
