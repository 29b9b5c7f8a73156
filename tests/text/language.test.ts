/** The language of a text, by script. */
import { describe, expect, it } from 'vitest';
import { detectLanguage, otherLanguage } from '../../src/text/language.js';

describe('detectLanguage', () => {
  it.each([
    ['안녕하세요', 'ko'],
    ['한국어'.normalize('NFD'), 'ko'],
    ['ㅋㅋㅋㅋ', 'ko'],
    ['Hello there', 'en'],
    ['Ｈｅｌｌｏ', 'en'],
    ['https://example.com/a 안녕', 'ko'],
    ['someone@example.com 에게', 'ko'],
  ])('is sure about %s', (text, language) => {
    expect(detectLanguage(text)).toEqual({ language, confidence: 1 });
  });

  it('counts words rather than letters, a foreign word with a particle as Korean', () => {
    expect(detectLanguage('나는 iPhone 15 Pro를 샀다')).toEqual({ language: 'ko', confidence: 0.75 });
    expect(detectLanguage('The word 사랑 means love')).toEqual({ language: 'en', confidence: 0.8 });
  });

  it('takes a draw for Korean and says that it is one', () => {
    expect(detectLanguage('Hi 안녕')).toEqual({ language: 'ko', confidence: 0.5 });
  });

  it.each(['', '  ', '123 😀', 'Привет', '日本語'])('knows neither in "%s"', (text) => {
    expect(detectLanguage(text)).toEqual({ language: 'en', confidence: 0 });
  });

  it('is less sure beside a third language', () => {
    expect(detectLanguage('안녕 Привет').confidence).toBe(0.5);
  });
});

describe('otherLanguage', () => {
  it('turns the direction', () => {
    expect([otherLanguage('ko'), otherLanguage('en')]).toEqual(['en', 'ko']);
  });
});
