/** Marking words never changes the text, and finds each where it stands. */
import { describe, expect, it } from 'vitest';
import { markText } from '../../src/render/marked-text.js';

const marked = (text: string, units: string[]): string[] =>
  markText(text, units)
    .filter(({ index }) => index !== null)
    .map(({ text: word, index }) => `${String(index)}:${word}`);

describe('markText', () => {
  it('finds words with the white space between them', () => {
    expect(markText('It is', ['It', 'is', '</s>'])).toEqual([
      { text: 'It', index: 0 },
      { text: ' ', index: null },
      { text: 'is', index: 1 },
    ]);
  });

  it('finds pieces within words, repeated ones each in their own place', () => {
    expect(marked('to to day', ['▁to', '▁to', '▁day', '</s>'])).toEqual(['0:to', '1:to', '2:day']);
    expect(marked('today.', ['▁to', 'day', '.'])).toEqual(['0:to', '1:day', '2:.']);
  });

  it('passes over what is not in the text, and keeps the text whole', () => {
    const text = '저는 🎉 학생';
    expect(marked(text, ['▁저', '는', '▁', '<unk>', '▁학생'])).toEqual(['0:저', '1:는', '4:학생']);
    for (const units of [[], ['<unk>'], ['▁저', '생', '저']]) {
      const stretches = markText(text, units);
      expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
    }
  });
});
