import { describe, expect, it } from 'vitest';
import { columnChoice, firstRows, guessUses, isPlain, layoutFields } from '../../../src/render/data/columns.js';
import type { FirstRows } from '../../../src/render/data/columns.js';

const rowsOf = (name: string, text: string): FirstRows => {
  const rows = firstRows(name, text);
  if (!rows) throw new Error(`${name} has no columns`);
  return rows;
};

describe('the first rows of a file', () => {
  it.each([
    ['a.tsv', '1\tHello, you.\t안녕.\n2\tYes.\t네.\n3\tcut of', [['1', 'Hello, you.', '안녕.'], ['2', 'Yes.', '네.']]],
    ['a.csv', '1,"Hello, ""you"".",안녕.\n', [['1', 'Hello, "you".', '안녕.']]],
    ['a.csv', '1;Hello, you.;안녕.\n', [['1', 'Hello, you.', '안녕.']]],
    ['a.csv', ',"",x\n', [['', '', 'x']]],
  ])('%s: %j', (name, text, rows) => {
    expect(firstRows(name, text)).toEqual({ keys: null, rows });
  });

  it('have the keys of JSON', () => {
    expect(firstRows('a.jsonl', '{"id": 1, "s": "네."}\n{"id": 2, "s": "예."}\n')).toEqual({
      keys: ['id', 's'],
      rows: [
        ['1', '네.'],
        ['2', '예.'],
      ],
    });
  });

  it.each([
    ['a.tmx', '<?xml version="1.0"?>\n<tmx>\n'],
    ['a.ko', '안녕하세요.\n'],
    ['a.jsonl', '{"translation": {"ko": "네.", "en": "Yes."}}\n'],
    ['a.jsonl', '{"id": 1,\n'],
    ['a.tsv', ''],
  ])('%s has none to choose from', (name, text) => {
    expect(firstRows(name, text)).toBeNull();
  });
});

describe('which column holds which language', () => {
  it.each([
    ['a.tsv', 'id\tEnglish\tKorean\n', true],
    ['a.tsv', 'Hello.\t안녕.\n', true],
    ['a.jsonl', '{"id": 1, "ko": "네.", "en": "Yes."}\n', true],
    ['a.tsv', '1\tHello.\t안녕.\n', false],
    ['a.jsonl', '{"source": "네.", "target": "Yes."}\n', false],
  ])('%s %j tells it itself: %s', (name, text, plain) => {
    expect(isPlain(rowsOf(name, text))).toBe(plain);
  });

  it('is seen by the letters, the most of each', () => {
    const rows = rowsOf('a.tsv', '1\tHello there, friend.\t안녕 친구야.\tweb\n2\tYes.\t네.\tweb\n');
    const uses = guessUses(rows);
    expect(uses).toEqual(['', 'en', 'ko', '']);
    expect(layoutFields(rows, uses)).toEqual({ columns: 'other1,en,ko' });
    const html = columnChoice(rows, uses);
    expect(html).toContain('<select data-column="2"><option value="">not used</option><option value="ko" selected>');
    expect(html).toContain('<td>안녕 친구야.</td>');
  });

  it('goes to the names of keys', () => {
    const rows = rowsOf('a.jsonl', '{"n": 1, "원문": "네.", "역문": "Yes."}\n');
    expect(layoutFields(rows, guessUses(rows))).toEqual({ koField: '원문', enField: '역문' });
  });

  it('is no answer where a language has no column, or two', () => {
    const rows = rowsOf('a.tsv', '1\t2\t3\n');
    expect(layoutFields(rows, guessUses(rows))).toBeNull();
    expect(layoutFields(rows, ['ko', 'ko', 'en'])).toBeNull();
  });
});
