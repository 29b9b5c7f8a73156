/** One sentence in the beam: its live hypotheses, what may follow them, and when it is done. */
import { UserError } from '../foundation/errors.js';
import { EOS } from '../text/special-pieces.js';
import { allocateBanks } from './banks.js';
import { grow } from './growth.js';
import type { StepView } from './growth.js';
import { nBestOf, normalisedScore, scoreOf } from './hypothesis.js';
import type { Hypothesis } from './hypothesis.js';
import type { SearchOptions, SentenceConstraints } from './options.js';
import { PhraseProgress } from './phrases.js';
import { rejectsAfter, rulesOf } from './rules.js';
import type { Rule } from './rules.js';
import { Trace } from './trace.js';
import type { Fate } from './trace.js';

/** A hypothesis with one more piece, before it is known whether it goes on. */
interface Continuation {
  /** Row within the sentence that it comes from. */
  row: number;
  id: number;
  stepLogProbability: number;
  logProbability: number;
}

/** What a step's result looks like to one sentence. */
export interface SentenceView extends StepView {
  /** The sentence's first row. */
  firstRow: number;
  /** Log-probabilities of the pieces that `wanted` asked for, in that order. */
  wanted: Float32Array;
}

const startsWith = ({ forced = [] }: SentenceConstraints): PhraseProgress | undefined =>
  forced.length > 0 ? PhraseProgress.start(forced) : undefined;

export class BeamSentence {
  /** Live hypotheses, best first; they stand in the sentence's first rows. */
  live: (Hypothesis | null)[] = [null];
  /** Row within the sentence that each live hypothesis came from. */
  parents: number[] = [];
  done = false;
  private readonly finished: Hypothesis[] = [];
  private readonly limit: number;
  private readonly rules: Rule[];
  private readonly prefix: readonly number[];
  private readonly noProgress: PhraseProgress | undefined;
  private readonly trace: Trace | null;
  private step = 0;

  constructor(
    private readonly sourceLength: number,
    private readonly options: SearchOptions,
    constraints: SentenceConstraints = {},
  ) {
    this.prefix = constraints.prefix ?? [];
    this.noProgress = startsWith(constraints);
    const least = this.prefix.length + (this.noProgress?.total ?? 0) + 1;
    this.limit = Math.max(options.maxLength(sourceLength), least);
    this.rules = rulesOf(options, sourceLength, constraints);
    this.trace = options.trace ? new Trace(2 * options.beam) : null;
  }

  /** Pieces of which it must know the probability whether they are likely or not, by row of the sentence. */
  wanted(): { row: number; id: number }[] {
    const given = this.prefix.at(this.step);
    if (given !== undefined) return this.live.map((_, row) => ({ row, id: given }));
    return this.live.flatMap((hypothesis, row) =>
      (this.progressOf(hypothesis)?.next() ?? []).map((id) => ({ row, id })),
    );
  }

  /**
   * Moves on by one step.
   * @returns false, having done nothing, where more candidates a row are needed to know the best
   */
  advance(view: SentenceView): boolean {
    const found = this.step < this.prefix.length ? this.givenContinuations(view) : this.continuations(view);
    if (!found) return false;
    if (found.length === 0) return this.stop();
    const { kept, ended } = this.progressOf(this.live[0]) ? this.chooseByBanks(found) : this.choose(found);
    const fates = new Map<number, Fate>();
    for (const place of kept) fates.set(place, 'kept');
    for (const place of ended) fates.set(place, 'finished');
    const nodes = this.trace ? this.record(this.trace, found, fates) : null;
    const grown = (place: number): Hypothesis => this.grow(found[place], view, nodes?.get(place));
    this.finished.push(...ended.map(grown));
    const next = kept.map(grown);
    this.parents = kept.map((place) => found[place].row);
    this.live = next;
    this.step++;
    this.done = next.length === 0 || this.step >= this.limit || this.isSettled();
    return true;
  }

  /** Nothing may come next: what stands there is cut off. */
  private stop(): true {
    if (this.step === 0) {
      throw new UserError('search: expected a piece that may come first, got none; forbid less');
    }
    this.done = true;
    return true;
  }

  /** The n best hypotheses, best first; never none. */
  best(): Hypothesis[] {
    const cutOff = this.live.filter((hypothesis) => hypothesis !== null);
    return nBestOf(this.finished, cutOff, { n: this.options.nBest, penalties: this.options });
  }

  /** Hands over the tree of the search, where one was recorded. */
  report(sentence: number, best: readonly Hypothesis[]): void {
    if (this.trace) this.options.trace?.(sentence, this.trace.tree(best));
  }

  private progressOf(hypothesis: Hypothesis | null): PhraseProgress | undefined {
    return hypothesis ? hypothesis.progress : this.noProgress;
  }

  /** Inside the prefix that is given, each hypothesis has one continuation. */
  private givenContinuations({ wanted }: SentenceView): Continuation[] {
    return this.wanted().map(({ row, id }, k) => this.continuation(row, id, wanted[k]));
  }

