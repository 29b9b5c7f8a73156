import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

let store: Store;

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const suggestion = { text: '저는 학생입니다.', suggestion: "I'm a student.", source: 'ko', target: 'en' };

describe('SuggestionStore', () => {
  it('keeps suggestions until they were looked at, the latest first', () => {
    store.suggestions.add(suggestion);
    store.suggestions.add({ ...suggestion, suggestion: 'I am a pupil.', translation: 'I am student.' });
    const found = store.suggestions.list();
    expect(found.map((one) => one.suggestion)).toEqual(['I am a pupil.', "I'm a student."]);
    expect(found[0].translation).toBe('I am student.');
    expect(found[1]).toMatchObject({ ...suggestion, translation: null });
    expect(found[1].received).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(store.suggestions.remove(found[0].id)).toBe(true);
    expect(store.suggestions.remove(found[0].id)).toBe(false);
    expect(store.suggestions.list()).toHaveLength(1);
  });

  it('drops the oldest beyond ten thousand', () => {
    for (let i = 0; i < 10_003; i++) store.suggestions.add({ ...suggestion, text: String(i) });
    const found = store.suggestions.list();
    expect(found).toHaveLength(10_000);
    expect(found.at(-1)?.text).toBe('3');
  });
});
