/** Data sets in versions, named by what they hold; searched in both languages. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

const PAIRS = [
  { ko: '나는 학교에 간다.', en: 'I go to school.' },
  { ko: '학생이 많다.', en: 'There are many students.' },
  { ko: '100% 확실하다.', en: 'It is 100% certain.' },
];
const sha = (pairs: { ko: string; en: string }[]): string =>
  createHash('sha256')
    .update(pairs.map(({ ko, en }) => `${ko}\t${en}\n`).join(''))
    .digest('hex');

let store: Store;
let id: number;
beforeEach(() => {
  store = openStore(':memory:');
  id = store.dataSets.create('shop', PAIRS, 'shop.tsv').id;
});
afterEach(() => store.close());

const texts = (version?: number): string[] => store.dataSets.pairs(id, version).map(({ en }) => en);
const idOf = (en: string): number => store.dataSets.pairs(id).find((pair) => pair.en === en)!.id;

describe('versions', () => {
  it('are named by the SHA-256 of their file', () => {
    expect(store.dataSets.read(id)).toMatchObject({
      name: 'shop',
      latest: { version: 1, pairs: 3, hash: sha(PAIRS), note: 'shop.tsv' },
    });
  });

  it('come of each change, and those before stay as they were', () => {
    const { dataSets } = store;
    dataSets.edit(id, idOf('There are many students.'), {
      ko: '학생이 적다.',
      en: 'There are few students.',
    });
    dataSets.append(id, [{ ko: '네.', en: 'Yes.' }], 'one more');
    dataSets.removePairs(id, [idOf('I go to school.')]);
    expect(dataSets.versions(id).map(({ note }) => note)).toEqual([
      'pair deleted: 나는 학교에 간다.',
      'one more',
      'pair edited: 학생이 적다.',
      'shop.tsv',
    ]);
    expect(texts()).toEqual(['There are few students.', 'It is 100% certain.', 'Yes.']);
    expect(texts(1)).toEqual(PAIRS.map(({ en }) => en));
    expect(texts(2)).toEqual(['I go to school.', 'There are few students.', 'It is 100% certain.']);
    expect(dataSets.versions(id).map(({ version, pairs }) => [version, pairs])).toEqual([
      [4, 3],
      [3, 4],
      [2, 3],
      [1, 3],
    ]);
    expect(dataSets.version(id, 1).hash).toBe(sha(PAIRS));
  });

  it('with the same pairs have the same hash', () => {
    const { dataSets } = store;
    const pair = idOf('I go to school.');
    dataSets.edit(id, pair, { ko: '가', en: 'b' });
    const back = dataSets.edit(id, idOf('b'), PAIRS[0]);
    expect(back.latest).toMatchObject({ version: 3, hash: sha(PAIRS) });
  });

  it('are not made of what cannot be done', () => {
    const { dataSets } = store;
    expect(() => dataSets.edit(id, 999, PAIRS[0])).toThrow('pair 999: expected one of the latest version');
    expect(() => dataSets.removePairs(id, [1, 2, 3])).toThrow('data set: expected at least one pair');
    expect(() => dataSets.create('shop', PAIRS, '')).toThrow('data set shop: expected a new name');
    expect(() => dataSets.version(id, 2)).toThrow(`data set ${id}: expected a version from 1 to 1, got 2`);
    expect(dataSets.list()).toHaveLength(1);
    expect(dataSets.read(id).latest.version).toBe(1);
    expect(texts()).toHaveLength(3);
  });

  it('show a pair of the latest alone', () => {
    const { dataSets } = store;
    const pair = idOf('There are many students.');
    expect(dataSets.pair(id, pair)).toEqual({ id: pair, ...PAIRS[1] });
    dataSets.edit(id, pair, { ko: '가', en: 'b' });
    expect(() => dataSets.pair(id, pair)).toThrow(`pair ${pair}: expected one of the latest version`);
    expect(() => dataSets.pair(99, pair)).toThrow('data set 99');
  });

  it('go with their data set', () => {
    store.dataSets.delete(id);
    expect(store.dataSets.list()).toEqual([]);
    const again = store.dataSets.create('shop', [PAIRS[1]], 'again');
    expect(store.dataSets.page(again.id, { search: 'school' }).total).toBe(0);
  });
});

describe('search', () => {
  const found = (search: string, version?: number): string[] =>
    store.dataSets.page(id, { search, version }).pairs.map(({ en }) => en);

  it('finds parts of words in both languages, in any case', () => {
    expect(found('학교에')).toEqual(['I go to school.']);
    expect(found('SCHOOL')).toEqual(['I go to school.']);
    expect(found('tude')).toEqual(['There are many students.']);
  });

  it('finds one or two syllables too', () => {
    expect(found('학')).toEqual(['I go to school.', 'There are many students.']);
    expect(found('학생')).toEqual(['There are many students.']);
  });

  it('wants all words, on either side', () => {
    expect(found('학교에 school')).toEqual(['I go to school.']);
    expect(found('학교에 students')).toEqual([]);
    expect(found('학 students')).toEqual(['There are many students.']);
  });

  it('takes signs as they are', () => {
    expect(found('100%')).toEqual(['It is 100% certain.']);
    expect(found('0%')).toEqual(['It is 100% certain.']);
    expect(found('"; DROP TABLE pairs; --')).toEqual([]);
    expect(found('_')).toEqual([]);
  });

  it('looks into the version that is asked for', () => {
    store.dataSets.removePairs(id, [idOf('I go to school.')]);
    expect(found('학교에')).toEqual([]);
    expect(found('학교에', 1)).toEqual(['I go to school.']);
  });

  it('comes in pages', () => {
    expect(store.dataSets.page(id, { offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      pairs: [{ en: 'There are many students.' }],
    });
  });
});
