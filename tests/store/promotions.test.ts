/** Promotions and the way back. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

const KO_EN = { source: 'ko', target: 'en' } as const;
let store: Store;
beforeEach(() => (store = openStore(':memory:')));
afterEach(() => store.close());

it('go back step by step, to where nothing was promoted', () => {
  const { promotions } = store;
  const model = (): string | null | undefined => promotions.current(KO_EN)?.model;
  promotions.promote(KO_EN, 'first', '');
  promotions.promote(KO_EN, 'second', '');
  expect(model()).toBe('second');
  promotions.rollback(KO_EN, '');
  expect(model()).toBe('first');
  promotions.promote(KO_EN, 'third', '');
  promotions.rollback(KO_EN, '');
  expect(model()).toBe('first');
  promotions.rollback(KO_EN, '');
  expect(model()).toBeNull();
  expect(promotions.rollback(KO_EN, '')).toBeUndefined();
  expect(promotions.list().map(({ kind }) => kind)).toEqual([
    'rollback',
    'rollback',
    'promote',
    'rollback',
    'promote',
    'promote',
  ]);
});

it('hold for one direction', () => {
  store.promotions.promote(KO_EN, 'mine', '');
  expect(store.promotions.current({ source: 'en', target: 'ko' })).toBeUndefined();
  expect(store.promotions.rollback({ source: 'en', target: 'ko' }, '')).toBeUndefined();
});
