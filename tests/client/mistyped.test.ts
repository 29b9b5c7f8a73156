/** Korean typed on an English keyboard is told from English. */
import { describe, expect, it } from 'vitest';
import { mistypedKorean } from '../../src/client/mistyped.js';

describe('mistypedKorean', () => {
  it.each([
    ['dkssud', '안녕'],
    ['dkssudgktpdy', '안녕하세요'],
    ['wjsms gkrtoddlqslek.', '저는 학생입니다.'],
    ['dkssudgktpdy?\n rkatkgkqslek!', '안녕하세요?\n 감사합니다!'],
    ['tkfkdgody', '사랑해요'],
    ['chlrh', '최고'],
  ])('%j is %j', (typed, meant) => {
    expect(mistypedKorean(typed)).toBe(meant);
  });

  it.each([
    'the',
    'to go',
    'so do I',
    'hello there',
    'Where is the nearest subway station?',
    'who knows',
    'glass',
    'asdf',
    'rhythms',
    'github npm url',
    '안녕 dkssud',
    '123 !?',
    '',
  ])('%j is what it is', (text) => {
    expect(mistypedKorean(text)).toBeNull();
  });

  it('leaves nearly all English sentences alone', () => {
    const sentences = [
      'I want to learn Korean because I like the food.',
      'Thank you for your help yesterday.',
      'Do go on, sir.',
      'Two to go.',
      'He rode so far he got sick.',
    ];
    expect(sentences.map(mistypedKorean)).toEqual(sentences.map(() => null));
  });
});
