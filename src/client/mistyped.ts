/** Korean that was typed while the keyboard was set to English: "dkssud" is 안녕. */
import { convertQwertyToHangul } from 'es-hangul';
import { englishCost, koreanKeysCost } from '../text/letter-pairs.js';

const WHOLE_SYLLABLES = /^[가-힣]+$/;
/** Words of one syllable are too little to tell by: "go" is 해. */
const FEWEST_SYLLABLES = 2;

/** A word as the same keys write it in Hangul, or `''` where they write nothing that can be composed. */
function inHangul(word: string): string {
  try {
    return convertQwertyToHangul(word);
  } catch {
    return '';
  }
}

/**
 * What a text would have been in Hangul, or null where it is none of that: where its letters do not make whole
 * syllables, or follow each other as English ones do.
 */
export function mistypedKorean(text: string): string | null {
  const words = text.match(/[A-Za-z]+/g) ?? [];
  if (words.length === 0 || /[가-힣ㄱ-ㅣ]/.test(text)) return null;
  const hangul = words.map(inHangul);
  if (!hangul.every((word) => WHOLE_SYLLABLES.test(word))) return null;
  if (Math.max(...hangul.map((word) => word.length)) < FEWEST_SYLLABLES) return null;
  const sum = (cost: (word: string) => number): number =>
    words.reduce((total, word) => total + cost(word), 0);
  if (sum(koreanKeysCost) >= sum(englishCost)) return null;
  let next = 0;
  return text.replace(/[A-Za-z]+/g, () => hangul[next++]);
}
