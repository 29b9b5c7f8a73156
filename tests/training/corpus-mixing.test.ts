/** Mixing: quotas by weight and temperature, and every example before any comes twice. */
import { describe, expect, it } from 'vitest';
import { corpusQuotas, epochOrder } from '../../src/training/corpus-mixing.js';

const part = (first: number, size: number, weight = 1) => ({ first, size, weight });

describe('quotas', () => {
  it('are the sizes where nothing is asked for', () => {
    expect(corpusQuotas([part(0, 70), part(70, 30)], 1)).toEqual([70, 30]);
  });

  it('follow the weights', () => {
    expect(corpusQuotas([part(0, 50), part(50, 50, 3)], 1)).toEqual([25, 75]);
  });

  it('come closer together with the temperature', () => {
    expect(corpusQuotas([part(0, 90), part(90, 10)], 2)).toEqual([75, 25]);
    expect(corpusQuotas([part(0, 90), part(90, 10)], 1e9)).toEqual([50, 50]);
  });

  it('leave nothing out by rounding, and ask nothing of an empty corpus', () => {
    expect(corpusQuotas([part(0, 1), part(1, 1), part(2, 1, 2)], 1)).toEqual([1, 1, 1]);
    expect(corpusQuotas([part(0, 10), part(10, 0)], 1)).toEqual([10, 0]);
  });
});

describe('the order of an epoch', () => {
  const parts = [part(0, 10), part(10, 4)];
  const quotas = [6, 8];
  const epochs = Array.from({ length: 5 }, (_, epoch) => epochOrder(parts, quotas, 1, epoch));

  it('has as many of each corpus as its quota', () => {
    for (const order of epochs) {
      expect(order.filter((place) => place < 10)).toHaveLength(6);
      expect(order.filter((place) => place >= 10)).toHaveLength(8);
    }
  });

  it('goes through each corpus before it begins again', () => {
    const counts = new Map<number, number>();
    for (const place of epochs.flat()) counts.set(place, (counts.get(place) ?? 0) + 1);
    expect([...counts].filter(([place]) => place < 10).map(([, count]) => count)).toEqual(Array(10).fill(3));
    expect([...counts].filter(([place]) => place >= 10).map(([, count]) => count)).toEqual(Array(4).fill(10));
  });

  it('is each example once without mixing, in another order each epoch and for each seed', () => {
    const plain = (seed: number, epoch: number): number[] => epochOrder(parts, [10, 4], seed, epoch);
    const sorted = (order: number[]): number[] => [...order].sort((a, b) => a - b);
    expect(sorted(plain(1, 0))).toEqual(Array.from({ length: 14 }, (_, place) => place));
    expect(sorted(plain(1, 1))).toEqual(sorted(plain(1, 0)));
    expect(plain(1, 1)).not.toEqual(plain(1, 0));
    expect(plain(2, 0)).not.toEqual(plain(1, 0));
    expect(plain(1, 0)).toEqual(plain(1, 0));
  });
});
