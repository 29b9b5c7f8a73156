/** Precisions of orders that have no match (Chen & Cherry 2014), as sacreBLEU smooths them. */

export const SMOOTHINGS = ['exp', 'floor', 'add-k', 'none'] as const;

/**
 * `exp` counts the k-th order without a match as 1/2^k of one (method 3), `floor` any such order as a small number
 * (method 1), `add-k` adds k to numerator and denominator of the orders from 2 (method 2).
 */
export type Smoothing = (typeof SMOOTHINGS)[number];

/** The value of each where none is given; 0 where it has none. */
export const SMOOTHING_VALUES: Record<Smoothing, number> = { exp: 0, floor: 0.1, 'add-k': 1, none: 0 };

/** `exp`, or with its value `floor[0.10]`. */
export function smoothingSignature(smoothing: Smoothing, value: number): string {
  return SMOOTHING_VALUES[smoothing] === 0 ? smoothing : `${smoothing}[${value.toFixed(2)}]`;
}

/**
 * Precisions in per cent. All are 0 where nothing matches; orders with no n-gram at all, and those after them, are 0.
 * @param counts n-grams that match, of those there are, for each order
 */
export function smoothedPrecisions(
  counts: readonly { correct: number; total: number }[],
  smoothing: Smoothing,
  value: number,
): number[] {
  const precisions = counts.map(() => 0);
  if (counts.every(({ correct }) => correct === 0)) return precisions;
  let halving = 1;
  for (const [order, count] of counts.entries()) {
    const added = smoothing === 'add-k' && order > 0 ? value : 0;
    const correct = count.correct + added;
    const total = count.total + added;
    if (total === 0) break;
    if (correct > 0) precisions[order] = (100 * correct) / total;
    else if (smoothing === 'exp') precisions[order] = 100 / ((halving *= 2) * total);
    else if (smoothing === 'floor') precisions[order] = (100 * value) / total;
  }
  return precisions;
}
