/** `ieum align`: which word is the translation of which, from the attention of one model or of two. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { AlignmentErrors } from '../alignment/error-rate.js';
import type { AlignmentQuality } from '../alignment/error-rate.js';
import { formatLinks, parseGold } from '../alignment/links.js';
import type { GoldAlignment, Link } from '../alignment/links.js';
import { symmetrise, SYMMETRISATIONS } from '../alignment/symmetrisation.js';
import type { Symmetrisation } from '../alignment/symmetrisation.js';
import { readAllLines } from '../corpus/lines.js';
import { UserError } from '../foundation/errors.js';
import type { ForcedDecoder } from '../scoring/forced-decoder.js';
import { attendedLinks, storedLinks } from './align-links.js';
import type { DirectedLinks } from './align-links.js';
import { needAttention } from './attention-needed.js';
import { addPairFlags, pairProgress, readGivenPairs } from './pair-input.js';
import type { PairFlags } from './pair-input.js';

interface AlignFlags extends PairFlags {
  model?: string;
  reverseModel?: string;
  alignments?: string;
  reverseAlignments?: string;
  symmetrise: Symmetrisation;
  threshold?: number;
  leaveUnaligned?: boolean;
  gold?: string;
  goldBase: '0' | '1';
  summary?: boolean;
  json?: boolean;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1)) {
    throw new InvalidArgumentError(`expected a number above 0 and at most 1, got '${text}'.`);
  }
  return value;
}

function checkFlags(file: string | undefined, flags: AlignFlags): void {
  const { model, alignments, reverseModel, reverseAlignments, gold, summary } = flags;
  if ((model === undefined) === (alignments === undefined)) {
    const got = model === undefined ? 'neither' : 'both';
    throw new UserError(
      `align: expected --model M, or --alignments FILE, got ${got}; give the one that makes or holds the links`,
    );
  }
  if (reverseModel !== undefined && model === undefined) {
    throw new UserError('--reverse-model: expected --model beside it, got none; give both');
  }
  if (reverseAlignments !== undefined && alignments === undefined) {
    throw new UserError('--reverse-alignments: expected --alignments beside it, got none; give both');
  }
  if (alignments !== undefined && file !== undefined) {
    throw new UserError('align: expected links from --alignments alone, got pairs too; leave the pairs out');
  }
  if (summary && gold === undefined) {
    throw new UserError('--summary: expected --gold FILE to compare with, got none; give it');
  }
}

/** The decoders of both directions, which must be each other's reverse. */
async function loadDecoders(
  model: string,
  reverse: string | undefined,
): Promise<{ forward: ForcedDecoder; backward?: ForcedDecoder }> {
  const [{ modelAt }, { ForcedDecoder }, { readCheckpointCard }] = await Promise.all([
    import('../serving/models.js'),
    import('../scoring/forced-decoder.js'),
    import('../model/checkpoint.js'),
  ]);
  const one = modelAt(model);
  needAttention('--model', readCheckpointCard(one.folder));
  if (reverse === undefined) return { forward: await ForcedDecoder.load(one.folder) };
  const other = modelAt(reverse);
  needAttention('--reverse-model', readCheckpointCard(other.folder));
  if (one.source !== other.target || one.target !== other.source) {
    throw new UserError(
      `--reverse-model: expected a model from ${one.target} to ${one.source}, got one from ${other.source} to ` +
        `${other.target}; name the model of the other direction`,
    );
  }
  return { forward: await ForcedDecoder.load(one.folder), backward: await ForcedDecoder.load(other.folder) };
}

async function readGold({ gold, goldBase }: AlignFlags): Promise<GoldAlignment[] | null> {
  if (gold === undefined) return null;
  const lines = await readAllLines(gold);
  return lines.map((line, i) => parseGold(line, `${gold} line ${i + 1}`, goldBase === '1' ? 1 : 0));
}

/** An empty text has no words. */
const wordsOf = (text: string | undefined): string[] | undefined => (text === '' ? [] : text?.split(' '));

function printLinks(links: Link[], { source, target }: DirectedLinks, { summary, json }: AlignFlags): void {
  if (summary) return;
  const line = json
    ? JSON.stringify({ source: wordsOf(source), target: wordsOf(target), links })
    : formatLinks(links);
  process.stdout.write(`${line}\n`);
}

