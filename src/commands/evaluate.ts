/** `ieum evaluate`: BLEU, chrF and TER of models, or of translations from anywhere, against references. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { DEFAULT_BOUNDS, wordCount } from '../evaluation/length-buckets.js';
import { evaluateSystems } from '../evaluation/report.js';
import { PAIRED_TESTS } from '../evaluation/significance.js';
import type { PairedTest } from '../evaluation/significance.js';
import { SMOOTHINGS } from '../evaluation/smoothing.js';
import type { Smoothing } from '../evaluation/smoothing.js';
import { TOKENIZATIONS } from '../evaluation/tokenize.js';
import type { Tokenization } from '../evaluation/tokenize.js';
import { UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import { LANGUAGES } from '../text/language.js';
import { readEvaluationInput } from './evaluate-input.js';
import type { InputFlags } from './evaluate-input.js';
import { evaluationJson, evaluationMarkdown, evaluationText } from './evaluate-output.js';
import { lengthBounds, positiveNumber, wholeNumber, wholeNumberFrom } from './flags.js';
import { columnNames, DEFAULT_COLUMNS } from './pair-input.js';

interface EvaluateFlags extends InputFlags {
  output?: string;
  tokenize: Tokenization;
  lowercase?: boolean;
  smoothing: Smoothing;
  smoothingValue?: number;
  terNormalised?: boolean;
  terNoPunctuation?: boolean;
  terAsian?: boolean;
  terCaseSensitive?: boolean;
  confidence?: boolean;
  paired: PairedTest | 'none';
  samples?: number;
  seed?: number;
  buckets?: number[] | true;
  examples?: number;
  rankBy: 'bleu' | 'chrf' | 'ter';
  json?: boolean;
  markdown?: boolean;
}

/** sacreBLEU's name of Korean morphemes, which needs more than JavaScript has. */
const MECAB = 'ko-mecab';

function tokenization(text: string): Tokenization {
  const found = TOKENIZATIONS.find((one) => one === text);
  if (found) return found;
  if (text === MECAB) {
    throw new InvalidArgumentError(
      `It needs MeCab with its Korean dictionary, which cannot be had here; take char for Korean, ` +
        `or score a file that --output wrote with Python's \`sacrebleu --tokenize ${MECAB}\`.`,
    );
  }
  throw new InvalidArgumentError(`Allowed choices are ${TOKENIZATIONS.join(', ')}.`);
}

function checkOutputs({ json, markdown, output, hypothesis, model }: EvaluateFlags): void {
  if (json && markdown) {
    throw new UserError('evaluate: expected one of --json and --markdown, got both; leave one out');
  }
  const systems = hypothesis.length + model.length;
  if (output !== undefined && systems > 1) {
    throw new UserError(`--output: expected one system to write, got ${systems}; evaluate it alone`);
  }
}

async function evaluate(flags: EvaluateFlags): Promise<void> {
  checkOutputs(flags);
  const input = await readEvaluationInput(flags);
  if (flags.output !== undefined) {
    writeFileAtomically(flags.output, input.systems[0].hypotheses.map((line) => `${line}\n`).join(''));
  }
  const { systems: compared, references, sources } = input;
  const { buckets, lowercase, rankBy } = flags;
  const test = flags.paired === 'none' || compared.length === 1 ? undefined : flags.paired;
  const systems = evaluateSystems(compared, references, {
    bleu: {
      tokenize: flags.tokenize,
      lowercase,
      smoothing: flags.smoothing,
      smoothingValue: flags.smoothingValue,
    },
    lowercase,
    ter: {
      normalised: flags.terNormalised,
      noPunctuation: flags.terNoPunctuation,
      asian: flags.terAsian,
      caseSensitive: flags.terCaseSensitive,
    },
    confidence: flags.confidence,
    test,
    samples: flags.samples,
    seed: flags.seed,
    lengths: buckets && (sources ?? references[0]).map(wordCount),
    bounds: buckets === true ? DEFAULT_BOUNDS : buckets,
    examples: flags.examples,
    rankBy,
  });
  const output = {
    ...{ systems, sentences: references[0].length, test, sources, rankBy },
    lengthsOf: sources ? ('source' as const) : ('reference' as const),
  };
  const print = flags.json ? evaluationJson : flags.markdown ? evaluationMarkdown : evaluationText;
  process.stdout.write(print(output));
}

