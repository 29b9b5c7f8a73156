/** The precision of matrix products: a setting of the running computation, not of each product. */
import type { Precision } from './operations.js';

export type { Precision } from './operations.js';

let current: Precision = 'float32';

export function currentPrecision(): Precision {
  return current;
}

/** Runs `compute` with matrix products in the given precision; weights and sums stay float32. */
export function withPrecision<T>(precision: Precision, compute: () => T): T {
  const before = current;
  current = precision;
  try {
    return compute();
  } finally {
    current = before;
  }
}
