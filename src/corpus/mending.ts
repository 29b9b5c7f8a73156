/** What can be mended in a text without losing what it says. */
import { normaliseText } from '../text/normalise.js';

/** What was mended in a pair, in the order in which it is reported. */
export const MENDINGS = {
  swapped: 'the sides were swapped, and are swapped back',
  nfd: 'decomposed letters (NFD) were composed',
  controls: 'control or invisible characters were taken out',
  spaces: 'white space was folded',
} as const;

export type Mending = keyof typeof MENDINGS;

const SPACES = /\p{White_Space}+/gu;
const UNEVEN_SPACES = /^\p{White_Space}|\p{White_Space}$|\p{White_Space}{2}|(?! )\p{White_Space}/u;

const withoutSpaces = (text: string): string => text.normalize('NFC').replace(SPACES, '');

/** A text in the one form in which text is read everywhere, and what had to be done for that. */
export function mendText(text: string): { text: string; mendings: Mending[] } {
  const mended = normaliseText(text);
  if (mended === text) return { text, mendings: [] };
  const mendings: Mending[] = [];
  if (text.normalize('NFC') !== text) mendings.push('nfd');
  if (withoutSpaces(text) !== withoutSpaces(mended)) mendings.push('controls');
  if (UNEVEN_SPACES.test(text)) mendings.push('spaces');
  return { text: mended, mendings };
}
