/** The table of experiments as Markdown, what it says of attention, and its place in a document. */
import { existsSync, readFileSync } from 'node:fs';
import { bucketName } from '../evaluation/length-buckets.js';
import { messageOf, UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import type { BucketOfRow, ExperimentRow } from './experiment-row.js';
import { markdownTable } from './table.js';
import type { Table } from './table.js';

const BEGIN = '<!-- table: written by `ieum experiments` -->';
const END = '<!-- end of the table -->';

const nameOf = (bucket: BucketOfRow): string => bucketName({ ...bucket, sentences: [] });
const points = (value: number): string => value.toFixed(1);
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${points(Math.abs(value))}`;

/** BLEU of each row, overall and by the length of the source. */
export function experimentTable(rows: readonly ExperimentRow[]): Table {
  const lengths = rows[0]?.buckets ?? [];
  return {
    heading: [
      ...['cell', 'attention', 'parameters', 'minutes', 'BLEU', 'chrF2'],
      ...lengths.map((bucket) => `${nameOf(bucket)} words (${bucket.sentences})`),
    ],
    right: [false, false, ...new Array<boolean>(4 + lengths.length).fill(true)],
    rows: rows.map(({ architecture, parameters, minutes, bleu, chrf, buckets }) => [
      ...[architecture.cell, architecture.attention, parameters.toLocaleString('en-GB'), minutes.toFixed(1)],
      ...[`${points(bleu.score)} ± ${points(bleu.half)}`, points(chrf)],
      ...buckets.map((bucket) => points(bucket.bleu)),
    ]),
  };
}

/** A row with attention and the one that has none and is otherwise the same. */
interface Pair {
  name: string;
  attended: ExperimentRow;
  without: ExperimentRow;
}

function pairsOf(rows: readonly ExperimentRow[]): Pair[] {
  const keyOf = ({ architecture }: ExperimentRow): string =>
    JSON.stringify({ ...architecture, attention: '' });
  return rows.flatMap((attended) => {
    if (attended.architecture.attention === 'none') return [];
    const without = rows.find(
      (row) => row.architecture.attention === 'none' && keyOf(row) === keyOf(attended),
    );
    return without ? [{ name: attended.architecture.cell, attended, without }] : [];
  });
}

/** What attention adds, overall and by length. */
function gainTable(pairs: Pair[]): Table {
  const [{ attended: first }] = pairs;
  return {
    heading: ['cell', 'BLEU', ...first.buckets.map((bucket) => `${nameOf(bucket)} words`)],
    rows: pairs.map(({ name, attended, without }) => [
      name,
      signed(attended.bleu.score - without.bleu.score),
      ...attended.buckets.map(({ bleu }, k) => signed(bleu - without.buckets[k].bleu)),
    ]),
  };
}

/** How far a row falls from its shortest sentences to its longest. */
function fall({ buckets }: ExperimentRow): string {
  const [shortest, longest] = [buckets[0].bleu, buckets[buckets.length - 1].bleu];
  const share = shortest > 0 ? ` (${Math.round((100 * longest) / shortest)} % of it is left)` : '';
  return `from ${points(shortest)} to ${points(longest)}${share}`;
}

function fallLine({ name, attended, without }: Pair): string {
  return `- ${name}: ${fall(attended)} with attention, ${fall(without)} without.`;
}

/** The table and what it says, as far as its rows are there. */
export function experimentMarkdown(rows: readonly ExperimentRow[], test: string): string {
  if (rows.length === 0) return '';
  const [{ source, target, updates, bleu, buckets }] = rows;
  const parts = [
    `Models from ${source} to ${target}, ${updates.toLocaleString('en-GB')} updates each, measured on ${test}: ` +
      `BLEU with its 95 % interval (${bleu.signature}), chrF2, and BLEU by the number of words of the source ` +
      '(in brackets, how many sentences).',
    markdownTable(experimentTable(rows)),
  ];
  const pairs = pairsOf(rows);
  if (pairs.length > 0 && buckets.length > 1) {
    const span = `${nameOf(buckets[0])} to ${nameOf(buckets[buckets.length - 1])}`;
    parts.push(
      'BLEU with attention less BLEU without:',
      markdownTable(gainTable(pairs)),
      `BLEU from sentences of ${span} words:`,
      pairs.map(fallLine).join('\n'),
    );
  }
  return parts.join('\n\n');
}

/**
 * Puts the table into a document between its two marks; where there is no such file, one is begun.
 * @throws UserError where the document has no place for it or cannot be written
 */
export function writeExperiments(path: string, markdown: string): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : `# Experiments\n\n${BEGIN}\n${END}\n`;
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new UserError(
      `--output: expected the lines '${BEGIN}' and '${END}' in ${path}, got none; add them where the table is to stand`,
    );
  }
  const place = [before.slice(0, begin + BEGIN.length), markdown, before.slice(end)];
  try {
    writeFileAtomically(path, place.join('\n\n'));
  } catch (error) {
    throw new UserError(`--output: expected to write ${path}, got '${messageOf(error)}'`, { cause: error });
  }
}
