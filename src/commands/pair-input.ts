/** Sentence pairs that a command reads: a TSV file, standard input, or one file for each side. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { readLines } from '../corpus/lines.js';
import type { Line } from '../corpus/lines.js';
import { UserError } from '../foundation/errors.js';
import { sentenceProgress } from './sentence-progress.js';

export interface PairFlags {
  source?: string;
  target?: string;
  columns: string[];
}

export interface ReadPair {
  source: string;
  target: string;
}

/** The two languages, as the model has them. */
interface Direction {
  source: string;
  target: string;
}

/** Of the project's own files. */
export const DEFAULT_COLUMNS = ['ko', 'en'];

/** Reads `--columns`: names with both languages among them. */
export function columnNames(text: string): string[] {
  const names = text.split(',');
  if (['ko', 'en'].every((name) => names.filter((one) => one === name).length === 1)) return names;
  throw new InvalidArgumentError(`expected names with ko and en among them, such as ko,en, got '${text}'.`);
}

/** Adds the flags of `PairFlags` to a command. */
export function addPairFlags(command: Command): Command {
  return command
    .option('--source <file>', 'source sentences, one a line, beside --target')
    .option('--target <file>', 'their translations, one a line')
    .option('--columns <names>', 'columns of a TSV file in their order', columnNames, DEFAULT_COLUMNS);
}

/**
 * The pairs, in order; an empty line of a TSV file is a pair of empty sentences, so that line N stays line N.
 * @param file a path, or `-` or nothing for standard input
 * @throws UserError where flags or files do not fit together
 */
export async function* readGivenPairs(
  file: string | undefined,
  { source, target, columns: names }: PairFlags,
  direction: Direction,
): AsyncGenerator<ReadPair> {
  if (source !== undefined || target !== undefined) {
    if (source === undefined || target === undefined || file !== undefined) {
      throw new UserError(
        'pairs: expected a TSV file, or --source FILE and --target FILE, got a mixture; give one of the two',
      );
    }
    yield* readSides(source, target);
    return;
  }
  const [from, to] = [names.indexOf(direction.source), names.indexOf(direction.target)];
  const path = file === undefined || file === '-' ? { name: 'standard input', bytes: process.stdin } : file;
  const name = typeof path === 'string' ? path : path.name;
  for await (const { text, number } of readLines(path)) {
    const cells = text.split('\t');
    if (text !== '' && cells.length < names.length) {
      throw new UserError(
        `${name} line ${number}: expected ${names.length} columns (${names.join(', ')}) set apart by tabs, ` +
          `got ${cells.length}; mend the line, or name the columns with --columns`,
      );
    }
    yield { source: cells[from] ?? '', target: cells[to] ?? '' };
  }
}

async function* readSides(source: string, target: string): AsyncGenerator<ReadPair> {
  const [sources, targets] = [readLines(source), readLines(target)];
  for (let number = 1; ; number++) {
    const [one, other] = await Promise.all([sources.next(), targets.next()]);
    if (one.done && other.done) return;
    if (one.done || other.done) {
      throw new UserError(
        `pairs: expected as many lines in ${source} as in ${target}, got ${number - 1} in ` +
          `${one.done ? source : target} and more in the other; line N of one must belong to line N of the other`,
      );
    }
    yield { source: lineText(one.value), target: lineText(other.value) };
  }
}

const lineText = ({ text }: Line): string => text;

/** How many lines a file has. */
async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const _ of readLines(path)) count++;
  return count;
}

/**
 * A bar for pairs being read, where their number can be told beforehand and results do not go to the same terminal.
 * @param quiet whether nothing is printed while they are read
 */
export async function pairProgress(
  what: string,
  file: string | undefined,
  { source }: PairFlags,
  quiet = false,
): Promise<{ show: (done: number) => void; end: () => void }> {
  const path = source ?? (file === '-' ? undefined : file);
  const shown = process.stderr.isTTY && (quiet || !process.stdout.isTTY);
  if (path === undefined || !shown) return { show: () => undefined, end: () => undefined };
  const total = await countLines(path);
  const progress = sentenceProgress(what);
  return { show: (done) => progress.show(done, total), end: progress.end };
}
