/** Links, their joining and their error rate, on examples worked out by hand. */
import { describe, expect, it } from 'vitest';
import { attentionLinks } from '../../src/alignment/attention-links.js';
import { AlignmentErrors } from '../../src/alignment/error-rate.js';
import { formatLinks, parseGold, parseLinks, transposeLinks } from '../../src/alignment/links.js';
import { symmetrise, SYMMETRISATIONS } from '../../src/alignment/symmetrisation.js';

const links = (text: string) => parseLinks(text, 'test');

describe('the Pharaoh format', () => {
  it('is read and written in order', () => {
    expect(links(' 2-0  0-1\t0-0 ')).toEqual([
      { source: 2, target: 0 },
      { source: 0, target: 1 },
      { source: 0, target: 0 },
    ]);
    expect(formatLinks(links('10-0 2-1 2-0'))).toBe('2-0 2-1 10-0');
    expect(formatLinks(transposeLinks(links('0-3 1-2')))).toBe('2-1 3-0');
    expect(links('')).toEqual([]);
  });

  it('tells sure links from possible ones, which sure ones are too', () => {
    const { sure, possible } = parseGold('1-1 2?3 3:1 4p4', 'gold', 1);
    expect(formatLinks(sure)).toBe('0-0');
    expect(formatLinks(possible)).toBe('0-0 1-2 2-0 3-3');
  });

  it.each(['1', '1-', 'a-b', '1--2', '0-1'])('refuses %s by place', (text) => {
    expect(() => parseGold(text, 'gold.txt line 7', 1)).toThrow(/^gold\.txt line 7: expected links such as/);
  });
});

describe('links of attention', () => {
  it('are none where nothing looks anywhere, as in a model without attention', () => {
    const nowhere = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(attentionLinks(nowhere)).toEqual([]);
    expect(attentionLinks(nowhere, { leaveUnaligned: true })).toEqual([]);
  });

  // two target words and the end; three source words and the end
  const attention = [
    [0.1, 0.3, 0.1, 0.5],
    [0.4, 0.4, 0.1, 0.1],
    [0.9, 0.0, 0.0, 0.1],
  ];

  it('go to the source word that is looked at most, the first of equal ones', () => {
    expect(formatLinks(attentionLinks(attention))).toBe('0-1 1-0');
  });

  it('may be left out where the end is looked at most', () => {
    expect(formatLinks(attentionLinks(attention, { leaveUnaligned: true }))).toBe('0-1');
  });

  it('go wherever the weight is at least the threshold', () => {
    expect(formatLinks(attentionLinks(attention, { threshold: 0.3 }))).toBe('0-1 1-0 1-1');
    expect(attentionLinks(attention, { threshold: 0.45 })).toEqual([]);
  });

  it('are none where a side has no word', () => {
    expect(attentionLinks([[1]])).toEqual([]);
    expect(attentionLinks([[1], [1]], {})).toEqual([]);
    expect(attentionLinks([[0.5, 0.5]])).toEqual([]);
  });
});

describe('joining both directions', () => {
  const joined = (forward: string, backward: string, method: (typeof SYMMETRISATIONS)[number]): string =>
    formatLinks(symmetrise(links(forward), links(backward), method));

  it('takes what both have, or what either has', () => {
    expect(joined('0-0 1-1 2-3', '0-0 2-2 2-3', 'intersection')).toBe('0-0 2-3');
    expect(joined('0-0 1-1 2-3', '0-0 2-2 2-3', 'union')).toBe('0-0 1-1 2-2 2-3');
  });

  it('grows from common links to neighbours, also at the corners, link by link', () => {
    // 1-1 is beside 0-0 at a corner; 2-2 only beside 1-1, once that is there
    expect(joined('0-0 1-1', '0-0 2-2', 'grow-diag')).toBe('0-0 1-1 2-2');
    // 4-4 has no neighbour
    expect(joined('0-0 4-4', '0-0', 'grow-diag')).toBe('0-0');
  });

  it('does not grow to a link whose words both have one', () => {
    expect(joined('0-0 1-1 0-1', '0-0 1-1', 'grow-diag')).toBe('0-0 1-1');
    expect(joined('0-0 1-1 0-1', '0-0 1-1', 'grow-diag-final')).toBe('0-0 1-1');
  });

  it('adds in the end links with a new word, or only those with two', () => {
    // 0-4 has a new target word, 3-3 two new words; neither is beside a common link
    expect(joined('0-0 0-4', '0-0 3-3', 'grow-diag')).toBe('0-0');
    expect(joined('0-0 0-4', '0-0 3-3', 'grow-diag-final')).toBe('0-0 0-4 3-3');
    expect(joined('0-0 0-4', '0-0 3-3', 'grow-diag-final-and')).toBe('0-0 3-3');
    // forward comes first: its 5-7 takes the word that backward's 5-9 would need
    expect(joined('0-0 5-7', '0-0 5-9', 'grow-diag-final-and')).toBe('0-0 5-7');
  });

  it('stands between what both have and what either has', () => {
    const [forward, backward] = ['0-0 1-2 2-1 3-3 4-6 5-5', '0-0 1-1 2-1 3-4 4-4 6-6 0-5'];
    const union = joined(forward, backward, 'union').split(' ');
    for (const method of SYMMETRISATIONS) {
      const found = joined(forward, backward, method).split(' ');
      expect(found).toEqual(expect.arrayContaining(['0-0', '2-1']));
      expect(union).toEqual(expect.arrayContaining(found));
      expect(joined(forward, forward, method)).toBe(forward);
    }
    const count = SYMMETRISATIONS.map((method) => joined(forward, backward, method).split(' ').length);
    const [intersection, all, grown, final, finalAnd] = count;
    expect(intersection).toBeLessThan(grown);
    expect(grown).toBeLessThan(finalAnd);
    expect(finalAnd).toBeLessThan(final);
    expect(final).toBeLessThanOrEqual(all);
  });
});

describe('the alignment error rate', () => {
  it('counts sure and possible links (Och & Ney 2003)', () => {
    const errors = new AlignmentErrors();
    errors.add(links('0-0 1-1 2-2 3-5'), parseGold('0-0 1-1 1-2 2?2', 'gold'));
    // |A| = 4, |S| = 3, |A ∩ S| = 2, |A ∩ P| = 3
    expect(errors.quality()).toEqual({
      precision: 3 / 4,
      recall: 2 / 3,
      errorRate: 1 - 5 / 7,
      links: 4,
      sure: 3,
      possible: 4,
    });
    errors.add(links('0-0 0-0'), parseGold('0-0', 'gold'));
    expect(errors.quality().errorRate).toBeCloseTo(1 - 7 / 9, 12);
  });

  it('is 0 where all sure links and none but possible ones are found', () => {
    const errors = new AlignmentErrors();
    errors.add(links('0-0 1-1'), parseGold('0-0 1?1 2?2', 'gold'));
    expect(errors.quality()).toMatchObject({ errorRate: 0, precision: 1, recall: 1 });
    expect(new AlignmentErrors().quality().errorRate).toBe(0);
  });

  it('is 1 where nothing is right', () => {
    const errors = new AlignmentErrors();
    errors.add(links('0-1'), parseGold('0-0', 'gold'));
    expect(errors.quality().errorRate).toBe(1);
  });
});
