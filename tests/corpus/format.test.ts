import { describe, expect, it } from 'vitest';
import { detectFormat, sideOfName } from '../../src/corpus/format.js';
import { groupInputs } from '../../src/corpus/inputs.js';
import { languageOfLabel, languageOfTag } from '../../src/text/language-names.js';

describe('detectFormat', () => {
  it.each([
    ['a.tsv', '가\tA\n', 'tsv'],
    ['a.TSV.gz', '가\tA\n', 'tsv'],
    ['a.csv', '가,A\n', 'csv'],
    ['a.ndjson', '{"ko": "가"}\n', 'jsonl'],
    ['a.tmx', '<?xml version="1.0"?><tmx>', 'tmx'],
    ['a.ko', '가, 나\n', 'lines'],
    ['a.en.gz', 'A, B\n', 'lines'],
  ])('by the name: %s', (name, beginning, format) => {
    expect(detectFormat(name, beginning)).toBe(format);
  });

  it.each([
    ['upload', '<?xml version="1.0"?>\n<tmx version="1.4">', 'tmx'],
    ['a.tsv', '<tmx version="1.4">', 'tmx'],
    ['upload', '{"ko": "가", "en": "A"}', 'jsonl'],
    ['a.txt', '{ "translation": {}}', 'jsonl'],
    ['a.txt', '가\tA, B\n', 'tsv'],
    ['upload', '"가, 나",A\n', 'csv'],
    ['upload', 'ko,en\n가,A\n', 'csv'],
    ['upload', 'id;en;ko\n1;A;가\n', 'csv'],
    ['a.tsv', '{"ko": 1}의 값\tThe value of {"ko": 1}\n', 'tsv'],
    ['upload', '그래, 가자.\n', 'lines'],
    ['a.ko', '{"는 괄호다', 'lines'],
  ])('by the content: %s %s', (name, beginning, format) => {
    expect(detectFormat(name, beginning)).toBe(format);
  });
});

describe('languages in names', () => {
  it.each([
    ['ko', 'ko'],
    ['ko-KR', 'ko'],
    ['EN_us', 'en'],
    ['eng', 'en'],
    ['ja', undefined],
    ['kok', undefined],
    ['', undefined],
  ])('tag %s is %s', (tag, language) => {
    expect(languageOfTag(tag)).toBe(language);
  });

  it.each([
    ['Korean', 'ko'],
    [' 한국어 ', 'ko'],
    ['영어', 'en'],
    ['en-US', 'en'],
    ['sentence_ko', 'ko'],
    ['text.en', 'en'],
    ['I speak en', undefined],
    ['translation', undefined],
    ['no-ko-such', undefined],
  ])('label %s is %s', (label, language) => {
    expect(languageOfLabel(label)).toBe(language);
  });
});

describe('groupInputs', () => {
  it('joins the sides of Moses pairs in any order, in the place of the first', () => {
    expect(groupInputs(['b.en', 'x.tsv', 'd/a.ko.gz', 'b.ko', 'd/a.en.gz'])).toEqual([
      { ko: 'b.ko', en: 'b.en' },
      'x.tsv',
      { ko: 'd/a.ko.gz', en: 'd/a.en.gz' },
    ]);
    expect(sideOfName('news.ko-en.en')).toEqual({ language: 'en', stem: 'news.ko-en' });
  });

  it('refuses a side alone, and one twice', () => {
    expect(() => groupInputs(['a.ko'])).toThrow('corpus a.ko: expected its other side a.en');
    expect(() => groupInputs(['a.ko', 'a.ko'])).toThrow('expected each side of a pair once');
  });
});
