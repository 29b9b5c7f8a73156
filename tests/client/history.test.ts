/** The history grows with what is written, and forgets nothing else. */
import { describe, expect, it } from 'vitest';
import { withEntry } from '../../src/client/history.js';
import type { HistoryEntry } from '../../src/client/history.js';

const entry = (text: string): HistoryEntry => ({
  text,
  source: 'auto',
  from: 'ko',
  to: 'en',
  translation: `<${text}>`,
});
const texts = (history: HistoryEntry[]): string[] => history.map(({ text }) => text);

describe('withEntry', () => {
  it('puts new entries in front and replaces what was the beginning of one', () => {
    let history: HistoryEntry[] = [];
    for (const text of ['저는', '저는 학생', '저는 학생입니다.', '네', '저는 학생입니다.']) {
      history = withEntry(history, entry(text));
    }
    expect(texts(history)).toEqual(['저는 학생입니다.', '네']);
  });

  it('keeps the newest hundred, and no text that would fill the browser', () => {
    let history: HistoryEntry[] = [];
    for (let number = 0; number < 120; number++) history = withEntry(history, entry(`${number}.`));
    expect(history).toHaveLength(100);
    expect(history[0].text).toBe('119.');
    expect(withEntry(history, entry('가'.repeat(2001)))).toBe(history);
  });
});
