import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { wordFormat } from '../../src/documents/word-processing.js';
import { reversed, translateSegment } from './word-by-word.js';

const DIRECTION = { source: 'ko', target: 'en' } as const;

const part = (paragraphs: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="w"><w:body>${paragraphs}</w:body></w:document>`;

const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

function docx(paragraphs: string, others: Record<string, string> = {}): Uint8Array {
  const files = {
    'word/document.xml': part(paragraphs),
    'word/styles.xml': '<w:styles>one</w:styles>',
    ...others,
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** The body of a document after its translation. */
function translate(paragraphs: string, order?: (count: number) => number[]): string {
  const document = wordFormat.read(docx(paragraphs), DIRECTION);
  const files = unzipSync(document.write(document.segments.map((one) => translateSegment(one, order))));
  expect(strFromU8(files['word/styles.xml'])).toBe('<w:styles>one</w:styles>');
  return /<w:body>(.*)<\/w:body>/s.exec(strFromU8(files['word/document.xml']))?.[1] ?? '';
}

describe('.docx', () => {
  it('translates a paragraph whose runs look alike as one run', () => {
    const paragraph = `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('one ')}<w:proofErr w:type="spellStart"/>${run('two')}</w:p>`;
    expect(translate(paragraph)).toBe(`<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${run('ONE TWO')}</w:p>`);
  });

  it('gives each word the look of the words that it comes from', () => {
    const paragraph = `<w:p>${run('one ')}${run('two', '<w:b/>')}${run(' three')}</w:p>`;
    expect(translate(paragraph, reversed)).toBe(
      `<w:p>${run('THREE ')}${run('TWO ', '<w:b/>')}${run('ONE')}</w:p>`,
    );
  });

  it('loses no look, however much other text a word attends to', () => {
    const document = wordFormat.read(
      docx(`<w:p>${run('one ')}${run('two', '<w:b/>')}${run(' three four')}</w:p>`),
      DIRECTION,
    );
    const { text, alignment } = translateSegment(document.segments[0]);
    const weights = alignment.target.map((_, j) =>
      alignment.source.map((__, k) => (k === 1 && j === 2 ? 0.4 : 0.2)),
    );
    const files = unzipSync(document.write([{ text, alignment: { ...alignment, weights } }]));
    expect(strFromU8(files['word/document.xml'])).toContain(
      `<w:p>${run('ONE TWO ')}${run('THREE ', '<w:b/>')}${run('FOUR')}</w:p>`,
    );
  });

  it('keeps hyperlinks around their words', () => {
    const open = '<w:hyperlink r:id="rId4">';
    const paragraph = `<w:p>${run('one ')}${open}${run('two', '<w:u/>')}</w:hyperlink>${run(' three')}</w:p>`;
    expect(translate(paragraph)).toBe(
      `<w:p>${run('ONE ')}${open}${run('TWO ', '<w:u/>')}</w:hyperlink>${run('THREE')}</w:p>`,
    );
  });

  it('keeps a hyperlink that holds more than text as it is', () => {
    const paragraph = `<w:p><w:hyperlink r:id="rId4">${run('one')}<w:r><w:tab/></w:r>${run('two')}</w:hyperlink></w:p>`;
    expect(translate(paragraph)).toBe(
      `<w:p><w:hyperlink r:id="rId4">${run('ONE')}<w:r><w:tab/></w:r>${run('TWO')}</w:hyperlink></w:p>`,
    );
  });

  it('keeps the mark of a note in its sentence', () => {
    const note = '<w:r><w:footnoteReference w:id="2"/></w:r>';
    expect(translate(`<w:p>${run('one')}${note}${run(' two.')}</w:p>`)).toBe(
      `<w:p>${run('ONE ')}${note}${run('TWO.')}</w:p>`,
    );
  });

  it('translates text on both sides of tabs, breaks and pictures', () => {
    const picture = '<w:r><w:drawing><a:x/></w:drawing></w:r>';
    expect(translate(`<w:p>${run('one')}<w:r><w:br/></w:r>${run('two')}${picture}</w:p>`)).toBe(
      `<w:p>${run('ONE')}<w:r><w:br/></w:r>${run('TWO')}${picture}</w:p>`,
    );
  });

  it('translates the text of text boxes, tables and notes', () => {
    const box = `<w:r><w:pict><w:txbxContent><w:p>${run('in box')}</w:p></w:txbxContent></w:pict></w:r>`;
    const table = `<w:tbl><w:tr><w:tc><w:p>${run('cell')}</w:p></w:tc></w:tr></w:tbl>`;
    const document = wordFormat.read(
      docx(`<w:p>${box}</w:p>${table}`, { 'word/footnotes.xml': part(`<w:p>${run('a note')}</w:p>`) }),
      DIRECTION,
    );
    expect(document.segments).toEqual(['in box', 'cell', 'a note']);
  });

  it('escapes what is markup elsewhere', () => {
    expect(translate(`<w:p>${run('a &lt; b &amp; c')}</w:p>`)).toBe(`<w:p>${run('A &lt; B &amp; C')}</w:p>`);
  });

  it.each([
    ['other bytes', strToU8('hello')],
    ['another zip', zipSync({ 'a.txt': strToU8('a') })],
  ])('refuses %s', (_name, bytes) => {
    expect(() => wordFormat.read(bytes, DIRECTION)).toThrow(/^file: expected a Word document/);
  });

  it('refuses a file that unfolds to far more than it is', () => {
    const bytes = docx(`<w:p>${run('one')}</w:p>`);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = [...bytes.keys()].find(
      (at) => at + 4 < bytes.length && view.getUint32(at, true) === 0x02014b50,
    );
    // The size that the directory tells of the first file.
    view.setUint32((directory ?? 0) + 24, 2_000_000_000, true);
    expect(() => wordFormat.read(bytes, DIRECTION)).toThrow(/^file: expected at most 100 MB once unzipped/);
  });
});
