import { describe, expect, it } from 'vitest';
import { htmlFormat, readHtml } from '../../src/documents/html.js';
import { reversed, translateWords } from './word-by-word.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const translate = (html: string, order?: (count: number) => number[]): string =>
  translateWords(readHtml(html, encode), order);

describe('readHtml', () => {
  it.each([
    ['plain text', 'hello world', 'HELLO WORLD'],
    ['a paragraph', '<p class="x">hello world</p>', '<p class="x">HELLO WORLD</p>'],
    ['margins', '<p>\n  hello\n  world\n</p>\n', '<p>\n  HELLO WORLD\n</p>\n'],
    ['entities', '<p>a &amp; b &lt;c</p>', '<p>A &amp; B &lt;C</p>'],
    ['a line break', 'hello<br>world<br/>', 'HELLO<br>WORLD<br/>'],
    ['blocks', '<ul><li>one<li>two two</ul>', '<ul><li>ONE<li>TWO TWO</ul>'],
    ['an element around all', '<p><b>hello world</b></p>', '<p><b>HELLO WORLD</b></p>'],
    [
      'nested elements',
      '<p><a href="/x"><i>hello</i> world</a></p>',
      '<p><a href="/x"><i>HELLO</i> WORLD</a></p>',
    ],
    ['title', '<title>hello world</title>', '<title>HELLO WORLD</title>'],
    ['stray tags', '</b>hello <i>world', '</b>HELLO <i>WORLD'],
    ['crossing tags', '<b>one <i>two</b> three</i>', '<b>ONE <i>TWO</b> THREE</i>'],
  ])('keeps %s', (_name, html, expected) => {
    expect(translate(html)).toBe(expected);
  });

  it.each([
    '<script>var hello = "a<b";</script>',
    '<style>p { color: red }</style>',
    '<pre>  hello\n  world</pre>',
    '<textarea>hello</textarea>',
    '<p translate="no">hello</p>',
    '<p class="a notranslate">hello <b>x</b></p>',
    '<!-- hello -->',
    '<!doctype html>',
    '<p>123 — 🎉</p>',
  ])('leaves %s as it is', (html) => {
    expect(readHtml(html, encode).segments).toEqual([]);
    expect(translate(html)).toBe(html);
  });

  it('carries bold to the words that come from the bold ones', () => {
    expect(translate('one <b>two</b> three', reversed)).toBe('THREE <b>TWO</b> ONE');
    expect(translate('<b>one two</b> three four', reversed)).toBe('FOUR THREE <b>TWO ONE</b>');
  });

  it('keeps nesting when words change places', () => {
    expect(translate('<a href="#">one <i>two</i></a> three', reversed)).toBe(
      'THREE <a href="#"><i>TWO</i> ONE</a>',
    );
  });

  it('leaves a stop outside of a mark that had none', () => {
    expect(translate('one <b>two</b>.')).toBe('ONE <b>TWO</b>.');
    expect(translate('one <b>two.</b>')).toBe('ONE <b>TWO.</b>');
  });

  it('takes neighbouring elements apart', () => {
    expect(translate('<i>one</i> <b>two</b>', reversed)).toBe('<b>TWO</b> <i>ONE</i>');
  });

  it('puts images and code before the word that they stood before', () => {
    expect(translate('one <img src="x"> two three', reversed)).toBe('THREE <img src="x"> TWO ONE');
    expect(translate('run <code>npm start</code> now')).toBe('RUN <code>npm start</code> NOW');
    expect(translate('<p><img src="x"> one two</p>')).toBe('<p><img src="x"> ONE TWO</p>');
    expect(translate('one two <img src="x">')).toBe('ONE TWO <img src="x">');
  });

  it('reads a sentence with markup as one segment', () => {
    expect(readHtml('<p>one <b>two</b> three</p><p>four</p>', encode).segments).toEqual([
      'one two three',
      'four',
    ]);
  });

  it('never makes markup of text', () => {
    expect(translate('&lt;script&gt;alert(1)&lt;/script&gt; hello')).toBe(
      '&lt;SCRIPT&gt;ALERT(1)&lt;/SCRIPT&gt; HELLO',
    );
  });

  it('keeps every tag whatever the words do', () => {
    const html = '<div>a <b>b <i>c</i></b> d<p>e <u></u> f <a href="1">g</a><a href="2">h</a> i</p>j</div>';
    const tags = (text: string): string[] => (text.match(/<[^>]*>/g) ?? []).sort();
    for (const order of [undefined, reversed]) expect(tags(translate(html, order))).toEqual(tags(html));
  });
});

describe('htmlFormat', () => {
  it('says its new language and encoding', () => {
    const page = '<html lang="ko"><head><meta charset="euc-kr"></head><body>hello</body></html>';
    const document = htmlFormat.read(encode(page), { source: 'ko', target: 'en' });
    expect(translateWords(document)).toBe(
      '<html lang="en"><head><meta charset="utf-8"></head><body>HELLO</body></html>',
    );
  });
});
