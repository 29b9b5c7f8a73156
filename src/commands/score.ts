/** `ieum score`: how probable a model finds given translations, word by word, and its perplexity. */
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { ScoreTotals, SentenceScore } from '../scoring/word-scores.js';
import { addPairFlags, pairProgress, readGivenPairs } from './pair-input.js';
import type { PairFlags } from './pair-input.js';
import { textTable } from './table.js';

interface ScoreFlags extends PairFlags {
  model: string;
  pieces?: boolean;
  summary?: boolean;
  tsv?: boolean;
  json?: boolean;
}

/** What stands in one line of a table: a word, or a piece. */
interface Unit {
  text: string;
  logProbability: number;
}

function unitsOf({ words }: SentenceScore, pieces = false): Unit[] {
  if (!pieces) return words.map(({ word, logProbability }) => ({ text: word, logProbability }));
  return words.flatMap((word) =>
    word.pieces.map(({ piece, logProbability }) => ({ text: piece, logProbability })),
  );
}

function scoreTable(sentence: SentenceScore, { pieces }: ScoreFlags): string {
  let sum = 0;
  const rows = unitsOf(sentence, pieces).map(({ text, logProbability }) => {
    sum += logProbability;
    return [text, Math.exp(logProbability).toFixed(4), logProbability.toFixed(3), sum.toFixed(3)];
  });
  const table = textTable({ heading: [pieces ? 'piece' : 'word', 'P', 'log P', 'sum'], rows });
  return [
    sentence.source,
    ...table.split('\n').map((line) => `  ${line}`),
    `  log P = ${sentence.logProbability.toFixed(3)}, perplexity ${sentence.perplexity.toFixed(3)}`,
  ].join('\n');
}

function totalsText(totals: ScoreTotals): string {
  const { sentences, words, pieces, logProbability, perplexity, wordPerplexity, bitsPerCharacter } = totals;
  return (
    `${sentences} sentences, ${words} words, ${pieces} pieces: log P = ${logProbability.toFixed(3)}\n` +
    `perplexity ${perplexity.toFixed(3)} a piece, ${wordPerplexity.toFixed(3)} a word; ` +
    `${bitsPerCharacter.toFixed(3)} bits a character`
  );
}

const TSV_HEADING = 'sentence\tposition\tword\tlogProbability\tprobability\n';

function tsvLines(sentence: SentenceScore, number: number, { pieces }: ScoreFlags): string {
  return unitsOf(sentence, pieces)
    .map(({ text, logProbability }, position) => {
      const numbers = [logProbability.toFixed(6), Math.exp(logProbability).toPrecision(6)];
      return `${[number, position + 1, text, ...numbers].join('\t')}\n`;
    })
    .join('');
}

/** Prints one sentence as the flags ask. */
function printSentence(sentence: SentenceScore, number: number, flags: ScoreFlags): void {
  if (flags.summary) return;
  if (flags.json) process.stdout.write(`${JSON.stringify(sentence)}\n`);
  else if (flags.tsv) process.stdout.write(tsvLines(sentence, number, flags));
  else process.stdout.write(`${scoreTable(sentence, flags)}\n\n`);
}

/** The sums stand behind tables; beside TSV and JSON lines, which programs read, they go to standard error. */
function printTotals(totals: ScoreTotals, { summary, tsv, json }: ScoreFlags): void {
  if (summary && json) process.stdout.write(`${JSON.stringify(totals)}\n`);
  else if (summary || !(tsv || json)) process.stdout.write(`${totalsText(totals)}\n`);
  else process.stderr.write(`${totalsText(totals)}\n`);
}

async function score(file: string | undefined, flags: ScoreFlags): Promise<void> {
  if (flags.tsv && flags.json) {
    throw new UserError('score: expected one of --tsv and --json, got both; leave one out');
  }
  const [{ modelAt }, { ForcedDecoder }, { ScoreSums, sentenceScore }] = await Promise.all([
    import('../serving/models.js'),
    import('../scoring/forced-decoder.js'),
    import('../scoring/word-scores.js'),
  ]);
  const decoder = await ForcedDecoder.load(modelAt(flags.model).folder);
  const sums = new ScoreSums();
  const progress = await pairProgress('scored', file, flags, flags.summary);
  try {
    if (flags.tsv && !flags.summary) process.stdout.write(TSV_HEADING);
    let number = 0;
    const pairs = readGivenPairs(file, flags, decoder.direction);
    for await (const decoding of decoder.decode(pairs, progress.show)) {
      number++;
      if (decoding.source === '' && decoding.target === '') continue; // an empty line
      const sentence = sentenceScore(decoding);
      sums.add(sentence);
      printSentence(sentence, number, flags);
    }
    if (sums.totals().sentences === 0)
      throw new UserError('score: expected sentence pairs, got none; check the input');
  } finally {
    progress.end();
    decoder.dispose();
  }
  printTotals(sums.totals(), flags);
}

const EXAMPLES = `
Examples:
  printf '저는 학생입니다.\\tI am a student.\\n' | ieum score --model ko-en
  ieum score --model ko-en data/everyday/test.tsv --summary
  ieum score --model en-ko --source test.en --target test.ko --tsv > words.tsv`;

/** Adds `score` to the command line. */
export function registerScore(program: Command): void {
  const command = program
    .command('score')
    .description('show how probable a model finds given translations, word by word')
    .argument('[file]', 'pairs, Korean TAB English a line (default: standard input)')
    .requiredOption('--model <model>', 'folder of a checkpoint, or name of one in checkpoints/');
  addPairFlags(command)
    .option('--pieces', 'score pieces of the vocabulary in place of words')
    .option('--summary', 'print the sums and the perplexity alone')
    .option('--tsv', 'print a line for each word: sentence, position, word, log-probability, probability')
    .option('--json', 'print a line of JSON for each pair')
    .addHelpText('after', EXAMPLES)
    .action(score);
}
