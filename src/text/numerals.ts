/** Large numbers of which part is a word: 3만 5천, 2억, 1.5 million. */

const KOREAN_UNITS: Record<string, number> = { 백: 1e2, 천: 1e3, 만: 1e4, 억: 1e8, 조: 1e12 };
const ENGLISH_UNITS: Record<string, number> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

/** 3만 5천, 1억 2,000만: digits, each with its unit, the last perhaps without one. */
export const KOREAN_NUMERAL =
  '\\d[\\d,]*(?:\\.\\d+)?[백천만억조]+(?: ?\\d[\\d,]*(?:\\.\\d+)?[백천만억조]+)*(?: ?\\d[\\d,]*(?![\\d.,]*[:\\p{L}%-]))?';
export const ENGLISH_NUMERAL = '\\d[\\d,]*(?:\\.\\d+)? (?:thousand|million|billion|trillion)(?![\\p{L}])';

const withCommas = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US', { maximumFractionDigits: 0 }) : String(value);

/** The largest unit of which a number has at most two decimals; only from a million on. */
function inMillions(value: number): string | undefined {
  for (const unit of ['trillion', 'billion', 'million']) {
    const count = value / ENGLISH_UNITS[unit];
    if (count >= 1 && Number.isInteger(Math.round(count * 1e8) / 1e6)) return `${count} ${unit}`;
  }
  return undefined;
}

/** A Korean numeral as English writes it: 3만 5천 is 35,000, and 5천만 is 50 million. */
export function englishOfKorean(numeral: string): string {
  let total = 0;
  let below = 0; // what stands before the next 만, 억 or 조
  for (const [, digits, units] of numeral.matchAll(/(\d[\d,]*(?:\.\d+)?)([백천만억조]*)/gu)) {
    let value = Number(digits.replaceAll(',', ''));
    for (const unit of units) {
      if (KOREAN_UNITS[unit] < 1e4) value *= KOREAN_UNITS[unit];
      else {
        total += (below + value) * KOREAN_UNITS[unit];
        [below, value] = [0, 0];
      }
    }
    below += value;
  }
  // 0.1 · 3 is not quite 0.3.
  const value = Math.round((total + below) * 1e6) / 1e6;
  return inMillions(value) ?? withCommas(value);
}

/** A number as Korean writes it with 조, 억 and 만: 1.5 million is 150만. */
export function koreanOfEnglish(numeral: string): string {
  const [digits, unit] = numeral.split(' ');
  let left = Math.round(Number(digits.replaceAll(',', '')) * ENGLISH_UNITS[unit]);
  const parts: string[] = [];
  for (const name of ['조', '억', '만']) {
    const count = Math.floor(left / KOREAN_UNITS[name]);
    left -= count * KOREAN_UNITS[name];
    if (count > 0) parts.push(`${withCommas(count)}${name}`);
  }
  if (left > 0) parts.push(withCommas(left));
  return parts.join(' ');
}
