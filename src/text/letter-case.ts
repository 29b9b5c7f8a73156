/** Capitals of an English sentence as a model knows them: neither shouted nor left out. */

/** How many pieces a vocabulary needs for a word; the fewer, the better it knows it. */
export type CountPieces = (word: string) => number;

const WORD = /\p{L}[\p{L}'’]*/gu;
const isShouted = (word: string): boolean => /^\p{Lu}(?:[\p{Lu}'’]*\p{Lu})$/u.test(word);
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** A sentence of capitals, as opposed to one with an abbreviation or two in it. */
function shouts(text: string): boolean {
  if (/\p{Ll}/u.test(text)) return false;
  const words = text.match(WORD) ?? [];
  return words.some(({ length }) => length > 5) || words.filter(({ length }) => length > 1).length > 1;
}

/** The first of the forms that takes the fewest pieces. */
function bestKnown(forms: string[], count: CountPieces): string {
  const counts = forms.map(count);
  return forms[counts.indexOf(Math.min(...counts))];
}

/**
 * Writes a sentence in small letters where it shouts, or a word that does and is one piece in small letters; the
 * first word of one without capitals, and `i`, get theirs.
 */
export function settleCase(text: string, count: CountPieces): string {
  if (!/\p{Script=Latin}/u.test(text)) return text;
  if (shouts(text)) {
    const small = text.replace(WORD, (word) => {
      if (/^I(?:['’]\p{L}+)?$/u.test(word)) return word.charAt(0) + word.slice(1).toLowerCase();
      return bestKnown([word.toLowerCase(), capitalised(word)], count);
    });
    return small.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  }
  if (/\p{Lu}/u.test(text)) {
    return text.replace(WORD, (word) => {
      if (!isShouted(word) || word.length < 2 || count(word) === 1) return word;
      return count(word.toLowerCase()) === 1 ? word.toLowerCase() : word;
    });
  }
  const personal = text.replace(/(?<![\p{L}\p{N}.])i(?=(?:['’]\p{L}+)?(?: |$))/gu, 'I');
  return text.includes(' ') ? personal.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : personal;
}
