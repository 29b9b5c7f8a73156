/** The flags of `ieum translate` that say how to search. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import { DEFAULT_MAX_REPEATS } from '../search/repeats.js';
import { COPY_MODES } from '../serving/copied-words.js';
import type { CopyMode } from '../serving/copied-words.js';
import type { ForcedWord, SearchSettings } from '../serving/search-settings.js';
import { positiveNumber, wholeNumber } from './flags.js';

export interface SearchFlags {
  lengthPenalty: number;
  coveragePenalty: number;
  blockNgramRepeat: number;
  minLengthRatio: number;
  maxLengthRatio: number;
  maxRepeats: number;
  protect: boolean;
  prefix?: string;
  ban: string[];
  force: ForcedWord[];
  copy: CopyMode;
  scoreTemperature: number;
  sample: boolean;
  temperature?: number;
  topK?: number;
  seed?: number;
  trace?: string;
}

function numberFromZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(Number.isFinite(value) && value >= 0)) {
    throw new InvalidArgumentError(`expected a number from 0, got '${text}'.`);
  }
  return value;
}

const collected =
  <T>(read: (text: string) => T) =>
  (text: string, before: T[]): T[] => [...before, read(text)];

/** `weather`, or `날씨=weather` for sentences with 날씨 alone. */
function forcedWord(text: string): ForcedWord {
  const [before, ...after] = text.split('=');
  if (after.length === 0 && before.trim() !== '') return { target: before };
  const target = after.join('=');
  if (before.trim() !== '' && target.trim() !== '') return { source: before.trim(), target };
  throw new InvalidArgumentError(`expected WORD or SOURCE=WORD, got '${text}'.`);
}

/** Adds the flags to a command. */
export function addSearchFlags(command: Command): Command {
  return command
    .option(
      '--length-penalty <a>',
      'exponent of the length normalisation; 0 ranks by probability alone',
      numberFromZero,
      1,
    )
    .option(
      '--coverage-penalty <b>',
      'weight of the penalty for source words that nothing looked at',
      numberFromZero,
      0,
    )
    .option(
      '--block-ngram-repeat <n>',
      'write no n pieces in a row twice in a sentence; 0 allows all',
      wholeNumber,
      0,
    )
    .option('--min-length-ratio <r>', 'write at least r pieces for each source piece', numberFromZero, 0)
    .option(
      '--max-length-ratio <r>',
      'write at most r pieces for each source piece, and ten more',
      numberFromZero,
      2,
    )
    .option(
      '--max-repeats <n>',
      'let words follow themselves n times at most; 0 sets no limit',
      wholeNumber,
      DEFAULT_MAX_REPEATS,
    )
    .option(
      '--no-protect',
      'read each sentence as it stands: nothing mended, no address, number or name held (docs/translation.md)',
    )
    .option('--prefix <text>', 'what the translation of each line begins with')
    .option('--ban <word>', 'write no word that begins so; may be given several times', collected(String), [])
    .option(
      '--force <word>',
      'write this word in each sentence; SOURCE=WORD: in sentences with SOURCE; may be given several times',
      collected(forcedWord),
      [],
    )
    .addOption(
      new Option(
        '--copy <what>',
        'take over what attention points at: unknown words, or all: numbers and Latin words that differ, too',
      )
        .choices(COPY_MODES)
        .default('off'),
    )
    .option(
      '--score-temperature <t>',
      'divide scores before the softmax by t (calibration)',
      positiveNumber,
      1,
    )
    .option('--sample', 'draw translations at random instead of searching for the best', false)
    .option(
      '--temperature <t>',
      'with --sample: below 1 likelier, above 1 wilder (default: 1)',
      positiveNumber,
    )
    .option(
      '--top-k <k>',
      'with --sample: draw from the k likeliest pieces; 0 is all (default: 0)',
      wholeNumber,
    )
    .option('--seed <s>', 'with --sample: the same seed draws the same (default: 1)', wholeNumber)
    .option('--trace <file>', 'write the tree of each search, step by step, as JSON');
}

function checkSearchFlags(flags: SearchFlags): void {
  for (const [name, value] of [
    ['--temperature', flags.temperature],
    ['--top-k', flags.topK],
    ['--seed', flags.seed],
  ] as const) {
    if (value !== undefined && !flags.sample) {
      throw new UserError(`${name}: expected --sample beside it, got none; add --sample`);
    }
  }
  if (flags.sample && flags.trace !== undefined) {
    throw new UserError('--trace: expected a search, got --sample; leave one of the two out');
  }
}

/**
 * What the flags ask of the search.
 * @throws UserError for flags that do nothing together
 */
export function searchSettings(flags: SearchFlags): SearchSettings {
  checkSearchFlags(flags);
  const { lengthPenalty, coveragePenalty, minLengthRatio, maxLengthRatio, prefix } = flags;
  const { ban, force, copy, scoreTemperature, sample, temperature = 1, topK = 0, seed = 1 } = flags;
  return {
    ...{ lengthPenalty, coveragePenalty, minLengthRatio, maxLengthRatio },
    noRepeatNgram: flags.blockNgramRepeat,
    maxRepeats: flags.maxRepeats,
    ...(!flags.protect && { protect: false }),
    ...(prefix !== undefined && { prefix }),
    ...{ banned: ban, forced: force, copy, scoreTemperature },
    ...(sample && { sampling: { temperature, topK, seed } }),
  };
}
