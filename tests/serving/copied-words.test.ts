import { describe, expect, it } from 'vitest';
import { copiedText } from '../../src/serving/copied-words.js';
import type { CopyMode } from '../../src/serving/copied-words.js';

/** The copied text of a translation whose piece u looks at source piece `looks[u]` with weight 0.8. */
function copied(
  source: string,
  sourcePieces: string[],
  { pieces, looks, text }: { pieces: string[]; looks: number[]; text: string },
  mode: CopyMode,
): string {
  const attention = looks.map((place) =>
    sourcePieces.map((_, t) => (t === place ? 0.8 : 0.2 / (sourcePieces.length - 1))),
  );
  const numbers = { score: 0, logProbability: 0, stepProbabilities: pieces.map(() => 1) };
  return copiedText(source, sourcePieces, { text, pieces, attention, ...numbers }, mode);
}

describe('copiedText', () => {
  const source = '똠양꿍 좋아해요';
  const sourcePieces = ['▁', '<unk>', '▁좋아', '해요', '</s>'];
  const hypothesis = {
    pieces: ['▁I', '▁like', '▁', '<unk>', '.', '</s>'],
    looks: [4, 2, 0, 1, 4, 4],
    text: 'I like ⁇ .',
  };

  it('puts the source word with the most attention in the place of an unknown one', () => {
    expect(copied(source, sourcePieces, hypothesis, 'off')).toBe('I like ⁇ .');
    expect(copied(source, sourcePieces, hypothesis, 'unknown')).toBe('I like 똠양꿍.');
    expect(copied(source, sourcePieces, hypothesis, 'all')).toBe('I like 똠양꿍.');
  });

  it('puts no word in the place of an unknown one where nothing is looked at', () => {
    const numbers = { score: 0, logProbability: 0, stepProbabilities: hypothesis.pieces.map(() => 1) };
    const attention = hypothesis.pieces.map(() => sourcePieces.map(() => 0));
    const nowhere = { text: hypothesis.text, pieces: hypothesis.pieces, attention, ...numbers };
    expect(copiedText(source, sourcePieces, nowhere, 'all')).toBe('I like .');
  });

  it('writes a source word once where several unknown pieces look at it', () => {
    const twice = { ...hypothesis, pieces: ['▁', '<unk>', '▁', '<unk>', '</s>'], looks: [1, 1, 1, 1, 4] };
    expect(copied(source, sourcePieces, twice, 'unknown')).toBe('똠양꿍');
  });

  it('mends a number that the source has otherwise, only with `all`', () => {
    const number = { pieces: ['▁At', '▁3:', '54', '</s>'], looks: [2, 0, 1, 3], text: 'At 3:54' };
    const pieces = ['▁3:', '45', '에', '</s>'];
    expect(copied('3:45에', pieces, number, 'unknown')).toBe('At 3:54');
    expect(copied('3:45에', pieces, number, 'all')).toBe('At 3:45');
  });

  it('leaves a number that stands in the source as it is, wherever it looks', () => {
    const right = {
      pieces: ['▁7', '▁apples', '▁for', '▁9', '</s>'],
      looks: [1, 0, 1, 0, 2],
      text: '7 apples for 9',
    };
    expect(copied('7개 9개', ['▁7개', '▁9개', '</s>'], right, 'all')).toBe('7 apples for 9');
  });

  it('takes a Latin name over where the translation is sure to mean it', () => {
    const pieces = ['▁BTS', '를', '▁좋아해', '</s>'];
    const name = { pieces: ['▁I', '▁like', '▁it', '.', '</s>'], looks: [2, 2, 0, 3, 3], text: 'I like it.' };
    expect(copied('BTS를 좋아해', pieces, name, 'all')).toBe('I like BTS.');
    const attention = name.pieces.map(() => [0.3, 0.1, 0.3, 0.3]);
    const numbers = { score: 0, logProbability: 0, stepProbabilities: [] };
    expect(copiedText('BTS를 좋아해', pieces, { ...name, attention, ...numbers }, 'all')).toBe('I like it.');
  });
});
