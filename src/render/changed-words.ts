/** Two translations of one sentence, word by word: which words of the second are not in the first. */

/** Length of the longest common subsequence of the rests from each pair of places. */
function commonLengths(one: string[], other: string[]): number[][] {
  const table = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      table[i][j] =
        one[i] === other[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

export interface ComparedWord {
  text: string;
  changed: boolean;
}

/** The words of `other`, each marked where the longest common subsequence with `one` passes it over. */
export function changedWords(one: string, other: string): ComparedWord[] {
  const [before, after] = [one, other].map((text) => text.split(/\s+/u).filter((word) => word !== ''));
  const common = commonLengths(before, after);
  const words: ComparedWord[] = [];
  let i = 0;
  for (let j = 0; j < after.length;) {
    if (i < before.length && before[i] === after[j]) {
      words.push({ text: after[j], changed: false });
      i += 1;
      j += 1;
    } else if (i < before.length && common[i + 1][j] >= common[i][j + 1]) {
      i += 1;
    } else {
      words.push({ text: after[j], changed: true });
      j += 1;
    }
  }
  return words;
}
