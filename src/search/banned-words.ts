/** Words that a translation may not hold, in whatever pieces they would be written. */
import { SPACE_MARK } from '../text/special-pieces.js';
import type { Hypothesis } from './hypothesis.js';
import type { Rejects, Rule } from './rules.js';

const smallPieces = new WeakMap<readonly string[], string[]>();

/** A vocabulary in small letters, made once. */
function inSmallLetters(pieces: readonly string[]): string[] {
  const known = smallPieces.get(pieces) ?? pieces.map((piece) => piece.toLowerCase());
  smallPieces.set(pieces, known);
  return known;
}

/**
 * A banned word is told by its letters, not by its pieces, since a model that may not write one piece writes the
 * same word in others. It is banned wherever a word begins with it, in capitals or small: with `날씨` goes `날씨가`.
 */
export class BannedWords {
  private readonly pieces: readonly string[];
  private readonly banned: readonly string[];
  private readonly longest: number;

  /**
   * @param pieces the target vocabulary by id
   * @param words words, or several with a space between
   */
  constructor(pieces: readonly string[], words: readonly string[]) {
    this.pieces = inSmallLetters(pieces);
    this.banned = words.map((word) => SPACE_MARK + word.trim().toLowerCase().replace(/\s+/g, SPACE_MARK));
    this.longest = Math.max(0, ...this.banned.map(({ length }) => length));
  }

  readonly rule: Rule = (before): Rejects => {
    const end = this.endOf(before);
    return (id) => {
      const text = end + this.pieces[id];
      // Only where it ends in the new piece: what a forced prefix holds already is not held against what follows.
      return this.banned.some((word) => text.includes(word, Math.max(0, end.length - word.length + 1)));
    };
  };

  /** Whether one of the words stands in a hypothesis. */
  standIn(last: Hypothesis | null): boolean {
    const text = this.textOf(last, Infinity);
    return this.banned.some((word) => text.includes(word));
  }

  /** The end of what stands there, as much as a banned word may reach back to. */
  private endOf(last: Hypothesis | null): string {
    const text = this.textOf(last, this.longest);
    return this.longest > 1 ? text.slice(1 - this.longest) : '';
  }

  /** The end of a hypothesis of at least so many letters, where it has them. */
  private textOf(last: Hypothesis | null, length: number): string {
    let text = '';
    let node = last;
    for (; node && text.length < length; node = node.parent) text = this.pieces[node.id] + text;
    // A word begins where the translation does, whether its first piece says so or not.
    return node ? text : SPACE_MARK + text;
  }
}
