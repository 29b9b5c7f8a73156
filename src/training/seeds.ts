/** Seeds of the generators of a run: each use of chance has its own, so that none disturbs another. */

/** What a generator is for. */
export const STREAMS = { order: 1, pool: 2, subwords: 3 } as const;

/** One seed from several numbers, such as the run's seed, a stream and an epoch (murmur3's mixing, Appleby 2008). */
export function mixSeeds(...parts: number[]): number {
  let hash = 0;
  for (const part of parts) {
    let k = Math.imul(part | 0, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    hash ^= k;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
