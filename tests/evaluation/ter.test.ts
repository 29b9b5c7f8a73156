/** Translation edit rate counted by hand, and its edit distance against the textbook recursion. */
import { describe, expect, it } from 'vitest';
import { EditMatrix } from '../../src/evaluation/edit-distance.js';
import { NumpyRandom } from '../../src/evaluation/numpy-random.js';
import { moveBlock, translationEdits } from '../../src/evaluation/ter-shifts.js';

const edits = (hypothesis: string, reference: string): number =>
  translationEdits(hypothesis.split(' '), reference.split(' '));

/** Levenshtein's recursion over the whole matrix. */
function levenshtein(a: string[], b: string[]): number {
  let row = b.map((_, j) => j + 1);
  row.unshift(0);
  for (const [i, word] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (word === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}

const randomWords = (random: NumpyRandom, length: number): string[] =>
  Array.from({ length }, () => 'abcdef'[random.int(6)]);

describe('edit distance', () => {
  it("is Levenshtein's within the beam, and its trace has as many edits", () => {
    const random = new NumpyRandom(5);
    for (let n = 0; n < 100; n++) {
      const a = randomWords(random, 1 + random.int(12));
      const b = randomWords(random, 1 + random.int(12));
      const matrix = new EditMatrix(b, a.length);
      expect(matrix.distance(a)).toBe(levenshtein(a, b));
      const trace = matrix.trace();
      expect(trace.filter((operation) => operation !== 'match')).toHaveLength(levenshtein(a, b));
      expect(trace.filter((operation) => operation !== 'insert')).toHaveLength(a.length);
      expect(trace.filter((operation) => operation !== 'delete')).toHaveLength(b.length);
    }
  });

  it('measures only the rest of a hypothesis whose beginning is known', () => {
    const matrix = new EditMatrix(['a', 'b', 'c', 'd'], 4);
    expect(matrix.distance(['a', 'b', 'x', 'd'])).toBe(1);
    expect(matrix.distance(['a', 'b', 'c', 'd'], 2)).toBe(0);
    expect(matrix.distance(['a', 'b', 'y', 'z'], 2)).toBe(2);
  });
});

describe('shifts', () => {
  it('move a block before, behind and within', () => {
    const words = ['a', 'b', 'c', 'd', 'e'];
    expect(moveBlock(words, 2, 2, 0).join('')).toBe('cdabe');
    expect(moveBlock(words, 0, 2, 4).join('')).toBe('cdabe');
    expect(moveBlock(words, 0, 2, 1).join('')).toBe('cabde');
    expect(moveBlock(words, 1, 1, 5).join('')).toBe('acdeb');
  });

  it('cost one edit whatever the length of the block', () => {
    expect(edits('b c d e a', 'a b c d e')).toBe(1);
    expect(edits('d e a b c', 'a b c d e')).toBe(1);
    // the example of Snover et al. (2006, sec. 3): a shift, two substitutions, an insertion
    expect(
      edits(
        'this week the saudis denied information published in the new york times',
        'saudi arabia denied this week information published in the american new york times',
      ),
    ).toBe(4);
  });

  it('are not made where they save nothing', () => {
    expect(edits('a b', 'b a')).toBe(1);
    expect(edits('x y z', 'a b c d')).toBe(4);
    expect(translationEdits([], ['a', 'b'])).toBe(2);
    expect(translationEdits(['a', 'b'], [])).toBe(2);
    expect(translationEdits([], [])).toBe(0);
  });
});
