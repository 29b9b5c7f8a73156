/** `ieum evaluate`: BLEU and chrF of a model, or of translations from anywhere, against references. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { readAllLines } from '../corpus/lines.js';
import { bleu } from '../evaluation/bleu.js';
import type { BleuScore } from '../evaluation/bleu.js';
import { chrf } from '../evaluation/chrf.js';
import type { ChrfScore } from '../evaluation/chrf.js';
import { TOKENIZATIONS } from '../evaluation/tokenize.js';
import type { Tokenization } from '../evaluation/tokenize.js';
import { UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import { normaliseText } from '../text/normalise.js';
import { wholeNumberFrom } from './flags.js';

interface EvaluateFlags {
  reference: string;
  hypothesis?: string;
  model?: string;
  source?: string;
  beam?: number;
  output?: string;
  tokenize: Tokenization;
  json?: boolean;
}

interface Scores {
  bleu: BleuScore;
  chrf: ChrfScore;
  chrfPlusPlus: ChrfScore;
  sentences: number;
}

function checkFlags({ hypothesis, model, source }: EvaluateFlags): void {
  const given = [hypothesis && '--hypothesis', model && '--model', source && '--source']
    .filter(Boolean)
    .join(' ');
  if (given !== '--hypothesis' && given !== '--model --source') {
    throw new UserError(
      `evaluate: expected --hypothesis FILE, or --model M --source FILE, beside --reference FILE, ` +
        `got ${given === '' ? 'neither' : given}; give one of the two`,
    );
  }
}

function checkLines(path: string, lines: string[], referencePath: string, references: string[]): void {
  if (lines.length !== references.length) {
    throw new UserError(
      `evaluate: expected as many lines in ${path} as in ${referencePath}, got ${lines.length} and ` +
        `${references.length}; line N of one must belong to line N of the other`,
    );
  }
  if (lines.length === 0)
    throw new UserError(`evaluate: expected sentences in ${path}, got an empty file; name another`);
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\rtranslated ${done} of ${total}${done === total ? '\n' : ''}`);
}

/** The model's translation of each line, as `ieum translate` prints it. */
async function translateLines(model: string, lines: string[], beam?: number): Promise<string[]> {
  // Loaded here, since scoring alone needs no engine.
  const [{ modelAt }, { Translator }] = await Promise.all([
    import('../serving/models.js'),
    import('../serving/translator.js'),
  ]);
  const translator = await Translator.load(modelAt(model).folder);
  try {
    const options = { beam, onProgress: showProgress };
    const translations = await translator.translateTexts(lines.map(normaliseText), options);
    return translations.map(({ text }) => normaliseText(text));
  } finally {
    translator.dispose();
  }
}

/** The lines to be scored: read from a file, or translated now. */
async function hypothesesFor(flags: EvaluateFlags, references: string[]): Promise<string[]> {
  const { hypothesis, model, source, beam } = flags;
  const path = hypothesis ?? source ?? '';
  const lines = await readAllLines(path);
  checkLines(path, lines, flags.reference, references);
  return model === undefined ? lines : translateLines(model, lines, beam);
}

function printScores({ bleu, chrf, chrfPlusPlus, sentences }: Scores): void {
  const precisions = bleu.precisions.map((precision) => precision.toFixed(1)).join('/');
  const lines = [
    `sentences  ${sentences}`,
    `BLEU       ${bleu.score.toFixed(2)}  ${bleu.signature}`,
    `           precisions ${precisions}, brevity penalty ${bleu.brevityPenalty.toFixed(3)}, ` +
      `${bleu.hypothesisLength} words for ${bleu.referenceLength}`,
    `chrF2      ${chrf.score.toFixed(2)}  ${chrf.signature}`,
    `chrF2++    ${chrfPlusPlus.score.toFixed(2)}  ${chrfPlusPlus.signature}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function evaluate(flags: EvaluateFlags): Promise<void> {
  checkFlags(flags);
  const references = await readAllLines(flags.reference);
  const hypotheses = await hypothesesFor(flags, references);
  if (flags.output !== undefined)
    writeFileAtomically(flags.output, hypotheses.map((line) => `${line}\n`).join(''));
  const scores: Scores = {
    bleu: bleu(hypotheses, references, { tokenize: flags.tokenize }),
    chrf: chrf(hypotheses, references),
    chrfPlusPlus: chrf(hypotheses, references, { wordOrder: 2 }),
    sentences: references.length,
  };
  if (flags.json) process.stdout.write(`${JSON.stringify(scores)}\n`);
  else printScores(scores);
}

/** Adds `evaluate` to the command line. */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('score translations against references with BLEU and chrF, as sacreBLEU does')
    .requiredOption('--reference <file>', 'right translations, one a line')
    .option('--hypothesis <file>', 'translations to score, one a line')
    .option(
      '--model <model>',
      'folder of a checkpoint, or name of one in checkpoints/, that translates --source',
    )
    .option('--source <file>', 'sentences to translate, one a line')
    .option('--beam <n>', 'beam width; 1 is greedy (default: as `ieum translate`)', wholeNumberFrom(1, 100))
    .option('--output <file>', 'write the scored translations there')
    .addOption(new Option('--tokenize <name>', 'how BLEU cuts words').choices(TOKENIZATIONS).default('13a'))
    .option('--json', 'print one line of JSON')
    .action(evaluate);
}
