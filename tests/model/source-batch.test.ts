import { expect, it } from 'vitest';
import { batchSources } from '../../src/model/source-batch.js';

it('pads shorter sentences behind their own words', () => {
  expect(batchSources([[5, 3], [7, 8, 9, 3], [3]])).toEqual({
    ids: Int32Array.from([5, 3, 0, 0, 7, 8, 9, 3, 3, 0, 0, 0]),
    lengths: [2, 4, 1],
    size: 3,
    time: 4,
  });
});

it('makes an empty batch of nothing', () => {
  expect(batchSources([])).toEqual({ ids: new Int32Array(), lengths: [], size: 0, time: 0 });
});
