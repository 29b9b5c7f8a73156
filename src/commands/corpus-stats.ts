/** `ieum corpus stats`: counts of pairs, sentences, words and lengths. */
import type { Command } from 'commander';
import type { Pair } from '../corpus/pairs.js';
import { readPairs } from '../corpus/reader.js';
import type { CorpusInput, ReadOptions } from '../corpus/reader.js';
import { describePairs } from '../corpus/statistics.js';
import type { SideStatistics } from '../corpus/statistics.js';
import { addReadFlags } from './corpus-flags.js';
import type { ReadFlags } from './corpus-flags.js';
import { formatCount, namedInputs, print, whileReading } from './corpus-reading.js';

function printSide(name: string, { distinct, words, vocabulary, characters }: SideStatistics): void {
  print(
    `${name}   ${formatCount(distinct)} distinct sentences, ${formatCount(words)} words ` +
      `(${formatCount(vocabulary)} distinct), characters: median ${characters.median}, ` +
      `99% within ${characters.p99}, longest ${characters.longest}`,
  );
}

async function* pairsOf(inputs: CorpusInput[], options: ReadOptions): AsyncGenerator<Pair> {
  for (const input of inputs) yield* readPairs(input, options);
}

async function describeFiles(files: string[], flags: ReadFlags): Promise<void> {
  const inputs = namedInputs(files, flags);
  const statistics = await whileReading(inputs, flags, (options) => describePairs(pairsOf(inputs, options)));
  if (flags.json) {
    print(JSON.stringify(statistics));
    return;
  }
  print(`pairs     ${formatCount(statistics.pairs)}`);
  printSide('Korean ', statistics.source);
  printSide('English', statistics.target);
  for (const [tier, n] of Object.entries(statistics.tiers)) print(`tier      ${tier}: ${formatCount(n)}`);
}

/** Adds `corpus stats`. */
export function registerStats(corpus: Command): void {
  addReadFlags(corpus.command('stats'))
    .description('count pairs, sentences, words and lengths')
    .addHelpText(
      'after',
      `
Example:
  $ ieum corpus stats data/everyday/train.tsv`,
    )
    .action(describeFiles);
}