const EXAMPLES = `
Examples:
  ieum evaluate --hypothesis mine.en --reference test.en --confidence
  ieum evaluate --model ko-en --pairs data/everyday/test.tsv --buckets --examples 5
  ieum evaluate --hypothesis old.en new.en --reference a.en b.en --markdown`;

/** Adds `evaluate` to the command line. */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('score translations against references with BLEU, chrF and TER, as sacreBLEU does')
    .option('--reference <file...>', 'right translations, one a line; several files are several readings', [])
    .option('--hypothesis <file...>', 'translations to score, one a line; several files are compared', [])
    .option(
      '--model <model...>',
      'folder of a checkpoint, or name of one in checkpoints/, that translates --source',
      [],
    )
    .option('--source <file>', 'source sentences, one a line')
    .option(
      '--pairs <file>',
      'TSV file of sources and right translations, in place of --source and --reference',
    )
    .option('--columns <names>', 'its columns in their order', columnNames, DEFAULT_COLUMNS)
    .addOption(
      new Option('--to <language>', 'of its right translations; a model knows it').choices(LANGUAGES),
    )
    .option('--beam <n>', 'beam width; 1 is greedy (default: as `ieum translate`)', wholeNumberFrom(1, 100))
    .option('--output <file>', 'write the scored translations there')
    .option(
      '--tokenize <name>',
      `how BLEU cuts words: ${TOKENIZATIONS.join(', ')}`,
      tokenization,
      '13a' as const,
    )
    .option(
      '--lowercase',
      'compare small letters (BLEU, chrF; TER does so always but for --ter-case-sensitive)',
    )
    .addOption(
      new Option('--smoothing <name>', 'of BLEU orders without a match').choices(SMOOTHINGS).default('exp'),
    )
    .option('--smoothing-value <number>', 'of floor (default: 0.1) or add-k (default: 1)', positiveNumber)
    .option('--ter-normalised', "TER: set punctuation apart, as Tercom's -N")
    .option('--ter-no-punctuation', "TER: leave punctuation out, as Tercom's -P")
    .option('--ter-asian', 'TER: with either, Chinese and Japanese characters too')
    .option('--ter-case-sensitive', 'TER: tell capital from small letters')
    .option('--confidence', 'the interval of each score by bootstrap, 95 %')
    .addOption(
      new Option('--paired <test>', 'how several systems are compared with the first')
        .choices([...PAIRED_TESTS, 'none'])
        .default('bootstrap'),
    )
    .option('--baseline <name>', 'the system that others are compared with (default: the first)')
    .option(
      '--samples <n>',
      'samples of the bootstrap (default: 1000) or trials of randomisation (default: 10000)',
      wholeNumberFrom(1, 1_000_000),
    )
    .option('--seed <n>', 'of resampling (default: 12345)', wholeNumber)
    .option(
      '--buckets [lengths]',
      'scores by source length; 5,10,20 sets the greatest lengths in words',
      lengthBounds,
    )
    .option('--examples <n>', 'show the n worst and the n best sentences', wholeNumberFrom(1, 10_000))
    .addOption(
      new Option('--rank-by <metric>', 'what ranks the examples')
        .choices(['bleu', 'chrf', 'ter'])
        .default('chrf'),
    )
    .option('--json', 'print one line of JSON')
    .option('--markdown', 'print tables of Markdown')
    .addHelpText('after', EXAMPLES)
    .action(evaluate);
}
