import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/documents/formats.js';
import { plainTextFormat } from '../../src/documents/lines.js';
import { subtitleFormat } from '../../src/documents/subtitles.js';
import { tableFormat } from '../../src/documents/table.js';
import { translationMemoryFormat } from '../../src/documents/translation-memory.js';
import type { DocumentFormat } from '../../src/documents/document.js';
import { translateWords } from './word-by-word.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const translate = (format: DocumentFormat, content: string | Uint8Array): string => {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return translateWords(format.read(bytes, { source: 'ko', target: 'en' }));
};

describe('formatOf', () => {
  it('goes by the ending of a name', () => {
    expect(formatOf('Letter.TXT')).toBe(plainTextFormat);
    expect(() => formatOf('virus.exe')).toThrow(
      /^file: expected one that ends in .txt, .tsv, .tmx, .docx, .srt/,
    );
    expect(() => formatOf('nothing')).toThrow(/got ''/);
  });
});

describe('.txt', () => {
  it('keeps lines, indents and line ends', () => {
    expect(translate(plainTextFormat, 'one two\r\n\r\n  three. four\n123\n')).toBe(
      'ONE TWO\r\n\r\n  THREE. FOUR\n123\n',
    );
  });

  it('reads UTF-16 and the older Korean encoding, and keeps a byte order mark', () => {
    expect(translate(plainTextFormat, new Uint8Array([0xff, 0xfe, 0x61, 0]))).toBe('A');
    const korean = new Uint8Array([0xb0, 0xa1]);
    expect(plainTextFormat.read(korean, { source: 'ko', target: 'en' }).segments).toEqual(['가']);
    const marked = plainTextFormat.read(encode('\uFEFFa'), { source: 'ko', target: 'en' });
    expect([...marked.write([{ text: 'A', alignment: { source: [], target: [], weights: [] } }])]).toEqual([
      0xef, 0xbb, 0xbf, 0x41,
    ]);
  });

  it('refuses what is no text', () => {
    expect(() => translate(plainTextFormat, new Uint8Array([0x50, 0, 0xff, 0xfe]))).toThrow(
      /^file: expected text/,
    );
  });
});

describe('.tsv', () => {
  it('fills the column of the other language and keeps what stands there', () => {
    const table = 'id\tko\ten\n1\tone\t\n2\ttwo\tkept\n3\n';
    expect(translate(tableFormat, table)).toBe('id\tko\ten\n1\tone\tONE\n2\ttwo\tkept\n3\n');
  });

  it('adds the column where there is none', () => {
    expect(translate(tableFormat, 'ko\tnote\r\none\tx\r\ntwo\r\n')).toBe(
      'ko\tnote\ten\r\none\tx\tONE\r\ntwo\t\tTWO\r\n',
    );
  });

  it('translates every cell of a table without a header', () => {
    expect(translate(tableFormat, 'one\t12\ntwo three\t\n')).toBe('ONE\t12\nTWO THREE\t\n');
  });
});

describe('.srt', () => {
  const subtitles = [
    '1\n00:00:01,000 --> 00:00:02,500\none two\nthree four\n',
    '2\n00:00:03,000 --> 00:00:04,000\n{\\an8}<i>five</i> six\n',
    '3\n00:00:05,000 --> 00:00:06,000\n♪\n',
  ].join('\n');

  it('keeps numbers, times, lines, tags and positions', () => {
    expect(translate(subtitleFormat, subtitles)).toBe(
      subtitles.replace(/one|two|three|four|five|six/g, (word) => word.toUpperCase()),
    );
  });

  it('reads a sentence over two lines as one', () => {
    const document = subtitleFormat.read(encode(subtitles), { source: 'ko', target: 'en' });
    expect(document.segments).toEqual(['one two three four', 'five six']);
  });

  it('refuses a file without times', () => {
    expect(() => translate(subtitleFormat, 'hello')).toThrow(/^file: expected subtitles/);
  });
});

describe('.tmx', () => {
  const memory = (units: string): string =>
    `<?xml version="1.0" encoding="UTF-16"?>\n<tmx version="1.4"><header/><body>${units}</body></tmx>`;
  const korean =
    '<tuv xml:lang="ko-KR"><seg>one <bpt i="1">&lt;b></bpt>two<ept i="1">&lt;/b></ept> &amp; x</seg></tuv>';

  it('adds a variant to units that have none', () => {
    expect(translate(translationMemoryFormat, memory(`<tu>${korean}</tu>`))).toBe(
      memory(`<tu>${korean}<tuv xml:lang="en"><seg>ONE TWO &amp; X</seg></tuv></tu>`).replace(
        'UTF-16',
        'UTF-8',
      ),
    );
  });

  it('keeps what is translated already, and units in other languages', () => {
    const done = `<tu>${korean}<tuv xml:lang="EN-us"><seg>done</seg></tuv></tu><tu><tuv xml:lang="fr"><seg>un</seg></tuv></tu>`;
    const document = translationMemoryFormat.read(encode(memory(done)), { source: 'ko', target: 'en' });
    expect(document.segments).toEqual([]);
  });

  it('refuses other XML', () => {
    expect(() => translate(translationMemoryFormat, '<html></html>')).toThrow(
      /^file: expected a translation memory/,
    );
  });
});
