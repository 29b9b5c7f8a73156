/** `ieum translate`: text from the arguments or lines from standard input, a translated line for each. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import { unchangedSentence } from '../serving/passage.js';
import type { Direction } from '../serving/passage.js';
import type { Translation } from '../serving/translation.js';
import type { SearchTree } from '../search/search.js';
import type { Translator } from '../serving/translator.js';
import { LANGUAGES, detectLanguage, otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { normaliseText } from '../text/normalise.js';
import { needAttention } from './attention-needed.js';
import { attentionFormat, writeAttention } from './translate-attention.js';
import { readLineChunks } from './translate-lines.js';
import { rankLine } from './translate-ranking.js';
import { addSearchFlags, searchSettings } from './translate-search.js';
import type { SearchFlags } from './translate-search.js';
import { tracedSearch, writeTrace } from './translate-trace.js';
import type { TracedSearch } from './translate-trace.js';
import { wholeNumber } from './flags.js';

interface TranslateFlags extends SearchFlags {
  to?: Language;
  model?: string;
  beam: number;
  nBest?: number;
  attention?: string;
}

const MAX_BEAM = 100;

const EXAMPLES = `
Examples:
  ieum translate "오늘은 날씨가 정말 좋네요."
  ieum translate --to en --beam 8 --n-best 3 --length-penalty 0.8 < letters.txt
  ieum translate --prefix "Today the" --ban fine --force 날씨=weather "오늘은 날씨가 정말 좋네요."
  ieum translate --sample --temperature 0.8 --top-k 20 --n-best 5 "저는 학생입니다."

What each flag does: docs/search.md.`;

function beamWidth(text: string): number {
  const beam = wholeNumber(text);
  if (beam < 1 || beam > MAX_BEAM) {
    throw new InvalidArgumentError(`expected a number from 1 to ${MAX_BEAM}, got ${text}.`);
  }
  return beam;
}

function checkFlags({ beam, nBest, sample }: TranslateFlags): void {
  if (sample && nBest !== undefined && (nBest < 1 || nBest > MAX_BEAM)) {
    throw new UserError(`--n-best: expected a number from 1 to ${MAX_BEAM}, got ${nBest}`);
  }
  if (!sample && nBest !== undefined && (nBest < 1 || nBest > beam)) {
    throw new UserError(
      `--n-best: expected a number from 1 to the beam width ${beam}, got ${nBest}; widen --beam`,
    );
  }
}

/** Finds and loads models as they are needed, each once. */
class Models {
  private readonly loaded = new Map<string, Promise<Translator>>();

  constructor(private readonly flags: TranslateFlags) {}

  /** The translator that the flags ask for, or for lines such as these. */
  async choose(lines: string[]): Promise<Translator> {
    // Loaded here, since neither --help nor a wrong flag needs an engine.
    const [{ chooseModel, findModels, modelAt }, { Translator }] = await Promise.all([
      import('../serving/models.js'),
      import('../serving/translator.js'),
    ]);
    const { model, to } = this.flags;
    const named = model === undefined ? null : modelAt(model);
    if (named && to !== undefined && named.target !== to) {
      throw new UserError(
        `--to: expected ${named.target}, into which ${named.name} translates, got ${to}; choose another --model`,
      );
    }
    const { folder } = named ?? chooseModel(findModels(), { direction: directionOf(lines, to) });
    let translator = this.loaded.get(folder);
    if (!translator) {
      translator = Translator.load(folder);
      this.loaded.set(folder, translator);
    }
    return translator;
  }
}

function directionOf(lines: string[], to: Language | undefined): Direction {
  const source = to ? otherLanguage(to) : detectLanguage(lines.join('\n')).language;
  return { source, target: otherLanguage(source) };
}

/** The lines that are printed for one line that was read. */
function outputOf(translation: Translation, nBest: number | undefined): string[] {
  if (nBest === undefined) return [normaliseText(translation.text)];
  if (translation.sentences.length === 0) return [''];
  return rankLine(translation.sentences, nBest).map(({ score, text }) => `${score.toFixed(4)}\t${text}`);
}

async function print(lines: string[]): Promise<void> {
  if (lines.length === 0) return;
  const flushed = process.stdout.write(`${lines.join('\n')}\n`);
  if (!flushed) await new Promise((resolve) => process.stdout.once('drain', resolve));
}

function showProgress(lines: number): void {
  if (process.stderr.isTTY && !process.stdout.isTTY) process.stderr.write(`\rtranslated ${lines} lines`);
}

async function translate(words: string[], flags: TranslateFlags): Promise<void> {
  checkFlags(flags);
  const { attention, nBest, beam, trace } = flags;
  const search = searchSettings(flags);
  const format = attention === undefined ? null : attentionFormat(attention);
  const chunks = words.length > 0 ? [[words.join(' ')]] : readLineChunks(process.stdin);
  const models = new Models(flags);
  const shown: Translation[] = [];
  const traced: TracedSearch[] = [];
  let translator: Translator | null = null;
  let done = 0;
  for await (const lines of chunks) {
    // What is typed may change its language from line to line; a file is read in the language it begins with.
    const begins = translator === null || process.stdin.isTTY;
    if (begins && lines.some((line) => detectLanguage(line).confidence > 0))
      translator = await models.choose(lines);
    if (format && translator?.card) needAttention('--attention', translator.card);
    const { target } = translator?.tokenizers ?? {};
    const onTrace =
      trace !== undefined && target
        ? (source: string, tree: SearchTree): unknown => traced.push(tracedSearch(source, tree, target))
        : undefined;
    const translations = translator
      ? await translator.translateTexts(lines.map(normaliseText), {
          beam,
          nBest: nBest ?? 1,
          search,
          onTrace,
        })
      : lines.map(untranslated);
    await print(translations.flatMap((translation) => outputOf(translation, nBest)));
    if (format) shown.push(...translations);
    showProgress((done += lines.length));
  }
  if (done > 0 && process.stderr.isTTY && !process.stdout.isTTY) process.stderr.write('\n');
  if (format && attention !== undefined) writeAttention(attention, format, shown);
  if (trace !== undefined) writeTrace(trace, traced);
}

/** A line of a file in which no word has come yet. */
function untranslated(line: string): Translation {
  const text = normaliseText(line);
  const sentences = text === '' ? [] : [unchangedSentence(text)];
  return { source: 'en', target: 'ko', model: '', text, sentences };
}

/** Adds `translate` to the command line. */
export function registerTranslate(program: Command): void {
  const command = program
    .command('translate')
    .description('translate text, or standard input line by line')
    .argument('[text...]', 'what to translate; left out, lines are read from standard input')
    .addOption(
      new Option('--to <language>', 'language to translate into (default: told by the script)').choices(
        LANGUAGES,
      ),
    )
    .option(
      '--model <model>',
      'folder of a checkpoint, or name of one in checkpoints/ (default: by direction)',
    )
    .option('--beam <n>', 'beam width; 1 is greedy', beamWidth, 5)
    .option(
      '--n-best <n>',
      'print the n best translations of each line, each behind its score and a tab',
      wholeNumber,
    )
    .option(
      '--attention <file>',
      'write what each word attended to: .svg (heatmaps), .json (all) or .tsv (tables)',
    );
  addSearchFlags(command).addHelpText('after', EXAMPLES).action(translate);
}
