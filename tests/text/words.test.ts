/** Pieces grouped into words, and attention between them. */
import { describe, expect, it } from 'vitest';
import { groupPieces, wordAttention } from '../../src/text/words.js';

describe('groupPieces', () => {
  it('begins a word at each space mark and keeps </s> apart', () => {
    expect(groupPieces(['▁나', '는', '▁학생', '입니다', '.', '</s>'])).toEqual([
      { text: '나는', start: 0, end: 2 },
      { text: '학생입니다.', start: 2, end: 5 },
      { text: '</s>', start: 5, end: 6 },
    ]);
  });

  it('shows unknown pieces and lone space marks', () => {
    expect(groupPieces(['▁', '<unk>', '!', '▁']).map(({ text }) => text)).toEqual(['⁇!', '▁']);
  });

  it('takes a beginning without a space mark, and what follows </s>, for words', () => {
    expect(groupPieces(['a', 'b', '</s>', 'c']).map(({ text }) => text)).toEqual(['ab', '</s>', 'c']);
  });

  it('has no words without pieces', () => {
    expect(groupPieces([])).toEqual([]);
  });
});

describe('wordAttention', () => {
  const source = ['▁나', '는', '▁가', '</s>'];
  const target = ['▁I', '▁g', 'o', '</s>'];
  const attention = [
    [0.5, 0.25, 0.125, 0.125],
    [0, 0.25, 0.75, 0],
    [0.25, 0.25, 0.25, 0.25],
    [0, 0, 0, 1],
  ];

  it('sums over source pieces and averages over target pieces', () => {
    const words = wordAttention(source, target, attention);
    expect(words.source.map(({ text }) => text)).toEqual(['나는', '가', '</s>']);
    expect(words.target.map(({ text }) => text)).toEqual(['I', 'go', '</s>']);
    expect(words.attention).toEqual([
      [0.75, 0.125, 0.125],
      [0.375, 0.5, 0.125],
      [0, 0, 1],
    ]);
  });

  it('refuses attention of another size', () => {
    expect(() => wordAttention(source, target, attention.slice(1))).toThrow(RangeError);
    expect(() => wordAttention(source.slice(1), target, attention)).toThrow(
      'attention: expected 4 rows of 3, got 4 rows, one of 4',
    );
  });
});