function qualityText({ precision, recall, errorRate, links, sure, possible }: AlignmentQuality): string {
  return (
    `AER ${errorRate.toFixed(4)}, precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)} ` +
    `(${links} links; gold ${sure} sure, ${possible} possible)`
  );
}

/** The quality is the result where it alone is asked for; beside links it goes to standard error. */
function printQuality(quality: AlignmentQuality, { summary, json }: AlignFlags): void {
  const text = json ? JSON.stringify(quality) : qualityText(quality);
  (summary ? process.stdout : process.stderr).write(`${text}\n`);
}

/** Prints the links of each pair, and how well they agree with the gold ones. */
async function printAll(found: AsyncIterable<DirectedLinks>, flags: AlignFlags): Promise<void> {
  const gold = await readGold(flags);
  const errors = new AlignmentErrors();
  let line = 0;
  for await (const pair of found) {
    const links = pair.backward ? symmetrise(pair.forward, pair.backward, flags.symmetrise) : pair.forward;
    const expected = gold?.[line++];
    if (gold && !expected) break;
    if (expected) errors.add(links, expected);
    printLinks(links, pair, flags);
  }
  if (!gold) return;
  if (gold.length !== line) {
    throw new UserError(
      `--gold: expected a line for each pair, got ${gold.length} lines and ` +
        `${line > gold.length ? 'more' : line} pairs; line N must belong to pair N`,
    );
  }
  printQuality(errors.quality(), flags);
}

async function align(file: string | undefined, flags: AlignFlags): Promise<void> {
  checkFlags(file, flags);
  const { model, reverseModel, alignments, reverseAlignments, threshold, leaveUnaligned } = flags;
  if (alignments !== undefined) {
    await printAll(storedLinks(alignments, reverseAlignments), flags);
    return;
  }
  const decoders = await loadDecoders(model ?? '', reverseModel);
  const progress = await pairProgress('aligned', file, flags, flags.summary);
  try {
    const pairs = readGivenPairs(file, flags, decoders.forward.direction);
    const links = attendedLinks(pairs, decoders, { threshold, leaveUnaligned });
    await printAll(counted(links, progress.show), flags);
  } finally {
    progress.end();
    decoders.forward.dispose();
    decoders.backward?.dispose();
  }
}

async function* counted<T>(items: AsyncIterable<T>, onCount: (done: number) => void): AsyncGenerator<T> {
  let done = 0;
  for await (const item of items) {
    onCount(++done);
    yield item;
  }
}

const EXAMPLES = `
Examples:
  ieum align --model ko-en pairs.tsv > pairs.align
  ieum align --model ko-en --reverse-model en-ko pairs.tsv --gold pairs.gold --summary
  ieum align --alignments forward.align --reverse-alignments backward.align --symmetrise intersection`;

/** Adds `align` to the command line. */
export function registerAlign(program: Command): void {
  const command = program
    .command('align')
    .description('link the words of given translations by attention, in the Pharaoh format (0-0 1-2)')
    .argument('[file]', 'pairs, Korean TAB English a line (default: standard input)')
    .option('--model <model>', 'folder of a checkpoint, or name of one in checkpoints/')
    .option('--reverse-model <model>', 'the model of the other direction, to join the links of both');
  addPairFlags(command)
    .option(
      '--threshold <weight>',
      'link words whose attention is at least this (default: the greatest)',
      share,
    )
    .option('--leave-unaligned', 'no link for a word that looks at the end of the sentence most')
    .option('--alignments <file>', 'links that are there already, in place of a model')
    .option('--reverse-alignments <file>', 'those of the other direction, its words first')
    .addOption(
      new Option('--symmetrise <method>', 'how links of both directions are joined')
        .choices(SYMMETRISATIONS)
        .default('grow-diag-final-and'),
    )
    .option('--gold <file>', 'links by people, 1-2 sure and 1?2 possible: prints the alignment error rate')
    .addOption(
      new Option('--gold-base <n>', 'what its words are counted from').choices(['0', '1']).default('0'),
    )
    .option('--summary', 'print the alignment error rate alone')
    .option('--json', 'print a line of JSON for each pair')
    .addHelpText('after', EXAMPLES)
    .action(align);
}
