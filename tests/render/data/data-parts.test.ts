/** What the pages of data are drawn of: reports of cleaning, pairs, versions, corrections. */
import { describe, expect, it } from 'vitest';
import { DROP_REASONS, MENDINGS } from '../../../src/datasets/reasons.js';
import { baseTestLine, cleaningSummary, droppedLines, mendedLines } from '../../../src/render/data/cleaning.js';
import type { DrawnReport } from '../../../src/render/data/cleaning.js';
import { comparedTexts, correctionCard } from '../../../src/render/data/corrections.js';
import { foundLine, markedWords, pager, pairEditing, pairList, placeLink } from '../../../src/render/data/pairs.js';
import { DROPPED, MENDED } from '../../../src/render/data/reasons.js';
import { setTable, versionList } from '../../../src/render/data/sets.js';

const place = { dataSet: 3, version: null, search: '', offset: 0 };
const NOW = new Date('2026-05-20T12:00:00Z');

describe('a report of cleaning', () => {
  const report: DrawnReport = {
    read: 1200,
    kept: 1190,
    dropped: {
      malformed: { count: 1, samples: [{ line: 7, source: 'no <tab>', target: '', detail: 'expected 2 columns' }] },
      empty: { count: 9, samples: [{ line: 1002, source: ' ', target: 'Yes.' }] },
      near: { count: 0, samples: [] },
    },
    mended: { spaces: { count: 2, samples: [{ line: 3, source: ' 네.', target: 'Yes.' }] } },
    excluded: [{ exact: 0, near: 0 }],
  };

  it('has a sentence for each reason that there is', () => {
    expect(Object.keys(DROPPED)).toEqual(Object.keys(DROP_REASONS));
    expect(Object.keys(MENDED)).toEqual(Object.keys(MENDINGS));
  });

  it('shows each reason with its lines as they stood', () => {
    const html = droppedLines(report);
    expect(html.match(/data-reason="\w+"/g)).toEqual(['data-reason="malformed"', 'data-reason="empty"']);
    expect(html).toContain('<p class="pair-side whole">no &lt;tab&gt;</p><p class="pair-detail">expected 2 columns</p>');
    expect(html).toContain('line 1,002</span><p class="pair-side nothing">empty</p><p class="pair-side" lang="en">Yes.</p>');
    expect(html).toContain('The first 1 of 9.');
    expect(mendedLines(report)).toContain('lang="ko"> 네.</p>');
  });

  it('says how much is kept, and what of it stands in the base test', () => {
    expect(cleaningSummary(report)).toContain('<dt>kept</dt><dd>1,190</dd>');
    expect(cleaningSummary(report)).toContain('<dt>dropped</dt><dd>10</dd>');
    expect(baseTestLine(report)).toBe('None of them stands in the base test.');
    expect(baseTestLine({ excluded: [] })).toContain('not compared');
    expect(baseTestLine({ excluded: [{ exact: 1, near: 2 }] })).toMatch(
      /^Among them are 1 line with a sentence of the base test and 2 lines with nearly one/,
    );
  });
});

