/** The report of cleaning as lines for a person, and the file of what was dropped. */
import { stringify } from 'csv-stringify/sync';
import type { DroppedRecord } from '../corpus/cleaning.js';
import { DROP_REASONS, filled } from '../corpus/cleaning-report.js';
import type { CleaningReport, SampleLine, Tally } from '../corpus/cleaning-report.js';
import { MENDINGS } from '../corpus/mending.js';
import { AtomicFile } from '../foundation/atomic-file.js';
import { formatCount } from './corpus-reading.js';

/** `a.tsv lines 2, 4; b.tsv line 1` */
function describeLines({ count, samples }: Tally): string {
  const byFile = new Map<string, number[]>();
  for (const { file, line } of samples) byFile.set(file, [...(byFile.get(file) ?? []), line]);
  const places = [...byFile].map(
    ([file, lines]) => `${file} ${lines.length > 1 ? 'lines' : 'line'} ${lines.join(', ')}`,
  );
  return places.join('; ') + (count > samples.length ? ', …' : '');
}

function describeTally(what: string, rule: string, tally: Tally): string {
  const lines = tally.samples.length > 0 ? ` (${describeLines(tally)})` : '';
  return `${what.padEnd(10)}${formatCount(tally.count)}: ${rule}${lines}`;
}

/** The report in lines. */
export function describeReport(report: CleaningReport): string[] {
  const lines = [`read      ${formatCount(report.read)} pairs`];
  for (const [mending, tally] of filled(report.mended)) {
    lines.push(describeTally('mended', MENDINGS[mending], tally));
  }
  for (const [reason, tally] of filled(report.dropped)) {
    lines.push(describeTally('dropped', DROP_REASONS[reason], tally));
    const detail = reason === 'malformed' ? tally.samples[0]?.detail : undefined;
    if (detail !== undefined) lines.push(`          first: ${detail}`);
  }
  for (const { file, exact, near } of report.excluded) {
    lines.push(`excluded  ${formatCount(exact)} sentences of ${file}, ${formatCount(near)} nearly`);
  }
  lines.push(`kept      ${formatCount(report.kept)} pairs`);
  return lines;
}

const COLUMNS = ['file', 'line', 'reason', 'detail', 'ko', 'en'] as const;

const cell = (text: string | number): string => String(text).replace(/\s+/g, ' ');

function tsvLine(record: DroppedRecord): string {
  const { file, line, reason, detail = '', source, target } = record;
  return `${[file, line, reason, detail, source, target].map(cell).join('\t')}\n`;
}

function jsonLine({ source, target, ...rest }: DroppedRecord): string {
  return `${JSON.stringify({ ...rest, ko: source, en: target })}\n`;
}

/** A file of dropped records, each with its reason: JSON Lines where the name says so, CSV too, else TSV. */
export class DroppedFile {
  private readonly file: AtomicFile;
  private readonly lineOf: (record: DroppedRecord) => string;
  private head = '';

  constructor(path: string) {
    this.file = new AtomicFile(path, { gzip: /\.gz$/i.test(path) });
    const name = path.replace(/\.gz$/i, '').toLowerCase();
    if (/\.(?:jsonl|ndjson)$/.test(name)) this.lineOf = jsonLine;
    else if (name.endsWith('.csv')) {
      this.head = stringify([COLUMNS], { bom: true });
      this.lineOf = ({ file, line, reason, detail, source, target }) =>
        stringify([[file, line, reason, detail, source, target]]);
    } else {
      this.head = `${COLUMNS.join('\t')}\n`;
      this.lineOf = tsvLine;
    }
  }

  async write(record: DroppedRecord): Promise<void> {
    await this.file.write(this.head + this.lineOf(record));
    this.head = '';
  }

  async commit(): Promise<void> {
    await this.file.write(this.head);
    await this.file.commit();
  }

  async discard(): Promise<void> {
    await this.file.discard();
  }
}

/** The report as JSON shows it: counts and sample lines of the reasons that occurred. */
export function reportJson(report: CleaningReport): Record<string, unknown> {
  const sample = ({ source, target, ...rest }: SampleLine): unknown => ({ ...rest, ko: source, en: target });
  const tallies = (entries: [string, Tally][]): unknown =>
    Object.fromEntries(
      entries.map(([key, { count, samples }]) => [key, { count, samples: samples.map(sample) }]),
    );
  const { read, kept, excluded } = report;
  const { dropped, mended } = report;
  return { read, kept, dropped: tallies(filled(dropped)), mended: tallies(filled(mended)), excluded };
}
