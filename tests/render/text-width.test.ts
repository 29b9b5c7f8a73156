/** Widths are estimates, but in the right order, and cutting keeps to them. */
import { describe, expect, it } from 'vitest';
import { fitText, textWidth } from '../../src/render/text-width.js';

describe('textWidth', () => {
  it('takes Hangul as square and Latin as narrower', () => {
    expect(textWidth('날씨가')).toBe(3);
    expect(textWidth('weather')).toBeLessThan(7);
    expect(textWidth('illicit')).toBeLessThan(textWidth('wowowow'));
  });

  it('gives combining marks no width', () => {
    expect(textWidth('e\u0301')).toBe(textWidth('e'));
  });
});

describe('fitText', () => {
  it('leaves short text alone and cuts long text within the limit', () => {
    expect(fitText('짧은', 4)).toBe('짧은');
    const cut = fitText('아주아주아주아주긴낱말', 5);
    expect(cut).toBe('아주아주…');
    expect(textWidth(cut)).toBeLessThanOrEqual(5);
  });

  it('never cuts a character in two', () => {
    expect(fitText('😀😀😀😀', 4)).toBe('😀😀…');
  });
});
