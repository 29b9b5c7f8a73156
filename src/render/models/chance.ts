/** What a paired test says, in plain words. */

export interface DrawnDifference {
  /** The second system's score less the first one's. */
  difference: number;
  /** Probability of a difference as great if both were equal. */
  p: number;
}

/** Below this a difference counts as one. */
export const SIGNIFICANT = 0.05;

/** `1 of 500`, `12 of 100`: how often chance alone does it. */
export function chanceText(p: number): string {
  if (p >= 0.995) return 'nearly always';
  if (p >= 0.1) return `in ${Math.round(p * 100)} of 100 cases`;
  return `in 1 of ${rounded(1 / p).toLocaleString('en')} cases`;
}

/** Two digits say enough of a frequency. */
function rounded(number: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return Math.round(number / unit) * unit;
}

/**
 * Which of two models is better by a metric.
 * @param lowerIsBetter whether a smaller score is a better one
 */
export function verdictText(
  [first, second]: readonly [string, string],
  { difference, p }: DrawnDifference,
  lowerIsBetter = false,
): string {
  if (difference === 0) return `${first} and ${second} are the same`;
  if (p >= SIGNIFICANT) {
    return `${first} and ${second} cannot be told apart: such a difference comes by chance ${chanceText(p)}`;
  }
  const better = difference > 0 !== lowerIsBetter ? second : first;
  return `${better} is better: such a difference comes by chance ${chanceText(p)}`;
}
