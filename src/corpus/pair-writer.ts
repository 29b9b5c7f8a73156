/** Files of pairs of any format, written as a stream: each is there whole, or not at all. */
import { AtomicFile } from '../foundation/atomic-file.js';
import { formatOfName } from './format.js';
import type { TableFormat } from './format.js';
import { pairEncoder, PORTION, settleTier } from './pair-encoding.js';
import type { EncodingOptions, LabelledPair, PairEncoder } from './pair-encoding.js';

/** What pairs can be written as: one file, or the two of a Moses pair. */
export const WRITTEN_FORMATS = ['tsv', 'csv', 'jsonl', 'tmx', 'moses'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

export interface PairWriterOptions extends EncodingOptions {
  /** Taken from the name where it is left out; TSV where the name does not say. */
  format?: WrittenFormat;
}

/** One file under way, and how pairs become its text; that is settled with the first of them. */
interface Output {
  file: AtomicFile;
  encoderFor: (pairs: readonly LabelledPair[]) => PairEncoder;
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

/** One side a line: `news.ko` and `news.en`, or `news.ko.gz` and `news.en.gz` of `news.gz`. */
function mosesOutputs(path: string, { source, target }: EncodingOptions): Output[] {
  const gzip = /\.gz$/i.test(path);
  const stem = path.replace(/\.gz$/i, '');
  return (['source', 'target'] as const).map((side) => {
    const file = new AtomicFile(`${stem}.${side === 'source' ? source : target}${gzip ? '.gz' : ''}`, {
      gzip,
    });
    const encode = (pairs: readonly LabelledPair[]): string =>
      pairs.map((pair) => `${oneLine(pair[side])}\n`).join('');
    return { file, encoderFor: () => ({ head: '', encode, tail: '' }) };
  });
}

function tableOutput(path: string, format: TableFormat, options: EncodingOptions): Output {
  return {
    file: new AtomicFile(path, { gzip: /\.gz$/i.test(path) }),
    encoderFor: (pairs) => pairEncoder(format, settleTier(options, pairs)),
  };
}

function formatFor(path: string, { format }: PairWriterOptions): WrittenFormat {
  if (format !== undefined) return format;
  const named = formatOfName(path);
  return named === undefined || named === 'lines' ? 'tsv' : named;
}

/** Writes pairs into a file, gzipped where its name ends in `.gz`. */
export class PairWriter {
  /** The files that it writes. */
  readonly paths: string[];
  count = 0;
  private readonly outputs: Output[];
  private portion: LabelledPair[] = [];
  private encoders: PairEncoder[] | undefined;

  constructor(path: string, options: PairWriterOptions) {
    const format = formatFor(path, options);
    this.outputs = format === 'moses' ? mosesOutputs(path, options) : [tableOutput(path, format, options)];
    this.paths = this.outputs.map(({ file }) => file.path);
  }

  /** Resolves when more may be written; rejects where the disk is full. */
  async write(pair: LabelledPair): Promise<void> {
    this.count += 1;
    this.portion.push(pair);
    if (this.portion.length >= PORTION) await this.flush();
  }

  /** Ends the files and puts them into their places. */
  async commit(): Promise<void> {
    const encoders = await this.flush();
    for (const [index, { file }] of this.outputs.entries()) await file.write(encoders[index].tail);
    for (const { file } of this.outputs) await file.commit();
  }

  /** Leaves nothing behind. After `commit` it does nothing. */
  async discard(): Promise<void> {
    for (const { file } of this.outputs) await file.discard();
  }

  private async flush(): Promise<PairEncoder[]> {
    const begun = this.encoders;
    const encoders = begun ?? this.outputs.map((output) => output.encoderFor(this.portion));
    this.encoders = encoders;
    for (const [index, { file }] of this.outputs.entries()) {
      const encoder = encoders[index];
      await file.write((begun ? '' : encoder.head) + encoder.encode(this.portion));
    }
    this.portion = [];
    return encoders;
  }
}
