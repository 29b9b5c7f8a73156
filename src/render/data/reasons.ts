/** Why cleaning drops or mends lines, in sentences for whoever sent them. */

export interface Reason {
  name: string;
  /** What it means and, where there is something to do, what. */
  why: string;
}

/** By reason, in the order in which the rules are tried. */
export const DROPPED: Record<string, Reason> = {
  utf8: {
    name: 'Not UTF-8',
    why: 'The bytes of the line are no text in UTF-8. Save the file as UTF-8 and send it again.',
  },
  malformed: {
    name: 'No pair in the line',
    why: 'The line does not hold both sides as the format has them; in a TSV a tab stands between them.',
  },
  empty: { name: 'A side is empty', why: 'A sentence without its translation teaches nothing.' },
  characters: {
    name: 'Broken characters',
    why: 'A side has signs that stand for something lost, such as �, or signs of private use.',
  },
  wordless: { name: 'No words', why: 'A side has neither letters nor digits.' },
  swapped: { name: 'Sides swapped', why: 'Korean stands where English should, and English where Korean should.' },
  language: {
    name: 'Not in its language',
    why: 'A side has hardly a letter of its language: Hangul for Korean, Latin letters for English.',
  },
  long: { name: 'Too long', why: 'A side has more than 400 characters. Cut it into its sentences.' },
  ratio: {
    name: 'Lengths that do not fit',
    why: 'One side is more than four times as long as the other would lead one to expect, so that one of them lacks something.',
  },
  duplicate: { name: 'There already', why: 'The same pair stands further up in the file. Once is enough.' },
  overlap: {
    name: 'In the base test',
    why: 'A side is a sentence of the base test, which tells what a model forgets. Were it trained on, its score would say nothing.',
  },
  near: {
    name: 'Nearly in the base test',
    why: 'A side is so like a sentence of the base test that training on it would flatter the score.',
  },
};

export const MENDED: Record<string, Reason> = {
  swapped: { name: 'Sides swapped back', why: 'English stood first and Korean second.' },
  nfd: { name: 'Letters put together', why: 'Hangul that was taken apart (NFD, as some systems write it) was composed.' },
  controls: { name: 'Invisible characters', why: 'Control characters and others that nobody sees were taken out.' },
  spaces: { name: 'White space', why: 'Spaces at the ends and several in a row were folded.' },
};

/** Reasons for which what stood in the line could not be told apart into sides. */
export const UNREAD = new Set(['utf8', 'malformed']);
