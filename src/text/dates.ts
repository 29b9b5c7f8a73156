/** Whole dates, as each language writes them: 2024년 5월 3일, May 3, 2024. */

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const SHORT = MONTHS.map((month) => month.slice(0, 3));

const MONTH = `(?<month>${MONTHS.join('|')}|(?:${SHORT.join('|')}|Sept)\\.?)`;
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th)?';

export const KOREAN_DATE = '(?:\\d{4}년 ?)?\\d{1,2}월 ?\\d{1,2}일';
export const ENGLISH_DATE = `(?:${MONTH} ${DAY}(?!\\d)(?:,? \\d{4}(?!\\d))?)`;
export const ISO_DATE = '\\d{4}([-/.])\\d{1,2}\\1\\d{1,2}(?!\\d)';

/** A Korean date in English; one that is none in the calendar stays as it is. */
export function englishDate(date: string): string {
  const [day, month, year] = (date.match(/\d+/gu) ?? []).map(Number).reverse();
  if (!(month >= 1 && month <= 12)) return date;
  return `${MONTHS[month - 1]} ${day}${year === undefined ? '' : `, ${year}`}`;
}

/** An English date in Korean. */
export function koreanDate(date: string): string {
  const { month = '', day = '' } = new RegExp(ENGLISH_DATE, 'u').exec(date)?.groups ?? {};
  const year = /\d{4}$/u.exec(date)?.[0];
  const number = SHORT.indexOf(month.slice(0, 3)) + 1;
  return `${year === undefined ? '' : `${year}년 `}${number}월 ${day}일`;
}
