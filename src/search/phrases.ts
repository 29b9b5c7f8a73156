/** Words that a translation must hold, and how far a hypothesis has come with them. */

/**
 * Which forced phrases a hypothesis holds, and which it is in the middle of. Never changes: each piece gives a new
 * one. A phrase that is broken off counts for nothing; a phrase wanted twice must stand there twice.
 */
export class PhraseProgress {
  private constructor(
    private readonly phrases: readonly (readonly number[])[],
    private readonly met: readonly boolean[],
    /** The phrase in progress and how many of its ids stand there; -1 and 0 between phrases. */
    private readonly current: number,
    private readonly position: number,
  ) {}

  /** @param phrases ids of each, none empty */
  static start(phrases: readonly (readonly number[])[]): PhraseProgress {
    return new PhraseProgress(
      phrases,
      phrases.map(() => false),
      -1,
      0,
    );
  }

  /** Ids that all phrases have together: the highest count. */
  get total(): number {
    return this.phrases.reduce((sum, { length }) => sum + length, 0);
  }

  /** Ids of phrases that the hypothesis holds, those of the phrase in progress included. */
  get count(): number {
    return this.phrases.reduce((sum, { length }, k) => (this.met[k] ? sum + length : sum), this.position);
  }

  get isComplete(): boolean {
    return this.met.every(Boolean);
  }

  /** The ids that would bring it on: the next of the phrase in progress, else the first of each that is missing. */
  next(): number[] {
    if (this.current >= 0) return [this.phrases[this.current][this.position]];
    return [...new Set(this.phrases.flatMap((phrase, k) => (this.met[k] ? [] : [phrase[0]])))];
  }

  /** With one more piece: the longest end of what stands there that begins a missing phrase is in progress then. */
  advance(id: number): PhraseProgress {
    const standing = this.current >= 0 ? this.phrases[this.current].slice(0, this.position) : [];
    const tail = [...standing, id];
    for (let start = 0; start < tail.length; start++) {
      const length = tail.length - start;
      const found = this.phrases.findIndex(
        (phrase, k) =>
          !this.met[k] &&
          length <= phrase.length &&
          phrase.slice(0, length).every((one, i) => one === tail[start + i]),
      );
      if (found < 0) continue;
      if (length < this.phrases[found].length)
        return new PhraseProgress(this.phrases, this.met, found, length);
      const met = this.met.map((is, k) => is || k === found);
      return new PhraseProgress(this.phrases, met, -1, 0);
    }
    return new PhraseProgress(this.phrases, this.met, -1, 0);
  }
}
