/** `ieum tokenizer`: train a SentencePiece model, and see what one makes of a text. */
import { SingleBar } from 'cli-progress';
import { Option } from 'commander';
import type { Command } from 'commander';
import { readAllLines } from '../corpus/lines.js';
import { UserError } from '../foundation/errors.js';
import { LANGUAGES } from '../text/language.js';
import type { Language } from '../text/language.js';
import { SPACE_MARK, SPECIAL_PIECES, UNK } from '../text/special-pieces.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { TokenizerAlgorithm, TrainingProgress } from '../tokenizer/training.js';
import { positiveNumber, wholeNumber } from './flags.js';
import { readLineChunks } from './translate-lines.js';

interface TrainFlags {
  input: string[];
  column?: number;
  language?: Language;
  output: string;
  vocabulary: number;
  algorithm: TokenizerAlgorithm;
  coverage: number;
}

interface UseFlags {
  model: string;
  ids?: boolean;
}

const count = (n: number): string => n.toLocaleString('en-GB');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The column to read, counted from 1; 0 is the whole line. */
function columnOf({ column, language, input }: TrainFlags): number {
  if (column !== undefined) return column;
  if (language) return LANGUAGES.indexOf(language) + 1;
  const table = input.find((path) => /\.tsv(?:\.gz)?$/i.test(path));
  if (table === undefined) return 0;
  throw new UserError(
    `tokenizer train: expected --language or --column for the tab-separated ${table}, got neither; ` +
      `name the column to learn from`,
  );
}

/** The training lines of the files. @throws UserError where a line lacks the column */
async function readColumn(paths: string[], column: number): Promise<string[]> {
  const lines: string[] = [];
  for (const path of paths) {
    for (const [index, line] of (await readAllLines(path)).entries()) {
      const cell = column === 0 ? line : line.split('\t')[column - 1];
      if (cell === undefined && line !== '') {
        throw new UserError(
          `file ${path} line ${index + 1}: expected a column ${column}, got ${line.split('\t').length} in all; ` +
            `mend the line or name another column`,
        );
      }
      lines.push(cell ?? '');
    }
  }
  return lines;
}

/** A bar on standard error where a person looks at it, nothing elsewhere. */
function progressBar(): { update: (progress: TrainingProgress) => void; stop: () => void } {
  const bar = new SingleBar({ format: 'training [{bar}] {percentage}%', stream: process.stderr });
  return {
    update: ({ done, total }) => {
      if (!process.stderr.isTTY) return;
      if (!bar.isActive) bar.start(total, 0);
      bar.update(done);
    },
    stop: () => {
      if (bar.isActive) bar.stop();
    },
  };
}

async function train(flags: TrainFlags): Promise<void> {
  const { trainTokenizer, writeTokenizerModel } = await import('../tokenizer/training.js');
  const { loadTokenizer } = await import('../tokenizer/tokenizer.js');
  const lines = await readColumn(flags.input, columnOf(flags));
  const bar = progressBar();
  let model;
  try {
    model = trainTokenizer(lines, {
      algorithm: flags.algorithm,
      vocabularySize: flags.vocabulary,
      characterCoverage: flags.coverage,
      onProgress: bar.update,
    });
  } finally {
    bar.stop();
  }
  writeTokenizerModel(flags.output, model);
  summarise(lines, await loadTokenizer(flags.output), flags);
}

/** What became of the text: the numbers by which one chooses a size. */
function summarise(lines: string[], tokenizer: Tokenizer, flags: TrainFlags): void {
  let pieces = 0;
  let words = 0;
  let unknown = 0;
  for (const line of lines) {
    const names = tokenizer.pieces(tokenizer.encode(line));
    pieces += names.length;
    words += names.filter((name) => name.startsWith(SPACE_MARK)).length;
    unknown += names.filter((name) => name === SPECIAL_PIECES[UNK]).length;
  }
  print(`read      ${count(lines.length)} lines, ${count(words)} words`);
  print(`learned   ${count(tokenizer.size)} pieces (${flags.algorithm})`);
  print(
    `reads     ${(pieces / words).toFixed(2)} pieces a word, ${((100 * unknown) / pieces).toFixed(3)}% unknown`,
  );
  print(`wrote     ${flags.output}`);
}

/** One line out a line in. */
async function convertLines(convert: (line: string) => string): Promise<void> {
  for await (const lines of readLineChunks(process.stdin)) lines.map(convert).forEach(print);
}

/** Reads ids as `encode --ids` prints them. */
function parseIds(line: string, size: number): number[] {
  return line
    .split(/\s+/)
    .filter(Boolean)
    .map((text) => {
      const id = /^\d{1,9}$/.test(text) ? Number(text) : size;
      if (id < size) return id;
      throw new UserError(
        `tokenizer decode: expected ids from 0 to ${size - 1}, got '${text}'; ` +
          `give what 'tokenizer encode --ids' printed with the same model`,
      );
    });
}

function registerTrain(tokenizer: Command): void {
  tokenizer
    .command('train')
    .description('learn a vocabulary of pieces and write it as a SentencePiece model')
    .requiredOption('--input <files...>', 'text files (UTF-8, .gz too), one sentence a line, or TSV')
    .requiredOption('--output <file>', 'where the model goes')
    .addOption(
      new Option('--language <language>', 'learn from this column of Korean TAB English').choices(LANGUAGES),
    )
    .addOption(
      new Option('--column <n>', 'learn from this column of a TSV, counted from 1')
        .argParser(wholeNumber)
        .conflicts('language'),
    )
    .option('--vocabulary <n>', 'pieces in all', wholeNumber, 8000)
    .addOption(new Option('--algorithm <name>').choices(['bpe', 'unigram']).default('bpe'))
    .option('--coverage <share>', 'share of the characters that get a piece', positiveNumber, 0.9995)
    .action(train);
}

/** A subcommand that converts standard input with a model. */
function addConverter(tokenizer: Command, name: string, description: string, ids: string): Command {
  return tokenizer
    .command(name)
    .description(description)
    .requiredOption('--model <file>', 'the SentencePiece model')
    .option('--ids', ids);
}

export function registerTokenizer(program: Command): void {
  const tokenizer = program
    .command('tokenizer')
    .description('train a tokenizer, or cut text into its pieces and back');
  registerTrain(tokenizer);
  addConverter(tokenizer, 'encode', 'cut lines of standard input into pieces', 'print ids').action(
    async ({ model, ids }: UseFlags) => {
      const { loadTokenizer } = await import('../tokenizer/tokenizer.js');
      const loaded = await loadTokenizer(model);
      await convertLines((line) => {
        const encoded = loaded.encode(line);
        return (ids ? encoded : loaded.pieces(encoded)).join(' ');
      });
    },
  );
  addConverter(tokenizer, 'decode', 'join the pieces on lines of standard input to text', 'read ids').action(
    async ({ model, ids }: UseFlags) => {
      const { decodePieces, loadTokenizer } = await import('../tokenizer/tokenizer.js');
      const loaded = await loadTokenizer(model);
      await convertLines((line) =>
        ids ? loaded.decode(parseIds(line, loaded.size)) : decodePieces(line.split(/\s+/).filter(Boolean)),
      );
    },
  );
}
