/** The readers of CSV, JSON Lines, TMX and Moses pairs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAllPairs, readEntries } from '../../src/corpus/reader.js';
import { readSentences } from '../../src/corpus/sentences.js';
import { blocksOf, collect, entriesOf, KO_EN } from './sources.js';

describe('CSV', () => {
  it('reads quoted cells of several lines, with the line where each begins', async () => {
    const text = 'ko,en\r\n"그래, ""응"".","Well, ""yes""."\r\n\r\n"두\r\n줄",Two lines\r\n가,A\r\n';
    expect(await entriesOf(text, 'a.csv')).toEqual([
      { source: '그래, "응".', target: 'Well, "yes".', line: 2 },
      { source: '두\r\n줄', target: 'Two lines', line: 4 },
      { source: '가', target: 'A', line: 6 },
    ]);
  });

  it('finds the columns by the header, after a byte order mark, and any delimiter', async () => {
    const pair = { source: '가; 나', target: 'A', line: 2, tier: 'gen' };
    expect(await entriesOf('\uFEFFid;English;tier;한국어\n1;A;gen;"가; 나"\n', 'a.csv')).toEqual([pair]);
    expect(await entriesOf('id\tEnglish\ttier\t한국어\n1\tA\tgen\t가; 나\n', 'a.csv')).toEqual([pair]);
  });

  it('reads a table without a header as Korean and English', async () => {
    expect(await entriesOf('가,A\n나,B\n', 'a.csv')).toMatchObject([
      { source: '가' },
      { source: '나', line: 2 },
    ]);
  });

  it('keeps quotes inside a cell that is not quoted', async () => {
    expect(await entriesOf('그 "책",the "book"\n', 'a.csv')).toEqual([
      { source: '그 "책"', target: 'the "book"', line: 1 },
    ]);
  });

  it('tells of a row that lacks a column, and of one that is not UTF-8', async () => {
    const text = Buffer.concat([Buffer.from('ko,en\n가\n나,'), Buffer.from([0xff]), Buffer.from('\n다,C\n')]);
    expect(await entriesOf(text, 'a.csv')).toEqual([
      { fault: 'malformed', line: 2, text: '가', detail: 'expected 2 columns (ko, en), got 1' },
      { fault: 'utf8', line: 3, text: '나\t\uFFFD', detail: 'expected UTF-8 text, got bytes that are not' },
      { source: '다', target: 'C', line: 4 },
    ]);
  });

  it('tells where a quote is not closed', async () => {
    await expect(entriesOf('가,A\n"나,B\n다,C\n', 'a.csv')).rejects.toThrow(
      'corpus a.csv: in the row after line 1 expected a closing quote, got the end of the file',
    );
    await expect(entriesOf(`가,A\n"${'나,B\n'.repeat(300_000)}`, 'a.csv', {})).rejects.toThrow(
      'expected at most 1000000 bytes, got more',
    );
  });

  it('takes the names of columns from the caller', async () => {
    const text = 'src,tgt\n가,A\n';
    expect(await entriesOf(text, 'a.csv', { fields: { ko: 'src', en: 'tgt' } })).toEqual([
      { source: '가', target: 'A', line: 2 },
    ]);
    await expect(entriesOf(text, 'a.csv', { fields: { ko: 'x', en: 'tgt' } })).rejects.toThrow(
      "expected a header with x, tgt, got 'src, tgt'",
    );
  });
});

describe('JSON Lines', () => {
  it('reads keys that name the languages, nested or not, and labels', async () => {
    const text =
      '{"en": "A", "ko": "가", "tier": "ui"}\n\n{"id": 7, "translation": {"ko": "나", "en": "B"}}\n' +
      '{"Korean": "다", "text_en": "C"}\n';
    expect(await entriesOf(text, 'a.jsonl')).toEqual([
      { source: '가', target: 'A', line: 1, tier: 'ui' },
      { source: '나', target: 'B', line: 3 },
      { source: '다', target: 'C', line: 4 },
    ]);
  });

  it('takes the names of keys from the caller', async () => {
    const fields = { ko: 'source', en: 'target' };
    expect(await entriesOf('{"source": "가", "target": "A"}', 'a.jsonl', { fields })).toEqual([
      { source: '가', target: 'A', line: 1 },
    ]);
  });

  it.each([
    ['{"ko": "가", "en": "A"', 'expected a JSON object, got something else'],
    ['["가", "A"]', 'expected a JSON object, got something else'],
    ['{"ko": "가", "de": "A"}', 'got the keys ko, de'],
    ['{"ko": "가", "en": 7}', 'expected strings under keys for both languages'],
  ])('tells what is wrong with %s', async (line, detail) => {
    const [entry] = await entriesOf(`${line}\n`, 'a.jsonl', { format: 'jsonl' });
    expect(entry).toMatchObject({ fault: 'malformed', line: 1, text: line });
    expect(entry).toHaveProperty('detail', expect.stringContaining(detail));
  });
});

const tmx = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n` +
  `<tmx version="1.4"><header srclang="en"><prop type="tier">no</prop></header><body>\n${body}\n</body></tmx>\n`;
const tuv = (language: string, seg: string): string => `<tuv xml:lang="${language}"><seg>${seg}</seg></tuv>`;

describe('TMX', () => {
  it('reads language tags, entities and CDATA, and leaves out inline codes', async () => {
    const codes =
      'Press <bpt i="1">&lt;b<sub>note</sub>&gt;</bpt><hi>OK</hi><ept i="1">&lt;/b&gt;</ept><ph/> &amp; go';
    const text = tmx(
      `<tu>${tuv('en-US', codes)}${tuv('ko-KR', '확인을 누르고 <![CDATA[<가>]]>세요')}</tu>\n` +
        `<tu tuid="2"><prop type="tier">ui</prop><note>아니</note>${tuv('KO', '네')}${tuv('de', 'Ja')}${tuv('EN', 'Yes')}</tu>`,
    );
    expect(await entriesOf(text, 'a.tmx')).toEqual([
      { source: '확인을 누르고 <가>세요', target: 'Press OK & go', line: 4 },
      { source: '네', target: 'Yes', line: 5, tier: 'ui' },
    ]);
  });

  it('reads the attribute lang of older versions, and pairs each variant', async () => {
    const text = tmx(
      '<tu><tuv lang="ko"><seg>색</seg></tuv><tuv lang="EN-US"><seg>color</seg></tuv>' +
        tuv('en-GB', 'colour') +
        '</tu>',
    );
    expect((await entriesOf(text, 'a.tmx')).map((entry) => 'target' in entry && entry.target)).toEqual([
      'color',
      'colour',
    ]);
  });

  it('reads UTF-16', async () => {
    const text = tmx(`<tu>${tuv('ko', '가')}${tuv('en', 'A')}</tu>`).replace('UTF-8', 'UTF-16');
    expect(await entriesOf(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'a.tmx')).toEqual([
      { source: '가', target: 'A', line: 4 },
    ]);
  });

  it('tells of a unit that lacks a language, and of one with bytes that are not UTF-8', async () => {
    const damaged = Buffer.from(
      tmx(
        `<tu>${tuv('ko', '가')}${tuv('ja', 'は')}</tu>\n<tu>${tuv('ko', '나#')}${tuv('en', 'B')}</tu>\n<tu>${tuv('ko', '다')}${tuv('en', 'C')}</tu>`,
      ),
    );
    damaged[damaged.indexOf('#')] = 0xff;
    expect(await entriesOf(damaged, 'a.tmx')).toMatchObject([
      { fault: 'malformed', line: 4, text: '가' },
      { fault: 'utf8', line: 5, text: '나\uFFFD\tB' },
      { source: '다', target: 'C', line: 6 },
    ]);
  });

  it.each([
    [
      tmx('<tu><tuv xml:lang="ko"></tu>'),
      'corpus a.tmx line 4: expected well-formed TMX, got Unexpected close tag',
    ],
    [
      '<?xml version="1.0"?>\n<tmx><body>',
      'corpus a.tmx line 2: expected well-formed TMX, got Unclosed root tag',
    ],
    ['<?xml version="1.0"?>\n<html></html>', 'got XML that begins with <html>'],
    ['<?xml version="1.0" encoding="EUC-KR"?><tmx></tmx>', 'expected TMX in UTF-8 or UTF-16, got EUC-KR'],
  ])('tells where the XML is wrong: %#', async (text, message) => {
    await expect(entriesOf(text, 'a.tmx')).rejects.toThrow(message);
  });
});

describe('Moses pairs', () => {
  const read = (ko: string | Uint8Array, en: string): ReturnType<typeof readEntries> =>
    readEntries({ ko: blocksOf(ko, 'a.ko'), en: blocksOf(en, 'a.en', 3) }, KO_EN);

  it('reads two files in step', async () => {
    expect(await collect(read('가\n\n나\t1\n\n', 'A\n\nB\nC'))).toEqual([
      { source: '가', target: 'A', line: 1 },
      { source: '나\t1', target: 'B', line: 3 },
      { source: '', target: 'C', line: 4 },
    ]);
    const pairs = await readAllPairs([{ ko: blocksOf('가\n'), en: blocksOf('A\n') }], {
      source: 'en',
      target: 'ko',
    });
    expect(pairs).toEqual([{ source: 'A', target: '가', line: 1 }]);
  });

  it('drops the line of which a side is not UTF-8', async () => {
    const ko = Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from('나\n')]);
    expect(await collect(read(ko, 'A\nB\n'))).toMatchObject([
      { fault: 'utf8', line: 1, text: '\uFFFD\tA' },
      { source: '나', target: 'B', line: 2 },
    ]);
  });

  it('refuses sides of unequal length', async () => {
    await expect(collect(read('가\n', 'A\nB\n'))).rejects.toThrow(
      'corpus a.ko: expected as many lines as a.en has, got 1 and the end',
    );
    await expect(collect(read('가\n나\n', 'A\n'))).rejects.toThrow('corpus a.en: expected as many lines');
  });
});

describe('what no reader takes', () => {
  it('is said to have no columns', async () => {
    await expect(entriesOf('그래, 가자.\n', 'a.txt')).rejects.toThrow('got a text without columns');
  });

  it('may be nothing at all', async () => {
    expect(await entriesOf('', 'a.txt')).toEqual([]);
    expect(await entriesOf('', 'a.csv')).toEqual([]);
    expect(await entriesOf('ko\ten\n', 'a.tsv')).toEqual([]);
  });
});

describe('readSentences', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-sentences-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a.ko', '가요.\n나요.\n', ['가요.', '나요.']],
    ['a.tsv', '가요.\tA.\tgen\n', ['가요.', 'A.', 'gen']],
    ['a.csv', 'id,en,ko\n1,"A, a.",가요.\n2\n', ['가요.', 'A, a.']],
    ['a.jsonl', '{"en": "A.", "ko": "가요."}\n', ['가요.', 'A.']],
    ['a.tmx', tmx(`<tu>${tuv('ko', '가요.')}${tuv('en', 'A.')}</tu>`), ['가요.', 'A.']],
  ])('reads the sentences of %s', async (name, content, sentences) => {
    writeFileSync(join(folder, name), content);
    expect(await collect(readSentences(join(folder, name)))).toEqual(sentences);
  });

  it('throws where there is no file', async () => {
    await expect(collect(readSentences(join(folder, 'none.tsv')))).rejects.toThrow('got nothing there');
  });
});
