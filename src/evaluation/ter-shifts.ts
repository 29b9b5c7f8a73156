/** The greedy search for block shifts of translation edit rate (Snover et al. 2006, sec. 3.1). */
import { EditMatrix } from './edit-distance.js';
import type { EditOperation } from './edit-distance.js';

/** Limits of Tercom: words of a block, and how far it moves. */
const MAX_BLOCK = 10;
const MAX_DISTANCE = 50;
/** Shifts that are tried for one sentence before the search ends, as in sacreBLEU. */
const MAX_CANDIDATES = 1000;

/** How hypothesis and reference stand to each other before a shift. */
interface Alignment {
  /** For each reference word the hypothesis word beside it or before it; -1 is before the first. */
  positions: number[];
  referenceErrors: boolean[];
  hypothesisErrors: boolean[];
}

interface Shift {
  /** Edits that it saves. */
  gain: number;
  length: number;
  start: number;
  target: number;
  words: string[];
}

function alignmentOf(trace: EditOperation[]): Alignment {
  const positions: number[] = [];
  const referenceErrors: boolean[] = [];
  const hypothesisErrors: boolean[] = [];
  for (const operation of trace) {
    const wrong = operation !== 'match';
    if (operation !== 'insert') hypothesisErrors.push(wrong);
    if (operation !== 'delete') {
      positions.push(hypothesisErrors.length - 1);
      referenceErrors.push(wrong);
    }
  }
  return { positions, referenceErrors, hypothesisErrors };
}

/** Blocks of words that both sides have, at places not too far apart; every length of each. */
function* commonBlocks(
  hypothesis: readonly string[],
  reference: readonly string[],
): Generator<{ start: number; at: number; length: number }> {
  for (let start = 0; start < hypothesis.length; start++) {
    const last = Math.min(reference.length - 1, start + MAX_DISTANCE);
    for (let at = Math.max(0, start - MAX_DISTANCE); at <= last; at++) {
      const most = Math.min(MAX_BLOCK, hypothesis.length - start, reference.length - at);
      for (let k = 0; k < most && hypothesis[start + k] === reference[at + k]; k++) {
        yield { start, at, length: k + 1 };
      }
    }
  }
}

/** The words with a block moved so that it begins before word `target`, or, inside the block, as far behind. */
export function moveBlock(words: readonly string[], start: number, length: number, target: number): string[] {
  const block = words.slice(start, start + length);
  const rest = [...words.slice(0, start), ...words.slice(start + length)];
  const inside = target >= start && target <= start + length;
  const place = target < start || inside ? target : target - length;
  return [...rest.slice(0, place), ...block, ...rest.slice(place)];
}

/** Whether any word of a block is wrong. */
function anyWrong(errors: boolean[], from: number, length: number): boolean {
  for (let k = from; k < from + length; k++) if (errors[k]) return true;
  return false;
}

/** Places in the hypothesis that a block may go to: before the reference's block, and after each of its words. */
function targetsOf({ positions }: Alignment, at: number, length: number): number[] {
  const targets: number[] = [];
  for (let offset = -1; offset < length; offset++) {
    const place = at + offset === -1 ? 0 : positions[at + offset] + 1;
    if (place !== targets.at(-1)) targets.push(place);
  }
  return targets;
}

/** Tercom's order: most saved edits, then the longest block, the earliest, and the earliest place for it. */
function isBetter(one: Shift, best: Shift | null): boolean {
  if (best === null) return true;
  if (one.gain !== best.gain) return one.gain > best.gain;
  if (one.length !== best.length) return one.length > best.length;
  if (one.start !== best.start) return one.start < best.start;
  return one.target < best.target;
}

/** The best shift of one round, and how many were tried. The matrix is left with other rows than the words'. */
function bestShift(
  words: string[],
  reference: readonly string[],
  matrix: EditMatrix,
  triedBefore: number,
): { best: Shift | null; tried: number } {
  const before = matrix.distance(words);
  const alignment = alignmentOf(matrix.trace());
  let best: Shift | null = null;
  let tried = triedBefore;
  // words that the matrix's rows and `words` have in common at their beginning
  let known = words.length;
  for (const { start, at, length } of commonBlocks(words, reference)) {
    if (!anyWrong(alignment.hypothesisErrors, start, length)) continue;
    if (!anyWrong(alignment.referenceErrors, at, length)) continue;
    const beside = alignment.positions[at];
    if (beside >= start && beside < start + length) continue;
    for (const target of targetsOf(alignment, at, length)) {
      const shifted = moveBlock(words, start, length, target);
      const same = Math.min(start, target);
      const gain = before - matrix.distance(shifted, Math.min(same, known));
      known = same;
      tried++;
      const shift = { gain, length, start, target, words: shifted };
      if (isBetter(shift, best)) best = shift;
    }
    if (tried >= MAX_CANDIDATES) break;
  }
  return { best, tried };
}

/**
 * Edits that turn a hypothesis into a reference: insertions, deletions and substitutions of words, and shifts of
 * blocks, each of which counts as one. Shifts are made as long as they save edits.
 */
export function translationEdits(hypothesis: readonly string[], reference: readonly string[]): number {
  if (reference.length === 0) return hypothesis.length;
  const matrix = new EditMatrix(reference, hypothesis.length);
  let words = [...hypothesis];
  let shifts = 0;
  let tried = 0;
  for (;;) {
    const round = bestShift(words, reference, matrix, tried);
    tried = round.tried;
    if (tried >= MAX_CANDIDATES || round.best === null || round.best.gain <= 0) break;
    shifts++;
    words = round.best.words;
  }
  return shifts + matrix.distance(words);
}
