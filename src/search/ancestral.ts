/** Search without a beam: each hypothesis goes on by one piece that is chosen for it alone. */
import { UserError } from '../foundation/errors.js';
import type { SourceBatch, StepModel } from '../model/step-model.js';
import { BOS } from '../text/special-pieces.js';
import { Decoding } from './decoding.js';
import { grow } from './growth.js';
import { remaining } from './leaving.js';
import type { StepView } from './growth.js';
import { isFinished, readHypothesis, scoreOf } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import { throwIfStopped } from './options.js';
import type { SearchOptions, SearchResult } from './options.js';
import { rejectsAfter, rulesOf } from './rules.js';
import type { Rule } from './rules.js';

/** A piece that may come next. */
export interface Allowed {
  id: number;
  logProbability: number;
}

export interface Choice {
  /** Hypotheses a sentence, each on its own. */
  count: number;
  /** Pieces to choose from: the so many likeliest that are allowed. */
  from: number;
  /** Chooses for a hypothesis of a sentence; the pieces come likeliest first, never none. */
  choose: (allowed: readonly Allowed[], sentence: number, k: number) => Allowed;
}

/** A sentence on its way. */
interface Walk {
  index: number;
  sourceLength: number;
  /** Of each hypothesis. */
  limits: number[];
  rules: Rule[];
  prefix: readonly number[];
  hypotheses: (Hypothesis | null)[];
}

const ends = (hypothesis: Hypothesis | null, limit: number): boolean =>
  hypothesis !== null && (isFinished(hypothesis) || hypothesis.length >= limit);

const isOver = ({ hypotheses, limits }: Walk): boolean =>
  hypotheses.every((hypothesis, k) => ends(hypothesis, limits[k]));

/** Translates a batch piece by piece. @returns the hypotheses of each sentence, best first */
export function ancestralSearch(
  model: StepModel,
  source: SourceBatch,
  options: SearchOptions,
  choice: Choice,
): SearchResult[][] {
  const walks = source.lengths.map((sourceLength, index): Walk => {
    const constraints = options.constraints.at(index);
    const { prefix = [] } = constraints ?? {};
    return {
      index,
      sourceLength,
      limits: new Array<number>(choice.count).fill(
        Math.max(options.maxLength(sourceLength), prefix.length + 1),
      ),
      rules: rulesOf(options, sourceLength, constraints),
      prefix,
      hypotheses: [null],
    };
  });
  let active = walks;
  const decoding = new Decoding(model, source, options.temperature);
  try {
    // Rows of a sentence that are all alike before the first step become as many as there are to choose.
    while (active.length > 0) {
      throwIfStopped(options.signal);
      const width = active[0].hypotheses.length;
      decoding.advance(previousIds(active));
      stepAll(active, { decoding, options, choice, vocabulary: model.vocabularySize });
      const positions = remaining(active.map(isOver));
      if (positions.length > 0) {
        decoding.selectRows(
          positions.flatMap((position) =>
            Array.from({ length: choice.count }, (_, k) => position * width + (width === 1 ? 0 : k)),
          ),
        );
        decoding.selectSentences(positions);
      }
      active = positions.map((position) => active[position]);
    }
    const attention = decoding.readAttention();
    return walks.map(({ hypotheses, sourceLength }) => {
      const own = (row: number): Float32Array => attention(row).subarray(0, sourceLength);
      return hypotheses
        .flatMap((hypothesis) => hypothesis ?? [])
        .sort((a, b) => scoreOf(b, options) - scoreOf(a, options))
        .map((hypothesis) => readHypothesis(hypothesis, { ...options, attention: own }));
    });
  } finally {
    decoding.dispose();
  }
}

/** The last piece of every row; what is finished is fed `</s>` and not looked at. */
function previousIds(active: Walk[]): Int32Array {
  return Int32Array.from(active.flatMap(({ hypotheses }) => hypotheses.map((one) => one?.id ?? BOS)));
}

interface Step {
  decoding: Decoding;
  options: SearchOptions;
  choice: Choice;
  vocabulary: number;
}

/** One row of a step: a hypothesis that waits for its piece. */
interface Waiting {
  walk: Walk;
  /** Which hypotheses of its sentence it stands for: all, before the first step. */
  places: number[];
  before: Hypothesis | null;
  row: number;
}

function stepAll(active: Walk[], { decoding, options, choice, vocabulary }: Step): void {
  const width = active[0].hypotheses.length;
  const all = active.flatMap((walk, position) =>
    walk.hypotheses.flatMap((before, k): Waiting[] => {
      const places = before ? [k] : Array.from({ length: choice.count }, (_, place) => place);
      return ends(before, walk.limits[k]) ? [] : [{ walk, places, before, row: position * width + k }];
    }),
  );
  const attention = options.coveragePenalty > 0 ? decoding.lastAttention() : () => new Float32Array(0);
  const given = givenPieces(all, decoding);
  let waiting = all;
  for (let count = Math.max(choice.from + 1, options.candidates); ; count *= 4) {
    const candidates = decoding.best(count);
    const isWhole = candidates.width === vocabulary;
    const attentionRow = (row: number): number => decoding.attentionRow(row);
    const view: StepView = { candidates, isWhole, attentionRow, attention };
    waiting = waiting.filter((one) => !takeStep(one, view, { options, choice, given: given.get(one) }));
    if (waiting.length === 0) return;
  }
}

/** The pieces of prefixes that are given, with their probabilities. */
function givenPieces(all: Waiting[], decoding: Decoding): Map<Waiting, Allowed> {
  const inside = all.filter(({ walk, before }) => (before?.length ?? 0) < walk.prefix.length);
  if (inside.length === 0) return new Map();
  const ids = inside.map(({ walk, before }) => walk.prefix[before?.length ?? 0]);
  const found = decoding.of(
    inside.map(({ row }) => row),
    ids,
  );
  return new Map(inside.map((one, k) => [one, { id: ids[k], logProbability: found[k] }]));
}

/** Takes a row's hypotheses on. @returns false where more candidates are needed to choose from */
function takeStep(
  { walk, places, before, row }: Waiting,
  view: StepView,
  { options, choice, given }: { options: SearchOptions; choice: Choice; given: Allowed | undefined },
): boolean {
  const allowed = given ? [given] : allowedOf(walk, before, row, view);
  if (!given && allowed.length < choice.from && !view.isWhole) return false;
  if (allowed.length === 0) return stop(walk, places, before);
  const from = allowed.slice(0, choice.from);
  for (const k of places) {
    const { id, logProbability } = given ?? choice.choose(from, walk.index, k);
    const growth = { before, id, stepLogProbability: logProbability, row, sourceLength: walk.sourceLength };
    walk.hypotheses[k] = grow(growth, view, options);
  }
  return true;
}

/** Nothing may come next: what stands there is cut off. */
function stop(walk: Walk, places: number[], before: Hypothesis | null): true {
  if (!before) throw new UserError('search: expected a piece that may come first, got none; forbid less');
  for (const k of places) walk.limits[k] = before.length;
  return true;
}

function allowedOf(walk: Walk, before: Hypothesis | null, row: number, view: StepView): Allowed[] {
  const { ids, logProbabilities, width } = view.candidates;
  const rejects = rejectsAfter(walk.rules, before);
  const allowed: Allowed[] = [];
  for (let i = row * width; i < (row + 1) * width; i++) {
    if (!rejects(ids[i])) allowed.push({ id: ids[i], logProbability: logProbabilities[i] });
  }
  return allowed;
}