  /**
   * All continuations by one piece that the rules allow, likeliest first.
   * @returns null where a piece that was not looked at could be among the best
   */
  private continuations(view: SentenceView): Continuation[] | null {
    const { candidates, firstRow, wanted, isWhole } = view;
    const { ids, logProbabilities, width } = candidates;
    const found: Continuation[] = [];
    let unseen = -Infinity; // no continuation that was not looked at is likelier
    this.live.forEach((before, row) => {
      const rejects = rejectsAfter(this.rules, before);
      const start = (firstRow + row) * width;
      let going = 0;
      for (let i = start; i < start + width; i++) {
        if (rejects(ids[i])) continue;
        found.push(this.continuation(row, ids[i], logProbabilities[i]));
        if (ids[i] !== EOS) going++;
      }
      const last = (before?.logProbability ?? 0) + logProbabilities[start + width - 1];
      if (going < this.options.beam && !isWhole) unseen = Math.max(unseen, last);
    });
    if (this.noProgress) this.addWanted(found, wanted);
    found.sort((a, b) => b.logProbability - a.logProbability);
    return this.isEnough(found, unseen) ? found : null;
  }

  /** The next pieces of forced words, where they are not among the likeliest anyway. */
  private addWanted(found: Continuation[], probabilities: Float32Array): void {
    const known = new Set(found.map(({ row, id }) => `${row} ${id}`));
    this.wanted().forEach(({ row, id }, k) => {
      if (!known.has(`${row} ${id}`)) found.push(this.continuation(row, id, probabilities[k]));
    });
  }

  /** Whether K continuations that go on, or as many as there can be, are at least as likely as any unseen one. */
  private isEnough(found: readonly Continuation[], unseen: number): boolean {
    if (unseen === -Infinity) return true;
    let going = 0;
    for (const { id, logProbability } of found) {
      if (logProbability < unseen) return false;
      if (id !== EOS && ++going === this.options.beam) return true;
    }
    return false;
  }

  private continuation(row: number, id: number, stepLogProbability: number): Continuation {
    const logProbability = (this.live[row]?.logProbability ?? 0) + stepLogProbability;
    return { row, id, stepLogProbability, logProbability };
  }

  /** The K likeliest go on; what ends among the K likeliest is finished. Places in the list. */
  private choose(found: readonly Continuation[]): { kept: number[]; ended: number[] } {
    const { beam } = this.options;
    const kept: number[] = [];
    const ended: number[] = [];
    for (let place = 0; place < found.length && kept.length < beam; place++) {
      if (found[place].id !== EOS) kept.push(place);
      else if (place < beam) ended.push(place);
    }
    return { kept, ended };
  }

  /** The same within each bank of hypotheses that hold equally much of the forced words (Post & Vilar 2018). */
  private chooseByBanks(found: readonly Continuation[]): { kept: number[]; ended: number[] } {
    const total = this.noProgress?.total ?? 0;
    const banks = Array.from({ length: total + 1 }, (): number[] => []);
    const ends: { place: number; rank: number }[] = [];
    found.forEach(({ row, id }, place) => {
      const count = this.progressOf(this.live[row])?.advance(id).count ?? 0;
      // What ends holds all forced words, and so does what it is ranked among.
      if (id === EOS) ends.push({ place, rank: banks[total].length + ends.length });
      else banks[count].push(place);
    });
    const places = allocateBanks(
      banks.map(({ length }) => length),
      this.options.beam,
    );
    const kept = banks.flatMap((bank, k) => bank.slice(0, places[k])).sort((a, b) => a - b);
    const ended = ends.filter(({ rank }) => rank < Math.max(places[total], 1));
    return { kept, ended: ended.map(({ place }) => place) };
  }

  private grow({ row, id, stepLogProbability }: Continuation, view: SentenceView, node?: number): Hypothesis {
    const before = this.live[row];
    const { sourceLength } = this;
    const growth = { before, id, stepLogProbability, row: view.firstRow + row, sourceLength };
    const hypothesis = grow(growth, view, this.options);
    const progress = this.progressOf(before);
    if (progress) hypothesis.progress = progress.advance(id);
    if (node !== undefined) hypothesis.node = node;
    return hypothesis;
  }

  private record(
    trace: Trace,
    found: readonly Continuation[],
    fates: ReadonlyMap<number, Fate>,
  ): Map<number, number> {
    const length = this.step + 1;
    const continued = found.map(({ row, ...one }) => ({
      ...one,
      parent: this.live[row],
      score: normalisedScore(one.logProbability, length, this.options.lengthPenalty),
    }));
    return trace.record(this.step, continued, fates);
  }

  /**
   * Whether the n-best list has been found. A live hypothesis can at best keep its log-probability and grow to the
   * limit, which bounds every score to come; once K are finished, its present score is taken instead, since K
   * alone would let a few poor, short hypotheses end the search before the likeliest one has come to its end. Of
   * those that miss forced words none counts then.
   */
  private isSettled(): boolean {
    const { beam, nBest, lengthPenalty } = this.options;
    const enough = this.finished.length >= beam;
    const best = this.live.find((hypothesis) => !enough || (hypothesis?.progress?.isComplete ?? true));
    if (!best) return enough;
    const bound = normalisedScore(best.logProbability, enough ? best.length : this.limit, lengthPenalty);
    const settled = this.finished.filter((hypothesis) => scoreOf(hypothesis, this.options) >= bound);
    return settled.length >= nBest;
  }
}
