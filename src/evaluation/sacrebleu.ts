/** What the metrics share with sacreBLEU (Post 2018): its white space, its counts of n-grams, its version. */

/** The release of the Python package whose scores and signatures these are. */
export const SACREBLEU_VERSION = '2.6.0';

const WHITE_SPACE = /\p{White_Space}+/u;

/** Words between white space, as Python's `str.split()` gives them. */
export function splitWords(text: string): string[] {
  return text.split(WHITE_SPACE).filter((word) => word !== '');
}

export type NgramCounts = Map<string, number>;

/** How often each run of `n` items occurs; items are joined by `glue`, which none of them holds. */
export function countNgrams(items: readonly string[], n: number, glue: string): NgramCounts {
  const counts: NgramCounts = new Map();
  for (let i = 0; i + n <= items.length; i++) {
    let ngram = items[i];
    for (let k = 1; k < n; k++) ngram += glue + items[i + k];
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

export function total(counts: NgramCounts): number {
  let sum = 0;
  for (const n of counts.values()) sum += n;
  return sum;
}

/** N-grams in common, each counted at most as often as the reference has it. */
export function matches(hypothesis: NgramCounts, reference: NgramCounts): number {
  let sum = 0;
  for (const [ngram, n] of hypothesis) sum += Math.min(n, reference.get(ngram) ?? 0);
  return sum;
}

/** Named settings of a score, in the order of its signature. */
export type Settings = Record<string, string | number | boolean>;

/** A signature: what settings a score was made with, so that scores can be compared. */
export function signature(settings: Settings): string {
  const shown = (value: string | number | boolean): string | number =>
    typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
  return Object.entries({ ...settings, version: SACREBLEU_VERSION })
    .map(([name, value]) => `${name}:${shown(value)}`)
    .join('|');
}
