/** Times of day, as each language writes them: 오후 3시 30분, 3:30 p.m. */

const KOREAN_MORNING = '오전|새벽|아침';
const KOREAN_AFTERNOON = '오후|저녁|밤|낮';

export const CLOCK_TIME = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d+)?';
export const KOREAN_TIME = `(?:(?:${KOREAN_MORNING}|${KOREAN_AFTERNOON}) ?)?(?:\\d{1,2}시 ?\\d{1,2}분|${CLOCK_TIME})`;
export const ENGLISH_TIME = `(?:${CLOCK_TIME}|\\d{1,2}) ?[AaPp](?:m(?![\\p{L}])|M(?![\\p{L}])|\\.m\\.)`;

const DAY_HALF = new RegExp(`^(?:(${KOREAN_MORNING})|(${KOREAN_AFTERNOON})) ?`, 'u');

/** 오후 3시 30분 is 3:30 p.m. */
export function englishTime(time: string): string {
  const [whole, morning] = DAY_HALF.exec(time) ?? [''];
  const clock = time
    .slice(whole.length)
    .replace(
      /^(\d+)시 ?(\d+)분$/u,
      (_, hours: string, minutes: string) => `${hours}:${minutes.padStart(2, '0')}`,
    );
  if (whole === '') return clock;
  return `${clock} ${morning === undefined ? 'p.m.' : 'a.m.'}`;
}

/** 3:30 p.m. is 오후 3:30, and 3 p.m. 오후 3시. */
export function koreanTime(time: string): string {
  const clock = /^[\d:]+/u.exec(time)?.[0] ?? time;
  const half = /[Aa]\.?[Mm]/u.test(time) ? '오전' : '오후';
  return `${half} ${clock}${clock.includes(':') ? '' : '시'}`;
}