describe('pairs', () => {
  it('have what was searched marked, whatever its signs and its case', () => {
    expect(markedWords('A <b> School, schools', 'school')).toBe(
      'A &lt;b&gt; <mark>School</mark>, <mark>school</mark>s',
    );
    expect(markedWords('100% (sure)', '% (')).toBe('100<mark>%</mark> <mark>(</mark>sure)');
    expect(markedWords('학생이 학교에', '학 학교')).toBe('<mark>학</mark>생이 <mark>학교</mark>에');
    expect(markedWords('a & b', ' ')).toBe('a &amp; b');
  });

  it('of the latest version alone can be changed', () => {
    const pairs = [{ id: 5, ko: '"네."', en: 'Yes.' }];
    const latest = pairList({ total: 1, pairs }, { ...place, search: '네', offset: 50 });
    expect(latest).toContain('href="/data/3/pairs/5?back=%2Fdata%2F3%3Fsearch%3D%25EB%2584%25A4%26offset%3D50"');
    expect(latest).toContain('aria-label="Delete &quot;네.&quot;"');
    expect(pairList({ total: 1, pairs }, { ...place, version: 2 })).not.toContain('pairs/5');
    expect(pairEditing(pairs[0], place)).toContain('action="/v1/data/3/pairs/5"');
  });

  it('are counted, with the words that were searched', () => {
    expect(foundLine({ total: 12_000 }, { search: '' })).toBe('12,000 pairs');
    expect(foundLine({ total: 1 }, { search: ' 영화 ' })).toBe('1 pair with “영화”');
    expect(foundLine({ total: 0 }, { search: 'x' })).toBe('No pair has “x”');
  });

  it('come in pages that lead to each other', () => {
    expect(pager({ total: 50 }, place)).toBe('');
    const places = (offset: number): string[] =>
      [...pager({ total: 120 }, { ...place, offset }).matchAll(/data-place="(\d+)">(\w+)/g)].map(
        ([, to, name]) => `${name} ${to}`,
      );
    expect(places(0)).toEqual(['Next 50', 'Last 100']);
    expect(places(50)).toEqual(['First 0', 'Previous 0', 'Next 100', 'Last 100']);
    expect(places(100)).toEqual(['First 0', 'Previous 50']);
    expect(pager({ total: 120 }, { ...place, offset: 100 })).toContain('101–120 of 120');
    expect(placeLink({ dataSet: 3, version: 2, search: 'a b', offset: 50 })).toBe(
      '/data/3?version=2&search=a+b&offset=50',
    );
  });
});

describe('data sets', () => {
  const latest = { version: 2, hash: 'f'.repeat(64), pairs: 1, created: NOW.toISOString(), note: '<note>' };

  it('are listed with what can be done with them', () => {
    const html = setTable([{ id: 3, name: 'a & b', latest }], NOW);
    expect(html).toContain('<a class="set-name" href="/data/3">a &amp; b</a>');
    expect(html).toContain('href="/training/new?data=3"');
    expect(html).toContain('just now</time> <span class="hint">&lt;note&gt;</span>');
  });

  it('have versions, of which the latest needs no number', () => {
    const html = versionList(3, [latest, { ...latest, version: 1 }], 1, NOW);
    expect(html).toContain('<a href="/data/3">Version 2</a>');
    expect(html).toContain('<a href="/data/3?version=1" aria-current="true">Version 1</a>');
    expect(html).toContain('>ffffffffffff</code>');
  });
});

describe('a correction', () => {
  const correction = {
    ...{ id: 4, received: NOW.toISOString(), source: 'auto', target: 'en' },
    ...{ text: '네.', suggestion: 'Yes, I do <so>.', translation: 'Yes, we do so.' },
  };

  it('marks the words that differ on both sides', () => {
    const html = comparedTexts(correction);
    expect(html).toContain('<dd lang="ko">네.</dd>');
    expect(html).toContain('<dd lang="en">Yes, <del>we</del> do <del>so.</del></dd>');
    expect(html).toContain('<dd lang="en">Yes, <ins>I</ins> do <ins>&lt;so&gt;.</ins></dd>');
  });

  it('marks nothing where the model is not known to have said anything, or said the same', () => {
    expect(comparedTexts({ ...correction, translation: null })).not.toMatch(/<ins>|<del>|The model/);
    const same = comparedTexts({ ...correction, translation: correction.suggestion });
    expect(same).not.toMatch(/<ins>|<del>/);
    expect(same).toContain('The model says the same.');
  });

  it('goes into a data set, edited or not', () => {
    const html = correctionCard(correction, { names: ['corrections', 'a&b'], chosen: 'a&b', back: '/data/corrections' }, NOW);
    expect(html).toContain('action="/v1/corrections/4/approve"');
    expect(html).toContain('formaction="/v1/corrections/4/reject"');
    expect(html).toContain('<option selected>a&amp;b</option>');
    expect(html).toContain('Yes, I do &lt;so&gt;.</textarea>');
  });
});
