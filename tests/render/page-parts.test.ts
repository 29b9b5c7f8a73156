/** Parts of the page as HTML: links, alternatives, notices, probabilities, what changed between two translations. */
import { describe, expect, it } from 'vitest';
import { alternativesList } from '../../src/render/alternatives.js';
import { changedWords } from '../../src/render/changed-words.js';
import { fileState } from '../../src/render/file-state.js';
import { repicked } from '../../src/render/looking-inside.js';
import { failureKind, failureNotice, missingNotice } from '../../src/render/notice.js';
import { pageLink, parsePicks, picksText } from '../../src/render/page-link.js';
import { certaintyStep, probabilityText } from '../../src/render/probability.js';

describe('probabilityText', () => {
  it.each([
    [1, '100 %'],
    [0.9994, '99 %'],
    [0.344, '34 %'],
    [0.0214, '2.1 %'],
    [0.001, '0.1 %'],
    [0.0004, '4·10⁻⁴'],
    [3.2e-12, '3·10⁻¹²'],
    [0, '0 %'],
  ])('%d is %s', (probability, text) => {
    expect(probabilityText(probability)).toBe(text);
  });

  it('has five steps of certainty', () => {
    expect([0, 0.19, 0.2, 0.5, 0.79, 0.8, 1].map(certaintyStep)).toEqual([0, 0, 1, 2, 3, 4, 4]);
  });
});

describe('pageLink', () => {
  it('says what is not at its default, and reads it again', () => {
    expect(pageLink({ text: '네?' })).toBe('/?text=%EB%84%A4%3F');
    expect(pageLink({ text: 'a', source: 'en', units: 'pieces', model: 'm', picks: [0, 2, 0] })).toBe(
      '/?text=a&source=en&model=m&units=pieces&pick=0.2',
    );
    expect(parsePicks(picksText([0, 2, 0]))).toEqual([0, 2]);
    expect(pageLink({ text: '가'.repeat(5000) })).toBeNull();
  });

  it.each(['', 'x', '1.', '1..2', '-1', '1234', ['1'], undefined])('takes %j as no pick', (text) => {
    expect(parsePicks(text)).toEqual([]);
  });

  it('changes the pick of one sentence', () => {
    expect(repicked([1], 3, 2)).toEqual([1, 0, 2]);
    expect(repicked([1, 4], 1, 0)).toEqual([0, 4]);
  });
});

describe('alternativesList', () => {
  const hypothesis = (text: string, logProbability: number) => ({
    text,
    pieces: [],
    logProbability,
    stepProbabilities: [],
    attention: [],
  });
  const options = {
    sentence: 1,
    picked: 2,
    target: 'en' as const,
    linkOf: (rank: number) => `/?pick=${rank}`,
    picksOf: String,
  };
  const of = (...texts: string[]) => ({
    source: '',
    separator: '',
    sourcePieces: [],
    hypotheses: texts.map((text, rank) => hypothesis(text, -1 - rank)),
  });

  it('names each once with its rank and probability, and marks the one shown', () => {
    const html = alternativesList(of('one', 'one', '<b>'), options);
    expect(html.match(/<li>/g)).toHaveLength(2);
    expect(html).toContain('data-pick="2" data-sentence="1" aria-current="true"');
    expect(html).toContain('37 %');
    expect(html).toContain('&lt;b&gt;');
  });

  it('is nothing for one alone, and buttons where no address holds the text', () => {
    expect(alternativesList(of('one', 'one'), options)).toBe('');
    const html = alternativesList(of('one', 'two'), { ...options, linkOf: () => null });
    expect(html).toContain('<button type="submit" form="translator" name="pick" value="1"');
  });
});

describe('notices', () => {
  it.each([
    [{ status: 0, message: '' }, 'unreachable'],
    [{ status: 503, message: 'translator: busy', retryAfter: 2 }, 'busy'],
    [{ status: 429, message: 'too many', retryAfter: 2 }, 'busy'],
    [{ status: 503, message: 'model: expected one, found none' }, 'missing'],
    [{ status: 413, message: '' }, 'too-long'],
    [{ status: 500, message: '' }, 'broken'],
    [{ status: 400, message: '' }, 'refused'],
  ] as const)('%j is %s', (failure, kind) => {
    expect(failureKind(failure)).toBe(kind);
  });

  it('offer another try only where one may help', () => {
    expect(failureNotice({ status: 500, message: 'x' }, { retry: true })).toContain('data-retry');
    expect(failureNotice({ status: 400, message: 'x' }, { retry: true })).not.toContain('data-retry');
    expect(failureNotice({ status: 500, message: 'x' }, { retry: false })).not.toContain('data-retry');
  });

  it('show commands as code and markup as text', () => {
    const html = failureNotice({ status: 400, message: 'use `npx ieum`, not <b>' }, { retry: false });
    expect(html).toContain('<code>npx ieum</code>, not &lt;b&gt;.');
  });

  it('tell a run from a direction without one', () => {
    const direction = { source: 'ko', target: 'en', name: 'Korean → English', training: null };
    expect(missingNotice([direction])).toContain('No model is installed yet');
    const training = missingNotice([{ ...direction, training: { run: 'r', step: 1200 } }]);
    expect(training).toContain('1,200 updates so far');
    expect(training).not.toContain('<pre>');
  });
});

describe('fileState', () => {
  const job = { name: '<a>.txt', state: 'translating' as const, done: 30, total: 120 };

  it('shows how far a file is, with the time left', () => {
    const html = fileState(job, { secondsLeft: 200 });
    expect(html).toContain('value="30" max="120"');
    expect(html).toContain('30 of 120 sentences, about 3 min left');
    expect(html).toContain('&lt;a&gt;.txt');
  });

  it('leads to the file once it is done, and says why it failed', () => {
    expect(fileState({ ...job, state: 'done', url: '/f/1' })).toContain('href="/f/1" download');
    expect(fileState({ ...job, state: 'failed', error: 'file: broken' })).toContain('File: broken.');
  });
});

describe('changedWords', () => {
  const marked = (one: string, other: string): string =>
    changedWords(one, other)
      .map(({ text, changed }) => (changed ? `[${text}]` : text))
      .join(' ');

  it('marks the words of the second that the first has not in that order', () => {
    expect(marked('It is really nice today.', 'It is so nice today.')).toBe('It is [so] nice today.');
    expect(marked('a b c', 'a b c')).toBe('a b c');
    expect(marked('', 'new words')).toBe('[new] [words]');
    expect(marked('one two three', 'three one two')).toBe('[three] one two');
    expect(marked('a b', '')).toBe('');
  });
});
