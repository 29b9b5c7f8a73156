/** `ieum corpus`: clean, split and describe parallel text. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { CLEANING_REASONS, cleanPairs } from '../corpus/cleaning.js';
import type { CleaningReason, CleaningResult } from '../corpus/cleaning.js';
import { readAllLines } from '../corpus/lines.js';
import { dropOverlap } from '../corpus/overlap.js';
import { DEFAULT_COLUMNS, readAllPairs, writePairs } from '../corpus/pairs.js';
import type { Pair } from '../corpus/pairs.js';
import { splitPairs } from '../corpus/split.js';
import { describePairs } from '../corpus/statistics.js';
import type { SideStatistics } from '../corpus/statistics.js';
import { positiveNumber, wholeNumber } from './flags.js';

interface ReadFlags {
  columns: string[];
}

interface CleanFlags extends ReadFlags {
  exclude: string[];
  maxCharacters: number;
  maxRatio: number;
}

const LANGUAGES = { source: 'ko', target: 'en' } as const;

const columnNames = (text: string): string[] => text.split(',').map((name) => name.trim());
const count = (n: number): string => n.toLocaleString('en-GB');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function printCleaning({ kept, dropped, counts }: CleaningResult): void {
  print(`read      ${count(kept.length + dropped.length)} pairs`);
  for (const [reason, n] of Object.entries(counts) as [CleaningReason, number][]) {
    if (n > 0) print(`dropped   ${count(n)}: ${CLEANING_REASONS[reason]}`);
  }
}

/** Reads, cleans and takes out the pairs that hold a sentence of an excluded file, telling what each step dropped. */
async function cleanFiles(files: string[], flags: CleanFlags): Promise<Pair[]> {
  const pairs = await readAllPairs(files, { ...LANGUAGES, columns: flags.columns });
  const cleaned = cleanPairs(pairs, {
    ...LANGUAGES,
    maxCharacters: flags.maxCharacters,
    maxRatio: flags.maxRatio,
  });
  printCleaning(cleaned);
  let { kept } = cleaned;
  for (const file of flags.exclude) {
    const sentences = (await readAllLines(file)).flatMap((line) => line.split('\t'));
    const result = dropOverlap(kept, sentences);
    print(`dropped   ${count(result.dropped.length)}: a side is a sentence of ${file}`);
    kept = result.kept;
  }
  return kept;
}

function printSide(name: string, { distinct, words, vocabulary, characters }: SideStatistics): void {
  print(
    `${name}   ${count(distinct)} distinct sentences, ${count(words)} words (${count(vocabulary)} distinct), ` +
      `characters: median ${characters.median}, 99% within ${characters.p99}, longest ${characters.longest}`,
  );
}

/** A subcommand with the flags for reading files of pairs. */
function addReader(corpus: Command, name: string, description: string): Command {
  return corpus
    .command(name)
    .description(description)
    .argument('<files...>', 'TSV or TSV.gz files, read one after the other')
    .option(
      '--columns <names>',
      'columns of the files, in order: ko, en, tier, or any name to pass over',
      columnNames,
      DEFAULT_COLUMNS,
    );
}

/** A subcommand that cleans what it reads. */
function addCleaner(corpus: Command, name: string, description: string): Command {
  return addReader(corpus, name, description)
    .option(
      '--exclude <files...>',
      'drop pairs of which a side is a line, or a cell of a TSV, of these files (case and punctuation aside)',
      [],
    )
    .option('--max-characters <n>', 'longest side kept', wholeNumber, 400)
    .option('--max-ratio <x>', 'largest quotient of the lengths (English counted half)', positiveNumber, 4);
}

function registerClean(corpus: Command): void {
  addCleaner(corpus, 'clean', 'normalise pairs and drop empty, broken, foreign, mismatched and repeated ones')
    .requiredOption('--output <file>', 'where the clean pairs go (TSV: Korean, English)')
    .action(async (files: string[], flags: CleanFlags & { output: string }) => {
      const pairs = await cleanFiles(files, flags);
      writePairs(flags.output, pairs);
      print(`wrote     ${count(pairs.length)} pairs to ${flags.output}`);
    });
}

function registerSplit(corpus: Command): void {
  addCleaner(
    corpus,
    'split',
    'clean, then split into train, dev and test that share no sentence of either side',
  )
    .requiredOption('--output <folder>', 'where train.tsv, dev.tsv and test.tsv go')
    .option('--dev <n>', 'pairs for validation', wholeNumber, 1000)
    .option('--test <n>', 'pairs for the final test', wholeNumber, 1000)
    .option('--seed <n>', 'seed of the split', wholeNumber, 1)
    .action(
      async (
        files: string[],
        flags: CleanFlags & { output: string; dev: number; test: number; seed: number },
      ) => {
        const parts = splitPairs(await cleanFiles(files, flags), flags);
        for (const name of ['train', 'dev', 'test'] as const) {
          const path = join(flags.output, `${name}.tsv`);
          writePairs(path, parts[name]);
          print(`wrote     ${count(parts[name].length)} pairs to ${path}`);
        }
      },
    );
}

function registerStats(corpus: Command): void {
  addReader(corpus, 'stats', 'count pairs, sentences, words and lengths')
    .option('--json', 'print one line of JSON')
    .action(async (files: string[], flags: ReadFlags & { json?: boolean }) => {
      const statistics = describePairs(await readAllPairs(files, { ...LANGUAGES, columns: flags.columns }));
      if (flags.json) {
        print(JSON.stringify(statistics));
        return;
      }
      print(`pairs     ${count(statistics.pairs)}`);
      printSide('Korean ', statistics.source);
      printSide('English', statistics.target);
      for (const [tier, n] of Object.entries(statistics.tiers)) print(`tier      ${tier}: ${count(n)}`);
    });
}

/** Adds `corpus clean`, `corpus split` and `corpus stats` to the command line. */
export function registerCorpus(program: Command): void {
  const corpus = program.command('corpus').description('clean, split and describe parallel text');
  registerClean(corpus);
  registerSplit(corpus);
  registerStats(corpus);
}
