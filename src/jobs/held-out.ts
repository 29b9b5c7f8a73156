/** The pairs of a job apart: to train on, to validate with, to test with; no sentence stands in two parts. */
import { Exclusion } from '../corpus/exclusion.js';
import { splitPairs } from '../corpus/split.js';
import { UserError } from '../foundation/errors.js';
import type { CleanPair } from '../datasets/upload.js';

/** A pair with the place of its data set in the request. */
export interface OwnPair extends CleanPair {
  set: number;
}

export interface OwnParts {
  train: OwnPair[];
  dev: OwnPair[];
  test: OwnPair[];
}

/** Fewer pairs than these are no use. */
export const FEWEST_PAIRS = 20;

const between = (low: number, value: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));

/** Halves what is wanted for dev and test until groups of pairs that share sentences fill it. */
function splitAsFarAsPossible(pairs: OwnPair[], dev: number, test: number, seed: number): OwnParts {
  const split = pairs.map((pair) => ({ ...pair, source: pair.ko, target: pair.en }));
  for (let part = 1; ; part /= 2) {
    try {
      return splitPairs(split, { dev: Math.ceil(dev * part), test: Math.ceil(test * part), seed });
    } catch (error) {
      if (!(error instanceof UserError) || dev * part <= 1) throw error;
    }
  }
}

/**
 * Splits the pairs of a job.
 * @param test pairs that are tested with; null: some are held out
 * @throws UserError where too few are left, or all share sentences with each other
 */
export function holdOut(pairs: OwnPair[], test: CleanPair[] | null, seed: number): OwnParts {
  let usable = pairs;
  if (test !== null) {
    const exclusion = new Exclusion();
    for (const { ko, en } of test) [ko, en].forEach((side) => exclusion.add(side, 'the test set'));
    usable = pairs.filter(({ ko, en }) => exclusion.find({ source: ko, target: en }) === undefined);
  }
  if (usable.length < FEWEST_PAIRS) {
    throw new UserError(
      `data: expected at least ${FEWEST_PAIRS} pairs beside the test set, got ${usable.length}; add more pairs`,
    );
  }
  const dev = between(4, usable.length / 10, 200);
  const own = test === null ? between(6, 0.15 * usable.length, 500) : 0;
  const parts = splitAsFarAsPossible(usable, dev, own, seed);
  return test === null ? parts : { ...parts, test: test.map((pair) => ({ ...pair, set: -1 })) };
}
