/** The stop that a sentence ends with, and the one that it ought to end with. */
import type { Language } from './language.js';

const MARKS = /[.!?~…。]+$/u;
const LATIN_WORD = /[\p{L}\p{N}]$/u;

/** Endings of Korean sentences: 갑니다, 가요, 가죠, 갈까, 가네, 가는군. */
const KOREAN_ENDING = /[다요죠까네군]$/u;
const KOREAN_QUESTION = /(?:까|나요|[은는인건]가요|[느으]?냐)$/u;
const KOREAN_QUESTION_WORD =
  /(?:^| )(?:뭐|뭘|무엇|무슨|어디|언제|누구|누가|왜|어떻게|어때|몇|얼마|어느)[가-힣]*(?: |$)/u;
const KOREAN_ASKING_END = /[요니냐까지야해어아]$/u;

const AUXILIARIES =
  "is|are|am|was|were|do|does|did|can|could|will|would|shall|should|have|has|isn't|aren't|don't|doesn't|didn't|can't|won't";
const ENGLISH_QUESTION = new RegExp(
  `^(?:(?:what|where|when|who|why|how|which|whose)(?:'s| (?!i |you |he |she |it |we |they |a |an )(?:[a-z]+ )?(?:${AUXILIARIES})\\b)` +
    `|(?:${AUXILIARIES}) (?:i|you|he|she|it|we|they|this|that|there|the|my|your|his|her|our|their)\\b)`,
  'iu',
);
/** Words of the shortest English that is taken for a sentence rather than a title. */
const ENGLISH_WORDS = 4;

/** The mark that a sentence without one is read with; none where it may well be a title, a label or a word. */
function missingMark(text: string, language: Language): '' | '.' | '?' {
  if (!LATIN_WORD.test(text)) return '';
  const words = text.split(' ');
  if (language === 'ko') {
    if (words.length < 2) return '';
    if (KOREAN_QUESTION.test(text)) return '?';
    if (KOREAN_QUESTION_WORD.test(text) && KOREAN_ASKING_END.test(text)) return '?';
    return KOREAN_ENDING.test(text) ? '.' : '';
  }
  if (words.length >= ENGLISH_WORDS - 1 && ENGLISH_QUESTION.test(text)) return '?';
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return words.length >= ENGLISH_WORDS && capitals * 2 < words.length + 1 ? '.' : '';
}

export interface MarkedSentence {
  /** The sentence with the mark that it is read with. */
  read: string;
  /** The marks that it was written with: `''`, `'.'`, `'!!!!'`. */
  written: string;
  /** The mark that it is read with; `''` for none. */
  mark: string;
}

/** A sentence with one mark at its end: what was missing is added, what was too much (!!!!) taken away. */
export function markSentence(text: string, language: Language): MarkedSentence {
  const written = MARKS.exec(text)?.[0] ?? '';
  const words = text.slice(0, text.length - written.length);
  if (written === '' || /^~+$/u.test(written)) {
    const mark = missingMark(words.trimEnd(), language);
    return { read: words.trimEnd() + mark, written, mark };
  }
  // Dots of omission are a mark of their own.
  if (written.length === 1 || /^[.…]+$/u.test(written)) return { read: text, written, mark: written };
  const mark = written.includes('?') ? '?' : written.includes('!') ? '!' : '.';
  return { read: words + mark, written, mark };
}

/** A translation with the marks that its source was written with; a full stop goes where there was none. */
export function restoreMarks(translation: string, { written, mark }: MarkedSentence): string {
  const isOpen = /^~*$/u.test(written);
  if (written === mark && !isOpen) return translation;
  const own = /[.!?]+$/u.exec(translation)?.[0] ?? '';
  const words = translation.slice(0, translation.length - own.length);
  // A mark that was neither written nor added is the translation's own to keep.
  if (isOpen) return (own === mark || own === '.' ? words : translation) + written;
  return words + written;
}
