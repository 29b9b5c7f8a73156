/** Beam search (Sutskever et al. 2014) with length normalisation, for a batch of sentences at once. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { BOS, EOS } from '../text/special-pieces.js';
import { Decoding } from './decoding.js';
import type { Candidates } from './decoding.js';
import { extend, isFinished, nBestOf, normalisedScore } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import { resolveSearchOptions, throwIfStopped } from './options.js';
import type { SearchOptions, SearchResult } from './options.js';

/** A sentence in the beam. Its live hypotheses stand in its first rows, best first. */
interface Sentence {
  sourceLength: number;
  limit: number;
  live: (Hypothesis | null)[];
  /** Row within the sentence that each live hypothesis came from. */
  parents: number[];
  finished: Hypothesis[];
  done: boolean;
}

/** Finished sentences leave when they are this part of the batch: gathering the encoding has its price too. */
const LEAVE_FROM = 1 / 8;

/**
 * Translates a batch. Each step keeps the K best unfinished hypotheses of a sentence and moves those to the
 * finished ones whose `</s>` is among the K best continuations. A sentence is done when no live hypothesis can
 * still enter its n-best list, when K are finished and none would enter it now, or at the length limit.
 * @returns an n-best list for each sentence, best first, never empty
 */
export function beamSearch(
  model: StepModel,
  source: SourceBatch,
  options: Partial<SearchOptions> = {},
): SearchResult[][] {
  const resolved = resolveSearchOptions(options);
  const { beam, nBest, maxLength, lengthPenalty, forbidden, signal } = resolved;
  const sentences = source.lengths.map((sourceLength): Sentence => {
    const limit = maxLength(sourceLength);
    return { sourceLength, limit, live: [null], parents: [], finished: [], done: false };
  });
  let active = sentences;
  let width = 1; // one empty hypothesis a sentence before the first step, K rows a sentence after it
  let first = true; // an empty translation is none: the first piece is never `</s>`
  const decoding = new Decoding(model, source);
  try {
    while (active.length > 0) {
      throwIfStopped(signal);
      const candidates = decoding.advance(previousIds(active, width), {
        count: beam + 1, // all but one are no `</s>`, so that K go on
        forbidden: first ? [...forbidden, EOS] : forbidden,
      });
      first = false;
      active.forEach((sentence, position) => {
        if (!sentence.done) continueSentence(sentence, candidates, position * width, resolved);
      });
      const positions = remaining(active);
      if (positions.length > 0) {
        decoding.selectRows(parentRows(active, positions, { before: width, after: beam }));
        decoding.selectSentences(positions);
      }
      active = positions.map((position) => active[position]);
      width = beam;
    }
  } finally {
    decoding.dispose();
  }
  return sentences.map(({ finished, live }) => {
    const cutOff = live.filter((hypothesis) => hypothesis !== null);
    return nBestOf(finished, cutOff, { n: nBest, alpha: lengthPenalty });
  });
}

/** The last piece of every row; rows without a hypothesis are fed `</s>` and not looked at. */
function previousIds(active: Sentence[], width: number): Int32Array {
  const ids = new Int32Array(active.length * width).fill(EOS);
  active.forEach(({ live }, position) => {
    live.forEach((hypothesis, k) => (ids[position * width + k] = hypothesis?.id ?? BOS));
  });
  return ids;
}

/** Moves one sentence a step on. */
function continueSentence(
  sentence: Sentence,
  candidates: Candidates,
  firstRow: number,
  { beam, nBest, lengthPenalty }: SearchOptions,
): void {
  const { finished, limit } = sentence;
  const next: Hypothesis[] = [];
  const parents: number[] = [];
  for (const [rank, { hypothesis, parent }] of continuations(sentence, candidates, firstRow).entries()) {
    if (next.length === beam) break;
    if (!isFinished(hypothesis)) {
      next.push(hypothesis);
      parents.push(parent);
    } else if (rank < beam) {
      finished.push(hypothesis);
    }
  }
  sentence.live = next;
  sentence.parents = parents;
  sentence.done =
    next.length === 0 || next[0].length >= limit || isSettled(sentence, { beam, nBest, lengthPenalty });
}

/**
 * Whether a sentence has found its n-best list. A live hypothesis can at best keep its log-probability and grow
 * to the limit, which bounds every score to come; once K are finished, its present score is taken instead, since
 * K alone would let a few poor, short hypotheses end the search before the likeliest one has come to its end.
 */
function isSettled(
  { finished, live: [best], limit }: Sentence,
  { beam, nBest, lengthPenalty }: Pick<SearchOptions, 'beam' | 'nBest' | 'lengthPenalty'>,
): boolean {
  if (!best) return true;
  const length = finished.length >= beam ? best.length : limit;
  const bound = normalisedScore(best.logProbability, length, lengthPenalty);
  const score = (hypothesis: Hypothesis): number =>
    normalisedScore(hypothesis.logProbability, hypothesis.length, lengthPenalty);
  return finished.filter((hypothesis) => score(hypothesis) >= bound).length >= nBest;
}

/** All continuations of a sentence by one piece, likeliest first. */
function continuations(
  { live, sourceLength }: Sentence,
  candidates: Candidates,
  firstRow: number,
): { hypothesis: Hypothesis; parent: number }[] {
  const { ids, logProbabilities, width } = candidates;
  const found = live.flatMap((before, parent) => {
    const row = firstRow + parent;
    const attention = candidates.attention(row).subarray(0, sourceLength);
    const continued: { hypothesis: Hypothesis; parent: number }[] = [];
    for (let i = row * width; i < (row + 1) * width; i++) {
      continued.push({ hypothesis: extend(before, ids[i], logProbabilities[i], attention), parent });
    }
    return continued;
  });
  return found.sort((a, b) => b.hypothesis.logProbability - a.hypothesis.logProbability);
}

/** Positions of the sentences that stay in the batch. */
function remaining(active: Sentence[]): number[] {
  const undone = active.flatMap(({ done }, position) => (done ? [] : [position]));
  const left = active.length - undone.length;
  return undone.length === 0 || left >= active.length * LEAVE_FROM ? undone : [...active.keys()];
}

/** For each row after the step, the row before it that its hypothesis came from. */
function parentRows(
  active: Sentence[],
  positions: number[],
  { before, after }: { before: number; after: number },
): number[] {
  return positions.flatMap((position) => {
    const { parents } = active[position];
    return Array.from({ length: after }, (_, k) => position * before + (parents[k] ?? 0));
  });
}
