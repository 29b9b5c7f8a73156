import { describe, expect, it } from 'vitest';
import { alignWords } from '../../src/documents/alignment.js';
import { joinSentences, unchangedSentence } from '../../src/serving/passage.js';
import { reversed, translateSegment } from './word-by-word.js';

const slices = (text: string, ranges: { start: number; end: number }[]): string[] =>
  ranges.map(({ start, end }) => text.slice(start, end));

describe('alignWords', () => {
  it('finds the words of both sides in their texts, whatever white space stands between them', () => {
    const segment = 'a  bb\n c.   dd ee!';
    const { text, alignment } = translateSegment(segment, reversed);
    expect(slices(segment, alignment.source)).toEqual(['a', 'bb', 'c.', 'dd', 'ee!']);
    expect(slices(text, alignment.target)).toEqual(text.split(/\s+/));
  });

  it('gives each target word its attention within its own sentence', () => {
    const { alignment } = translateSegment('One two. Three four.', reversed);
    const peaks = alignment.weights.map((row) => row.indexOf(Math.max(...row)));
    expect(peaks).toEqual([1, 0, 3, 2]);
    expect(alignment.weights[0].slice(2)).toEqual([0, 0]);
  });

  it('aligns a sentence that was left as it is word with word', () => {
    const translation = joinSentences({ source: 'ko', target: 'en' }, 'm', [
      unchangedSentence('Hello dear you.'),
    ]);
    const { weights } = alignWords('Hello dear you.', translation);
    expect(weights).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });
});
