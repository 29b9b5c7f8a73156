/** A toy task that shows attention by eye: write a sequence of letters in reverse. */
import { Random } from '../foundation/random.js';
import type { SentencePair } from '../corpus/pairs.js';

export interface ReverseTaskOptions {
  pairs: number;
  shortest: number;
  longest: number;
  seed: number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Pairs such as `a b c` and `c b a`; the weights must fall along the anti-diagonal to solve it. */
export function reversePairs({ pairs, shortest, longest, seed }: ReverseTaskOptions): SentencePair[] {
  const random = new Random(seed);
  return Array.from({ length: pairs }, () => {
    const length = shortest + random.int(longest - shortest + 1);
    const letters = Array.from({ length }, () => LETTERS[random.int(LETTERS.length)]);
    return { source: letters.join(' '), target: letters.toReversed().join(' ') };
  });
}
