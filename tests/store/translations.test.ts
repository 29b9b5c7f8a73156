import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import type { TranslationKey } from '../../src/store/translations.js';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-translations-'));
  store = openStore(folder, { maxTranslations: 3 });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const key = (sentence: string, more: Partial<TranslationKey> = {}): TranslationKey => ({
  model: 'hash-1',
  options: { beam: 5, nBest: 1 },
  sentence,
  ...more,
});

describe('the cache of translations', () => {
  it('gives back the value that was put', () => {
    const value = { text: '안녕 "세계"\n', attention: [[0.25, 0.75]], none: null };
    store.translations.put(key('Hello.'), value);
    expect(store.translations.get(key('Hello.'))).toEqual(value);
    store.translations.put(key('Hello.'), 'newer');
    expect(store.translations.get(key('Hello.'))).toBe('newer');
    expect(store.translations.size).toBe(1);
  });

  it('tells keys apart by model, options and sentence, not by the order of options', () => {
    store.translations.put(key('Hello.'), 1);
    expect(store.translations.get(key('Hello.', { options: { nBest: 1, beam: 5 } }))).toBe(1);
    expect(store.translations.get(key('Hello.', { options: { nBest: 1, beam: 4 } }))).toBeUndefined();
    expect(store.translations.get(key('Hello.', { model: 'hash-2' }))).toBeUndefined();
    expect(store.translations.get(key('Hello'))).toBeUndefined();
  });

  it('drops the least recently used beyond its capacity', () => {
    for (const sentence of ['a', 'b', 'c']) store.translations.put(key(sentence), sentence);
    store.translations.get(key('a'));
    store.translations.put(key('d'), 'd');
    expect(['a', 'b', 'c', 'd'].filter((s) => store.translations.get(key(s)) !== undefined)).toEqual([
      'a',
      'c',
      'd',
    ]);
  });

  it('is kept across openings; a smaller capacity holds from the next entry on', () => {
    for (const sentence of ['a', 'b', 'c']) store.translations.put(key(sentence), sentence);
    store.close();
    store = openStore(folder, { maxTranslations: 2 });
    expect(store.translations.get(key('a'))).toBe('a');
    store.translations.put(key('d'), 'd');
    expect(store.translations.size).toBe(2);
    expect(store.translations.get(key('a'))).toBe('a');
  });

  it('forgets one model, or all', () => {
    store.translations.put(key('a'), 1);
    store.translations.put(key('b', { model: 'hash-2' }), 2);
    expect(store.translations.forget('hash-1')).toBe(1);
    expect(store.translations.get(key('b', { model: 'hash-2' }))).toBe(2);
    expect(store.translations.forget()).toBe(1);
    expect(store.translations.size).toBe(0);
  });

  it('is shared by two openings', () => {
    const other = openStore(folder, { maxTranslations: 3 });
    for (const [turn, sentence] of ['a', 'b', 'c', 'd'].entries()) {
      (turn % 2 === 0 ? store : other).translations.put(key(sentence), turn);
    }
    expect(store.translations.get(key('d'))).toBe(3);
    expect(other.translations.get(key('c'))).toBe(2);
    expect(other.translations.get(key('a'))).toBeUndefined();
    other.close();
  });
});
