/** Whether a stop ends a sentence, in Korean and in English. */

const STOPS = '[.!?…。．！？‼⁇⁈⁉]+';
const CLOSERS = '["\'”’」』)\\]》〉】»）］]*';
const FEELING = '(?:\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\uFE0F|\\u200D|[ㅋㅎㅠㅜ~^;♡♥])+';

/**
 * A stop with what belongs to it: closing quotes and brackets, emoji, laughing jamo (ㅋㅋ, ㅠㅠ) and waves,
 * and such emoji or jamo standing alone behind it. Full-width and CJK stops count.
 */
export const STOP = new RegExp(
  `(?<stop>${STOPS})(?<closers>${CLOSERS})(?<mood>(?:${FEELING})?(?: ${FEELING}(?= |$))?)`,
  'gu',
);

/** Never the end: a name or an example follows. */
const TITLES = new Set(
  'mr mrs ms mx dr prof rev gen col capt lt sgt gov sen rep pres hon messrs st mt ft fr vs cf e.g i.e eg ie viz approx'.split(
    ' ',
  ),
);

/** The end only if a word follows that likes to begin a sentence. */
const ABBREVIATIONS = new Set(
  'etc al inc ltd co corp bros jr sr esq dept univ assn est a.m p.m ph.d m.d b.a m.a b.c a.d jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);

/** Not the end before a number. */
const NUMBERED = new Set('no nos fig figs p pp vol ch chap sec art eq ver'.split(' '));

const STARTERS = new Set(
  `a an the this that these those i he she it we you they there here my your his her its our their who what when
  where why how which is are was were do does did can could will would should if but and so or yet then also now
  however in on at as after before for from with while since because although not no yes please let`.split(
    /\s+/,
  ),
);

const HANGUL = /\p{Script=Hangul}/u;
const LOWER = /^["'“‘(]?\p{Ll}/u;
/** Endings of Korean sentences, behind which another may follow without a space. */
const KOREAN_ENDING = /[다요까죠네군]$/u;
/** What leads on from a quotation: 라고 말했다, 하고 물었다. */
const QUOTED = /^(?:이?라(?:고|는|며|면서)|하며|하면서|했|(?:하고|하는|란|고)(?!\p{L}))/u;
const CLOSING_QUOTE = /["'”’」』]/u;
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '）': '（', '］': '［' };
const DATE = /\d{4}\. ?\d{1,2}\. ?\d{1,2}$/u;
const LIST_NUMBER = /^[(（]?(?:\d{1,3}|\p{L}|[ivxIVX]{1,4})$/u;

/**
 * Whether the stop found by `STOP` in a normalised line ends the sentence that begins at `start`, where what
 * stands before the stop has a letter or digit.
 *
 * Behind white space the next word decides: one in lower case goes on (Yahoo! is; "Really?" he asked), and so
 * does 하고 or 라고 behind a quotation. A single full stop must be no part of a title or abbreviation
 * (Mr. Kim, e.g., U.S. Army), initial (J. Kim), list number (1. Open) or date (2024. 5. 3.); dots of omission
 * end a sentence only when it is complete. Without white space only Korean endings, Hangul before ! or ?, and
 * CJK stops end one, so that 3.5, node.js and addresses stay whole.
 */
export function endsSentence(line: string, start: number, match: RegExpExecArray): boolean {
  const stop = match.groups?.stop ?? '';
  const closers = match.groups?.closers ?? '';
  const before = line.slice(start, match.index);
  const next = line.slice(match.index + match[0].length, match.index + match[0].length + 40);
  if (next === '') return true;
  if (!next.startsWith(' ')) return endsWithoutSpace(stop, closers, match.groups?.mood ?? '', before, next);
  const following = next.trimStart();
  if (LOWER.test(following)) return false;
  if (CLOSING_QUOTE.test(closers) && QUOTED.test(following)) return false;
  if (insideBrackets(before, closers)) return false;
  if (/^(?:\.{2,}|[.…]*…[.…]*)$/u.test(stop)) return endsWithOmission(before, following);
  return stop === '.' ? endsWithFullStop(before, following) : true;
}

function endsWithoutSpace(
  stop: string,
  closers: string,
  mood: string,
  before: string,
  next: string,
): boolean {
  if (/[。！？]/u.test(stop)) return closers === '' || !QUOTED.test(next);
  if (closers !== '' || !HANGUL.test(before.slice(-1))) return false;
  if (mood !== '') return HANGUL.test(next.slice(0, 1));
  if (!/^[가-힣]/u.test(next) || !/^[.!?]+$/u.test(stop)) return false;
  return stop.startsWith('.') ? stop === '.' && KOREAN_ENDING.test(before) : true;
}

/** Whether a bracket closes that was opened in the middle of the sentence. */
function insideBrackets(before: string, closers: string): boolean {
  const opening = BRACKETS[/[)\]）］]/u.exec(closers)?.[0] ?? ''];
  return opening !== undefined && before.lastIndexOf(opening) > 0;
}

function endsWithOmission(before: string, following: string): boolean {
  if (HANGUL.test(before.slice(-1))) return KOREAN_ENDING.test(before);
  return /^["'“‘(]?\p{Lu}/u.test(following) && before.slice(-200).split(' ').length >= 3;
}

function endsWithFullStop(before: string, following: string): boolean {
  const tail = before.slice(-40);
  const token = tail.slice(tail.lastIndexOf(' ') + 1);
  if (before.length <= 6 && LIST_NUMBER.test(before)) return false;
  if (/^\d{1,4}$/u.test(token)) return !/^\d/u.test(following) && !DATE.test(tail);
  const word = token.replace(/^[^\p{L}\p{N}]+/u, '');
  const key = word.toLowerCase();
  if (TITLES.has(key)) return false;
  if (word === 'I' && before.includes(' ')) return true;
  if (NUMBERED.has(key)) return !/^\d/u.test(following);
  if (ABBREVIATIONS.has(key) || /^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return startsSentence(following);
  return true;
}

function startsSentence(following: string): boolean {
  const word = /^["'“‘(]?(\p{Lu}[\p{L}]*)/u.exec(following)?.[1];
  return word !== undefined && STARTERS.has(word.toLowerCase());
}
