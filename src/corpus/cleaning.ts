/** Cleaning a stream of pairs: mends what can be mended, drops what breaks a rule, and reports both. */
import { faultOf } from './cleaning-rules.js';
import type { PairFault, PairLimits } from './cleaning-rules.js';
import { emptyReport } from './cleaning-report.js';
import type { CleaningReport, DropReason, SampleLine, Tally } from './cleaning-report.js';
import type { Exclusion } from './exclusion.js';
import { shorten } from './lines.js';
import { mendText } from './mending.js';
import type { Mending } from './mending.js';
import { isBroken } from './pairs.js';
import type { Direction, Entry, Pair } from './pairs.js';
import { TextSet } from './text-hashes.js';

/** Lines that a report keeps for each reason where nothing is said. */
export const DEFAULT_SAMPLES = 5;

export interface CleaningOptions extends Direction, PairLimits {
  /** Whether swapped sides are swapped back, which is what happens where nothing is said, or dropped. */
  swapped?: 'mend' | 'drop';
  /** Sentences that neither side may be, all of them added before. */
  exclude?: Exclusion;
  /** Lines that the report keeps for each reason. */
  samples?: number;
}

/** A record that was dropped, as it stood. */
export interface DroppedRecord extends SampleLine {
  reason: DropReason;
}

/** What became of a record: the pair that is kept, normalised, or why it was dropped. */
export type Verdict =
  { pair: Pair; mendings: Mending[] } | { pair?: undefined; reason: DropReason; detail?: string };

export interface CleaningCall {
  /** Name of the file, for the report. */
  file?: string;
  /** Told of each record that is dropped. */
  onDropped?: (record: DroppedRecord) => void | Promise<void>;
}

/**
 * Cleans pairs one after the other, of one file or several; of equal pairs the first stays. Memory: 11 to 16 bytes for
 * each pair that is sound in itself, outside the heap.
 */
export class PairCleaner {
  readonly report: CleaningReport;
  private readonly options: CleaningOptions;
  private readonly seen = new TextSet();

  constructor(options: CleaningOptions) {
    this.options = options;
    this.report = emptyReport(options.exclude?.files);
  }

  /** The pairs of a stream that pass, normalised, in their order. */
  async *clean(
    entries: Iterable<Entry> | AsyncIterable<Entry>,
    { file = '', onDropped }: CleaningCall = {},
  ): AsyncGenerator<Pair> {
    for await (const entry of entries) {
      const verdict = this.take(entry, file);
      if (verdict.pair !== undefined) yield verdict.pair;
      else if (onDropped) {
        const { reason, detail } = verdict;
        await onDropped({ ...describe(entry, file, detail), reason });
      }
    }
  }

  /** Judges one record and counts it. */
  take(entry: Entry, file = ''): Verdict {
    const verdict = this.judge(entry);
    const { report } = this;
    report.read += 1;
    if (verdict.pair !== undefined) {
      report.kept += 1;
      for (const mending of verdict.mendings) this.count(report.mended[mending], entry, file);
    } else {
      this.count(report.dropped[verdict.reason], entry, file, verdict.detail);
    }
    return verdict;
  }

  /** Counts a record, and keeps it to show while there are few. */
  private count(tally: Tally, entry: Entry, file: string, detail?: string): void {
    tally.count += 1;
    const { samples = DEFAULT_SAMPLES } = this.options;
    if (tally.samples.length < samples) tally.samples.push(sampleOf(entry, file, detail));
  }

  private judge(entry: Entry): Verdict {
    if (isBroken(entry)) return { reason: entry.fault, detail: entry.detail };
    const source = mendText(entry.source);
    const target = mendText(entry.target);
    const mendings = [...new Set([...source.mendings, ...target.mendings])];
    const pair: Pair = { ...entry, source: source.text, target: target.text };
    const fault = faultOf(pair, this.options);
    if (fault === 'swapped' && this.options.swapped !== 'drop') return this.swapBack(pair, mendings);
    return fault === undefined ? this.compare(pair, mendings) : { reason: fault };
  }

  private swapBack(pair: Pair, mendings: Mending[]): Verdict {
    const swapped: Pair = { ...pair, source: pair.target, target: pair.source };
    const fault: PairFault | undefined = faultOf(swapped, this.options);
    return fault === undefined ? this.compare(swapped, ['swapped', ...mendings]) : { reason: fault };
  }

  /** Compares a pair that is sound in itself with those before it and with the excluded sentences. */
  private compare(pair: Pair, mendings: Mending[]): Verdict {
    if (!this.seen.add(`${pair.source}\t${pair.target}`)) return { reason: 'duplicate' };
    const overlap = this.options.exclude?.find(pair);
    if (overlap === undefined) return { pair, mendings };
    const tally = this.report.excluded.find(({ file }) => file === overlap.file);
    if (tally) tally[overlap.near ? 'near' : 'exact'] += 1;
    return overlap.near
      ? { reason: 'near', detail: `nearly '${overlap.resembles ?? ''}' of ${overlap.file}` }
      : { reason: 'overlap', detail: `a sentence of ${overlap.file}` };
  }
}

function describe(entry: Entry, file: string, detail?: string): SampleLine {
  const [source, target] = isBroken(entry) ? [entry.text, ''] : [entry.source, entry.target];
  const sample = { file, line: entry.line, source, target };
  return detail === undefined ? sample : { ...sample, detail };
}

/** A record to show, its sides cut where they are long. */
function sampleOf(entry: Entry, file: string, detail?: string): SampleLine {
  const sample = describe(entry, file, detail);
  return { ...sample, source: shorten(sample.source), target: shorten(sample.target) };
}
