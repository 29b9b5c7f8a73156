/** The one form in which text is read everywhere: NFC, without invisible characters, white space folded. */

/** ASCII, Hangul syllables and single spaces: already in the form that `normaliseText` gives. */
const PLAIN = /^[!-~가-힣]+(?: [!-~가-힣]+)*$/;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Controls that are no white space, invisible characters (zero-width spaces, marks of direction, byte order
 * mark, soft hyphen, Hangul fillers) and annotation anchors. The zero-width joiner, the two variation
 * selectors of emoji and tags have rules of their own below.
 */
const INVISIBLE =
  /(?!\p{White_Space})\p{Cc}|(?!\u200D|\uFE0E|\uFE0F|[\u{E0020}-\u{E007F}])\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu;

/** Joiners, variation selectors and tags that do not stand inside an emoji sequence. */
const LOOSE_EMOJI_PART = new RegExp(
  [
    '(?<!\\p{Extended_Pictographic}\\uFE0F?|\\p{Emoji_Modifier})\\u200D',
    '\\u200D(?!\\p{Extended_Pictographic})',
    '(?<!\\p{Emoji})[\\uFE0E\\uFE0F]',
    '(?<!\\u{1F3F4}[\\u{E0020}-\\u{E007E}]*)[\\u{E0020}-\\u{E007F}]',
  ].join('|'),
  'gu',
);

const WHITE_SPACE = /\p{White_Space}+/gu;

/**
 * Normalises one text to one line: lone surrogates, controls and zero-width characters are removed (a joiner
 * inside an emoji sequence stays), the rest is composed (NFC, so that decomposed Hangul becomes syllables),
 * and each run of white space, line breaks included, becomes one space; none is left at either end.
 * Compatibility jamo (ㅋㅋ) and full-width letters stay what they are. Idempotent; never throws.
 */
export function normaliseText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(LONE_SURROGATE, '')
    .replace(INVISIBLE, '')
    .replace(LOOSE_EMOJI_PART, '')
    .normalize('NFC')
    .replace(WHITE_SPACE, ' ')
    .trim();
}
