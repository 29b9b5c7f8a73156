/** How wide a line of text will be, without a browser to ask: an estimate on the generous side, in em. */

const NARROW = /[ijlI|.,:;'’‘`!()[\]/\\ ]/;
const WIDE_LATIN = /[mwMW@%—…&▁]/;

/** Width of one character in em: Hangul, Han and kana fill the square, Latin letters about half of it. */
function characterWidth(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (/\p{Mark}/u.test(character) || point === 0x200d) return 0;
  if (point > 0xffff) return 1.3;
  if (
    /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFF60]/u.test(
      character,
    )
  )
    return 1;
  if (NARROW.test(character)) return 0.34;
  if (WIDE_LATIN.test(character)) return 0.98;
  if (/[\p{Lu}\p{Nd}]/u.test(character)) return 0.7;
  return 0.6;
}

/** Estimated width of a line in em. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts text to a width in em; what was cut ends in an ellipsis. */
export function fitText(text: string, maximum: number): string {
  if (textWidth(text) <= maximum) return text;
  let kept = '';
  let width = textWidth('…');
  for (const character of text) {
    width += characterWidth(character);
    if (width > maximum) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
