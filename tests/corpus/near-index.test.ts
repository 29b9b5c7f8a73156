import { describe, expect, it } from 'vitest';
import { Exclusion } from '../../src/corpus/exclusion.js';
import { jaccard, letterRuns, NearIndex } from '../../src/corpus/near-index.js';
import { sentenceKey } from '../../src/corpus/sentence-key.js';
import { Random } from '../../src/foundation/random.js';

const similarity = (a: string, b: string): number =>
  jaccard(letterRuns(sentenceKey(a)), letterRuns(sentenceKey(b)));

/** Sentences over few words, so that many are alike. */
function sentences(count: number, seed: number): string[] {
  const random = new Random(seed);
  const words = ['나는', '오늘', '학교에', '갔다', 'walked', 'home', 'today', 'again', 'slowly', '친구와'];
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 + random.int(6) }, () => words[random.int(words.length)]).join(' '),
  );
}

describe('letterRuns', () => {
  it('takes Hangul apart, so that one vowel is a small change', () => {
    expect(similarity('오늘은 날씨가 정말 좋네요', '오늘은 날씨가 정말 좋네여')).toBeGreaterThan(0.7);
    expect(similarity('오늘은 날씨가 정말 좋네요', '어제는 바람이 많이 불었다')).toBeLessThan(0.1);
  });

  it('sees only letters and digits', () => {
    expect(similarity('“Hello,  WORLD!”', 'hello world')).toBe(1);
    expect(letterRuns('a')).toHaveLength(1);
  });
});

describe('NearIndex', () => {
  it.each([0.3, 0.5, 0.7, 0.9, 1])('finds what comparing all with all finds (similarity %f)', (least) => {
    const known = sentences(150, 1);
    const index = new NearIndex(least);
    known.forEach((sentence) => index.add(sentenceKey(sentence)));
    let found = 0;
    for (const query of sentences(150, 2)) {
      const best = Math.max(...known.map((sentence) => similarity(sentence, query)));
      const number = index.find(sentenceKey(query));
      expect(number !== undefined).toBe(best >= least);
      if (number === undefined) continue;
      found += 1;
      expect(similarity(known[number], query)).toBe(best);
    }
    if (least < 0.9) expect(found).toBeGreaterThan(0);
  });

  it('may be added to after it was asked', () => {
    const index = new NearIndex(0.7);
    expect(index.find('어디까지왔니')).toBeUndefined();
    index.add('어디까지왔니');
    expect(index.find('어디까지왔니')).toBe(0);
  });
});

describe('Exclusion', () => {
  it('finds either side, the same before the nearly same', () => {
    const exclusion = new Exclusion({ near: 0.7 });
    exclusion.add('Where did you put the key?', 'a.en');
    exclusion.add('열쇠', 'a.ko');
    expect(exclusion.find({ source: '열쇠!', target: 'Where did you put that key?' })).toEqual({
      file: 'a.ko',
      near: false,
    });
    expect(exclusion.find({ source: '어디', target: 'Where did you put the keys?' })).toEqual({
      ...{ file: 'a.en', near: true },
      resembles: 'Where did you put the key?',
    });
  });

  it('does not take a part of a sentence, or an empty line, for the sentence', () => {
    const exclusion = new Exclusion();
    for (const line of ['', ' ', 'Yes and no', 'H']) exclusion.add(line, 'x');
    expect(exclusion.find({ source: '', target: 'Yes' })).toBeUndefined();
    expect(exclusion.find({ source: '안녕', target: 'yes, and NO!' })).toEqual({ file: 'x', near: false });
  });

  it('finds nothing near where it is not told to', () => {
    const exclusion = new Exclusion();
    exclusion.add('Where did you put the key?', 'a.en');
    expect(exclusion.find({ source: '어디', target: 'Where did you put the keys?' })).toBeUndefined();
  });
});
