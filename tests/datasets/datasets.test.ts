/** From a file to a data set: read, cleaned, shown, stored; corrections looked at. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Corrections } from '../../src/datasets/corrections.js';
import { checkedPair } from '../../src/datasets/editing.js';
import { Previews } from '../../src/datasets/previews.js';
import type { UploadFile } from '../../src/datasets/upload.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

const base = mkdtempSync(join(tmpdir(), 'ieum-base-'));
let store: Store;
let previews: Previews;
beforeAll(() => {
  writeFileSync(join(base, 'test.tsv'), '내일은 비가 올 것 같습니다.\tIt looks like rain tomorrow.\n');
});
beforeEach(() => {
  vi.stubEnv('IEUM_BASE_DATA', base);
  store = openStore(':memory:');
  previews = new Previews(store.dataSets);
});
afterEach(() => {
  store.close();
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(base, { recursive: true }));

const file = (name: string, text: string): UploadFile => ({ name, bytes: Buffer.from(text) });
const TSV = '안녕하세요.\tHello.\n안녕하세요.\tHello.\n고맙습니다.\tThank you.\n\tempty\n';

describe('a preview', () => {
  it('tells what would be kept and what not, with the lines, and stores nothing', async () => {
    const preview = await previews.make([file('mine.tsv', TSV)]);
    expect(preview).toMatchObject({
      name: 'mine.tsv',
      count: 2,
      sample: [
        { ko: '안녕하세요.', en: 'Hello.' },
        { ko: '고맙습니다.', en: 'Thank you.' },
      ],
      report: { read: 4, kept: 2 },
    });
    expect(preview.report.dropped.duplicate.samples).toMatchObject([{ line: 2, source: '안녕하세요.' }]);
    expect(preview.report.dropped.empty).toMatchObject({ count: 1, samples: [{ line: 4 }] });
    expect(store.dataSets.list()).toEqual([]);
    expect(previews.read(preview.id)).toEqual(preview);
  });

  it.each([
    ['CSV', [file('a.csv', 'Korean,English\n"안녕하세요.","Hello."\n')]],
    ['JSON Lines', [file('a.jsonl', '{"ko": "안녕하세요.", "en": "Hello."}\n')]],
    [
      'TMX',
      [
        file(
          'a.tmx',
          '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>Hello.</seg></tuv>' +
            '<tuv xml:lang="ko"><seg>안녕하세요.</seg></tuv></tu></body></tmx>',
        ),
      ],
    ],
    ['a Moses pair', [file('a.en', 'Hello.\n'), file('a.ko', '안녕하세요.\n')]],
    [
      'a Moses pair by its fields',
      [
        { ...file('left.txt', '안녕하세요.\n'), side: 'ko' as const },
        { ...file('right.txt', 'Hello.\n'), side: 'en' as const },
      ],
    ],
    ['gzipped TSV', [{ name: 'a.tsv.gz', bytes: gzipSync('안녕하세요.\tHello.\n') }]],
  ])('reads %s', async (_format, files) => {
    const { sample } = await previews.make(files);
    expect(sample).toEqual([{ ko: '안녕하세요.', en: 'Hello.' }]);
  });

  it('leaves out what the base test holds, or nearly, unless told otherwise', async () => {
    const text =
      '내일은 비가 올 것 같습니다.\tTomorrow it rains.\n모레에는 비가 온대요.\tIt looks like rain tomorrows.\n';
    const { report } = await previews.make([file('a.tsv', text)]);
    expect([report.dropped.overlap.count, report.dropped.near.count]).toEqual([1, 1]);
    const all = await previews.make([file('a.tsv', text)], { excludeBaseTest: false });
    expect(all.count).toBe(2);
  });

  it('refuses what it cannot read', async () => {
    await expect(previews.make([])).rejects.toThrow('files: expected one file of pairs');
    await expect(previews.make([file('a.ko', ''), file('b.tsv', '')])).rejects.toThrow(/got a\.ko, b\.tsv/);
    await expect(previews.make([file('a.txt', 'no columns here\n')])).rejects.toThrow(/without columns/);
    await expect(previews.make([file('a.tsv', TSV)], { maximumPairs: 1 })).rejects.toThrow(/at most 1 pairs/);
  });

  it('becomes a data set, or more of one, once', async () => {
    const first = await previews.make([file('mine.tsv', TSV)]);
    const stored = previews.store(first.id, { name: ' shop ' });
    expect(stored).toMatchObject({ name: 'shop', latest: { version: 1, pairs: 2, note: 'mine.tsv' } });
    expect(() => previews.store(first.id, { name: 'again' })).toThrow('preview: expected one of the last');
    const more = await previews.make([file('more.tsv', '네.\tYes.\n')]);
    expect(previews.store(more.id, { dataSet: stored.id }).latest).toMatchObject({ version: 2, pairs: 3 });
  });

  it('adds nothing twice', async () => {
    const stored = store.dataSets.create('shop', [{ ko: '안녕하세요.', en: 'Hello.' }], '');
    const { id } = await previews.make([file('mine.tsv', TSV)]);
    expect(previews.store(id, { dataSet: stored.id }).latest).toMatchObject({
      pairs: 2,
      note: 'mine.tsv added, but for 1 that stood there',
    });
    const again = await previews.make([file('mine.tsv', TSV)]);
    expect(() => previews.store(again.id, { dataSet: stored.id })).toThrow('it has all of them');
    expect(store.dataSets.read(stored.id).latest.version).toBe(2);
  });

  it('of nothing, or without a name, is not stored', async () => {
    const empty = await previews.make([file('mine.tsv', '\t\n')]);
    expect(() => previews.store(empty.id, { name: 'x' })).toThrow('expected pairs to keep, got none');
    const { id } = await previews.make([file('mine.tsv', TSV)]);
    expect(() => previews.store(id, { name: ' ' })).toThrow('name: expected 1 to 80 characters');
    expect(previews.read(id).count).toBe(2);
  });

  it('goes when four newer ones are there', async () => {
    const first = await previews.make([file('1.tsv', TSV)]);
    for (let k = 0; k < 4; k++) await previews.make([file('2.tsv', TSV)]);
    expect(() => previews.read(first.id)).toThrow('send the file again');
  });
});

describe('a pair that is written by hand', () => {
  it('is normalised and held to the rules', () => {
    expect(checkedPair({ ko: ' 네.\u200b', en: 'Yes. ' })).toEqual({ ko: '네.', en: 'Yes.' });
    expect(() => checkedPair({ ko: 'Yes.', en: '네.' })).toThrow('the sides are swapped');
    expect(() => checkedPair({ ko: '', en: 'Yes.' })).toThrow('a side is empty');
  });
});

describe('corrections', () => {
  const send = (): number => {
    const english = { text: 'I am a student.', suggestion: '저는 학생이에요.', source: 'en', target: 'ko' };
    store.suggestions.add(english);
    return store.suggestions.list()[0].id;
  };

  it('become pairs of a data set when they are approved, as sent in or mended', () => {
    const corrections = new Corrections(store.suggestions, store.dataSets);
    const first = corrections.approve(send());
    expect(first).toMatchObject({ name: 'corrections', latest: { pairs: 1 } });
    corrections.approve(send(), { suggestion: '나는 학생이다.' });
    expect(store.dataSets.pairs(first.id)).toMatchObject([
      { ko: '저는 학생이에요.', en: 'I am a student.' },
      { ko: '나는 학생이다.', en: 'I am a student.' },
    ]);
    expect(corrections.list()).toEqual([]);
  });

  it('go when they are rejected, and stay when they make no pair', () => {
    const corrections = new Corrections(store.suggestions, store.dataSets);
    const id = send();
    expect(() => corrections.approve(id, { suggestion: 'not Korean' })).toThrow('not in its language');
    expect(corrections.list()).toHaveLength(1);
    corrections.reject(id);
    expect(() => corrections.reject(id)).toThrow(`correction ${id}: expected one that waits`);
    expect(store.dataSets.list()).toEqual([]);
  });
});
