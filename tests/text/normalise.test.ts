/** One form of text: composed, visible, on one line. */
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../src/text/normalise.js';

describe('normaliseText', () => {
  it.each([
    ['NFD Hangul becomes syllables', '한글'.normalize('NFD'), '한글'],
    ['NFD Latin is composed', 'cafe\u0301', 'café'],
    ['jamo that something invisible kept apart are composed', '\u1112\u200B\u1161\u11AB', '한'],
    ['compatibility jamo stay', 'ㅋㅋㅋ ㅠㅠ', 'ㅋㅋㅋ ㅠㅠ'],
    ['full-width letters stay', 'ＡＢＣ！', 'ＡＢＣ！'],
    ['NUL and other controls go', 'a\0b\u0007c\u009Fd\u007F', 'abcd'],
    ['zero-width and soft hyphen go', 'a\u200Bb\u2060c\uFEFFd\u00ADe\u200Cf', 'abcdef'],
    ['marks of direction go', '\u202Eabc\u202C\u200Fd\u2066e\u2069', 'abcde'],
    ['Hangul fillers go', '\u3164a\u115F\u1160b\uFFA0', 'ab'],
    ['lone surrogates go', 'a\uD800b\uDC00c\uD83D', 'abc'],
    ['pairs of surrogates stay', '🎉𠮷', '🎉𠮷'],
    ['white space is folded and trimmed', '\t a\r\n\u3000b\u00A0\u2003 c\u0085d\u2028e ', 'a b c d e'],
    ['white space with something invisible within is one space', 'a \u200B b', 'a b'],
    ['emoji joined by joiners stay whole', '👩‍💻 👨‍👩‍👧 🏳️‍🌈 👩🏽‍🚀', '👩‍💻 👨‍👩‍👧 🏳️‍🌈 👩🏽‍🚀'],
    ['joiners elsewhere go', 'a\u200Db 👩\u200D 가\u200D👩', 'ab 👩 가👩'],
    ['the look of emoji stays, of letters goes', '❤\uFE0F 1\uFE0F\u20E3 a\uFE0F', '❤\uFE0F 1\uFE0F\u20E3 a'],
    [
      'tags stay in flags alone',
      '🏴\u{E0067}\u{E0062}\u{E007F} a\u{E0067}',
      '🏴\u{E0067}\u{E0062}\u{E007F} a',
    ],
    ['nothing visible is the empty text', ' \n\0\u200B\uFEFF', ''],
  ])('%s', (_, text, expected) => {
    expect(normaliseText(text)).toBe(expected);
    expect(normaliseText(expected)).toBe(expected);
  });

  it('is quick about a long text', () => {
    const text = 'a\u200D\uFE0F 👩\u200D\u200D'.repeat(20_000);
    expect(normaliseText(text)).toBe('a 👩'.repeat(20_000));
  });
});
