import { describe, expect, it } from 'vitest';
import {
  checkRequest,
  directionOf,
  joinSentences,
  needsTranslation,
  unchangedSentence,
} from '../../src/serving/passage.js';

describe('directionOf', () => {
  it.each([
    [{ text: '안녕하세요', source: 'auto' }, 'ko', 'en'],
    [{ text: 'Hello', source: 'auto' }, 'en', 'ko'],
    [{ text: 'Hello', source: 'ko' }, 'ko', 'en'],
    [{ text: 'Hello', source: 'auto', target: 'en' }, 'ko', 'en'],
    [{ text: '', source: 'auto' }, 'en', 'ko'],
  ] as const)('reads %j', (request, source, target) => {
    expect(directionOf(request)).toEqual({ source, target });
  });

  it('refuses one language twice', () => {
    expect(() => directionOf({ text: 'Hello', source: 'en', target: 'en' })).toThrow(
      /^direction: .*en twice/,
    );
  });
});

describe('checkRequest', () => {
  it.each([
    [{ text: 'a'.repeat(100_000) }, /^text: expected at most 5,000 characters, got 100,000/, 413],
    [{ text: 'a', beam: 0 }, /^beam: /, 400],
    [{ text: 'a', beam: 2.5 }, /^beam: /, 400],
    [{ text: 'a', beam: 5, nBest: 6 }, /^n-best: /, 400],
  ])('refuses a bad request', (request, message, status) => {
    const check = (): void => {
      checkRequest({ source: 'auto', ...request });
    };
    expect(check).toThrow(message);
    expect(check).toThrow(expect.objectContaining({ name: 'UserError', status }) as Error);
  });
});

describe('needsTranslation', () => {
  it.each([
    ['안녕', true],
    ['ㅋㅋㅋ', true],
    ['BTS를 좋아해요', true],
    ['Hello.', false],
    ['🎉🎉', false],
    ['2024. 5. 1.', false],
    ['...', false],
    ['你好', false],
    ['', false],
  ])('from Korean: %s', (sentence, expected) => {
    expect(needsTranslation(sentence, { source: 'ko', target: 'en' })).toBe(expected);
  });

  it('from English, wants Latin letters', () => {
    expect(needsTranslation('Hello.', { source: 'en', target: 'ko' })).toBe(true);
    expect(needsTranslation('안녕', { source: 'en', target: 'ko' })).toBe(false);
  });
});

describe('joinSentences', () => {
  it('keeps the white space between sentences and parts what stood together', () => {
    const sentence = (text: string, separator: string) => ({ ...unchangedSentence(text), separator });
    const sentences = [sentence('A.', ' '), sentence('B.', '\n\n'), sentence('C', ''), sentence('D.', '')];
    expect(joinSentences({ source: 'ko', target: 'en' }, 'm', sentences).text).toBe('A. B.\n\nC D.');
  });

  it('makes an empty translation of nothing', () => {
    expect(joinSentences({ source: 'ko', target: 'en' }, 'm', [])).toEqual({
      source: 'ko',
      target: 'en',
      model: 'm',
      text: '',
      sentences: [],
    });
  });
});
