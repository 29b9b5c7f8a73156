import { expect, it } from 'vitest';
import { describePairs } from '../../src/corpus/statistics.js';

it('counts pairs, distinct sentences, words and lengths', async () => {
  const statistics = await describePairs([
    { source: '네.', target: 'Yes, yes.', line: 1, tier: 'gen' },
    { source: '네!', target: "I don't know.", line: 2, tier: 'gen' },
    { source: '모르겠어요.', target: "I don't know", line: 3, tier: 'ui' },
  ]);
  expect(statistics).toEqual({
    pairs: 3,
    source: { distinct: 2, words: 3, vocabulary: 2, characters: { median: 2, p99: 6, longest: 6 } },
    target: { distinct: 2, words: 8, vocabulary: 4, characters: { median: 12, p99: 13, longest: 13 } },
    tiers: { gen: 2, ui: 1 },
  });
});

it('describes nothing as nothing', async () => {
  expect(await describePairs([])).toMatchObject({
    pairs: 0,
    source: { words: 0, characters: { longest: 0 } },
  });
});
