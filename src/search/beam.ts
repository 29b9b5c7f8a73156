/** Beam search (Sutskever et al. 2014) with length normalisation, for a batch of sentences at once. */
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { BOS, EOS } from '../text/special-pieces.js';
import { BeamSentence } from './beam-sentence.js';
import { Decoding } from './decoding.js';
import { readHypothesis } from './hypothesis.js';
import { remaining } from './leaving.js';
import { resolveSearchOptions, throwIfStopped } from './options.js';
import type { SearchOptions, SearchResult } from './options.js';

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
  const sentences = source.lengths.map(
    (length, sentence) => new BeamSentence(length, resolved, resolved.constraints[sentence]),
  );
  let active = sentences;
  let width = 1; // one empty hypothesis a sentence before the first step, K rows a sentence after it
  const decoding = new Decoding(model, source, resolved.temperature);
  try {
    while (active.length > 0) {
      throwIfStopped(resolved.signal);
      decoding.advance(previousIds(active, width));
      advanceAll(active, { decoding, width, options: resolved, vocabulary: model.vocabularySize });
      const positions = remaining(active.map(({ done }) => done));
      if (positions.length > 0) {
        decoding.selectRows(parentRows(active, positions, { before: width, after: resolved.beam }));
        decoding.selectSentences(positions);
      }
      active = positions.map((position) => active[position]);
      width = resolved.beam;
    }
    const attention = decoding.readAttention();
    return sentences.map((sentence, index) => {
      const best = sentence.best();
      sentence.report(index, best);
      const length = source.lengths[index];
      const own = (row: number): Float32Array => attention(row).subarray(0, length);
      return best.map((hypothesis) => readHypothesis(hypothesis, { ...resolved, attention: own }));
    });
  } finally {
    decoding.dispose();
  }
}

/** The last piece of every row; rows without a hypothesis are fed `</s>` and not looked at. */
function previousIds(active: BeamSentence[], width: number): Int32Array {
  const ids = new Int32Array(active.length * width).fill(EOS);
  active.forEach(({ live }, position) => {
    live.forEach((hypothesis, k) => (ids[position * width + k] = hypothesis?.id ?? BOS));
  });
  return ids;
}

interface Step {
  decoding: Decoding;
  /** Rows a sentence. */
  width: number;
  options: SearchOptions;
  vocabulary: number;
}

/** Moves every sentence on by one step; looks at more candidates only for those whose rules reject many. */
function advanceAll(active: BeamSentence[], { decoding, width, options, vocabulary }: Step): void {
  const attention = options.coveragePenalty > 0 ? decoding.lastAttention() : () => new Float32Array(0);
  const wanted = wantedOf(active, width, decoding);
  let waiting = active.flatMap((sentence, position) => (sentence.done ? [] : [{ sentence, position }]));
  // All but one of a row are no `</s>`; one more is there for a piece that is never produced.
  for (let count = Math.max(options.beam + 2, options.candidates); ; count *= 4) {
    const candidates = decoding.best(count);
    waiting = waiting.filter(
      ({ sentence, position }) =>
        !sentence.advance({
          candidates,
          firstRow: position * width,
          wanted: wanted[position],
          attentionRow: (row) => decoding.attentionRow(row),
          attention,
          isWhole: candidates.width === vocabulary,
        }),
    );
    if (waiting.length === 0) return;
  }
}

/** Log-probabilities of the pieces that each sentence asks for. */
function wantedOf(active: BeamSentence[], width: number, decoding: Decoding): Float32Array[] {
  const wanted = active.map((sentence) => (sentence.done ? [] : sentence.wanted()));
  const all = wanted.flatMap((own, position) =>
    own.map(({ row, id }) => ({ row: position * width + row, id })),
  );
  if (all.length === 0) return active.map(() => new Float32Array(0));
  const values = decoding.of(
    all.map(({ row }) => row),
    all.map(({ id }) => id),
  );
  let next = 0;
  return wanted.map(({ length }) => values.subarray(next, (next += length)));
}

/** For each row after the step, the row before it that its hypothesis came from. */
function parentRows(
  active: BeamSentence[],
  positions: number[],
  { before, after }: { before: number; after: number },
): number[] {
  return positions.flatMap((position) => {
    const { parents } = active[position];
    return Array.from({ length: after }, (_, k) => position * before + (parents[k] ?? 0));
  });
}
