/** Sentences of waiting requests, taken in rounds: requests that want the same model share a batch. */
import type { ModelKey, SentenceOptions, TranslateJob } from './protocol.js';
import type { SentenceTranslation } from './translation.js';

/** A request on its way through the worker. */
export interface Waiting {
  job: TranslateJob;
  /** Translations of the first sentences. */
  done: SentenceTranslation[];
}

/** The part of each waiting request that is translated next, in one batch. */
export interface Round {
  model: ModelKey;
  options: SentenceOptions;
  shares: { waiting: Waiting; sources: string[] }[];
}

const sameKind = (a: TranslateJob, b: TranslateJob): boolean =>
  a.model.folder === b.model.folder &&
  a.model.version === b.model.version &&
  a.beam === b.beam &&
  a.nBest === b.nBest &&
  a.candidates === b.candidates &&
  a.attention === b.attention &&
  JSON.stringify(a.search) === JSON.stringify(b.search);

/** Whether nobody waits for the answer any more. */
export const isStopped = ({ stop }: { stop: SharedArrayBuffer }): boolean =>
  Atomics.load(new Int32Array(stop), 0) !== 0;

/** Requests in the order in which they came. */
export class Rounds {
  private waiting: Waiting[] = [];

  add(job: TranslateJob): void {
    this.waiting.push({ job, done: [] });
  }

  /** Takes requests out: they are answered, or nobody waits for them. */
  remove(gone: Waiting[]): void {
    this.waiting = this.waiting.filter((one) => !gone.includes(one));
  }

  /**
   * The next round: what the request that has waited longest needs, and with it all others of its kind. Each gets
   * an equal share, so that a short request beside a long one is answered in the first round.
   * @param size most sentences of a round
   * @returns null when nobody waits
   */
  next(size: number): Round | null {
    this.waiting = this.waiting.filter(({ job }) => !isStopped(job));
    if (this.waiting.length === 0) return null;
    const [{ job: first }] = this.waiting;
    const kind = this.waiting.filter(({ job }) => sameKind(job, first)).slice(0, size);
    let room = size;
    // Those with the fewest sentences left first: what they leave of their share goes to the others.
    const left = ({ job, done }: Waiting): number => job.sources.length - done.length;
    const shares = [...kind]
      .sort((a, b) => left(a) - left(b))
      .map((waiting, i) => {
        const count = Math.min(left(waiting), Math.ceil(room / (kind.length - i)));
        room -= count;
        const start = waiting.done.length;
        return { waiting, sources: waiting.job.sources.slice(start, start + count) };
      });
    // The oldest request moves behind those of other kinds, so that none of them waits for all of it.
    this.waiting = [...this.waiting.filter((one) => !kind.includes(one)), ...kind];
    const { model, beam, nBest, candidates, attention, search } = first;
    return { model, options: { beam, nBest, candidates, attention, search }, shares };
  }
}
