import { describe, expect, it } from 'vitest';
import { PieceType, specialPieces } from '../../src/tokenizer/model-file.js';
import { Spacing } from '../../src/tokenizer/spacing.js';

const piece = (text: string, score: number): { piece: string; score: number; type: PieceType } => ({
  piece: text,
  score,
  type: PieceType.Normal,
});

const spacing = new Spacing([
  ...specialPieces(),
  ...['▁오늘', '▁날씨', '▁정말', '▁좋', '▁오늘은'].map((text) => piece(text, -5)),
  ...['은', '가', '네요', '날씨'].map((text) => piece(text, -6)),
  piece('날', -9),
  piece('씨', -9),
]);

describe('Spacing', () => {
  it('puts spaces where the likeliest pieces begin words', () => {
    expect(spacing.restore('오늘은날씨가정말좋네요.')).toBe('오늘은 날씨가 정말 좋네요.');
  });

  it('keeps syllables that no piece has', () => {
    expect(spacing.restore('오늘은뷁날씨가정말좋네요')).toBe('오늘은뷁 날씨가 정말 좋네요');
  });

  it.each(['오늘은 날씨가 정말 좋네요.', '오늘은 정말 날씨가좋네요.', 'The weather', ''])(
    'leaves %j, which has spaces, as it is',
    (text) => {
      expect(spacing.restore(text)).toBe(text);
    },
  );

  it('takes a run of ten syllables for several words even beside short ones', () => {
    expect(spacing.restore('음 아 오 오늘은날씨가정말좋네요')).toBe('음 아 오 오늘은 날씨가 정말 좋네요');
  });
});
