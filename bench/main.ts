/** `npm run bench`: how fast training, translation and the server are on this machine. */
import { Command, CommanderError, Option } from 'commander';
import { describeError } from '../src/cli.js';
import { positiveNumber, wholeNumberFrom } from '../src/commands/flags.js';
import { textTable } from '../src/commands/table.js';
import { CELLS } from '../src/nn/cells.js';
import type { CellKind } from '../src/nn/cells.js';
import type { Language } from '../src/text/language.js';
import { benchLoad, describeLoad } from './load.js';
import { benchTrain } from './train.js';
import type { TrainBenchOptions, TrainBenchReport } from './train.js';
import { benchTranslate, formatTranslateReport } from './translate.js';

const atLeastOne = wholeNumberFrom(1, 1_000_000);

const progress = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
};
const endProgress = (): void => progress('');

/** The report, and with `--json` once more as the last line. */
function print(text: string, report: object, json: boolean | undefined): void {
  endProgress();
  process.stdout.write(`${text}\n${json ? `${JSON.stringify(report)}\n` : ''}`);
}

function describeTraining(report: TrainBenchReport): string {
  const { shape, cell, input_feeding, precision, seconds, memory, peer, ratio } = report;
  const { V, E, H, B, T } = shape;
  const line = (name: string, speed: number, time: string): string[] => [name, time, String(speed)];
  const rows = [line('Ieum', report.target_tokens_per_second, seconds.toFixed(3))];
  if (peer !== undefined) {
    rows.push(
      line('peer', peer.target_tokens_per_second, ((B * T) / peer.target_tokens_per_second).toFixed(3)),
    );
  }
  return [
    `V=${V} E=${E} H=${H} B=${B} T=${T}, ${cell}${input_feeding ? ', input feeding' : ''}, ${precision}, ` +
      `${report.threads} threads, ${report.engine}`,
    textTable({ heading: ['', 'seconds a step', 'target tokens a second'], rows }),
    `memory: ${memory.middle} MB at half time, ${memory.end} MB at the end, ${memory.most} MB at most`,
    ...(ratio === undefined ? [] : [`ratio: ${ratio} (ours over the peer's, medians)`]),
  ].join('\n');
}

interface TrainFlags extends Record<keyof TrainBenchOptions['shape'], number> {
  cell: CellKind;
  inputFeeding?: boolean;
  precision: TrainBenchOptions['precision'];
  steps: number;
  rounds: number;
  peer?: string;
  json?: boolean;
}

async function train(flags: TrainFlags): Promise<void> {
  const { V, E, H, B, T, json, peer = null, inputFeeding = false, cell, precision, steps } = flags;
  const rounds = peer === null ? 1 : flags.rounds;
  const report = await benchTrain({
    ...{ cell, precision, steps, rounds, peer, inputFeeding },
    shape: { V, E, H, B, T },
    onRound: (round) => {
      progress(`round ${round + 1} of ${rounds}`);
    },
  });
  print(describeTraining(report), report, json);
}

interface TranslateFlags {
  model?: string;
  from?: Language;
  singles: number;
  coldStarts: number;
  json?: boolean;
}

async function translate(file: string, { from, json, ...flags }: TranslateFlags): Promise<void> {
  const report = await benchTranslate({ file, source: from, ...flags, onProgress: progress });
  print(formatTranslateReport(report), report, json);
}

interface LoadFlags {
  url?: string;
  clients: number;
  seconds: number;
  json?: boolean;
}

async function load({ json, ...flags }: LoadFlags): Promise<void> {
  const report = await benchLoad({
    ...flags,
    onProgress: ({ seconds, answers }) => {
      progress(`${seconds.toFixed(0)} of ${flags.seconds} s, ${answers} answers`);
    },
  });
  print(describeLoad(report), report, json);
}

function createProgram(): Command {
  const program = new Command('bench')
    .description('Times training, translation and the server. Timings mean little while other programs run.')
    .exitOverride();
  const json = (): Option => new Option('--json', 'print the report once more as a last line of JSON');
  const shape = (letter: string, what: string, value: number): Option =>
    new Option(`--${letter} <n>`, what).argParser(atLeastOne).default(value);
  program
    .command('train')
    .description('time a training step on random sentences of full length')
    .addOption(shape('V', 'pieces of either vocabulary', 8000))
    .addOption(shape('E', 'size of the embeddings', 256))
    .addOption(shape('H', 'size of the states', 512))
    .addOption(shape('B', 'sentences a batch', 64))
    .addOption(shape('T', 'pieces of a sentence, its end included', 30))
    .addOption(new Option('--cell <kind>', 'recurrent cell').choices(CELLS).default('lstm'))
    .option('--input-feeding', 'feed the attentional state into the next step')
    .addOption(
      new Option('--precision <kind>', 'of the matrix products')
        .choices(['float32', 'bfloat16', 'auto'])
        .default('float32'),
    )
    .addOption(new Option('--steps <n>', 'steps timed a round').argParser(atLeastOne).default(10))
    .addOption(new Option('--rounds <n>', 'turns that both programs take').argParser(atLeastOne).default(3))
    .option(
      '--peer <command>',
      'a program to be timed in turn, which prints JSON with target_tokens_per_second',
    )
    .addOption(json())
    .action(train);
  program
    .command('translate')
    .description('time a file, in batches and one sentence at a time, and the cold start')
    .argument('<file>', 'sentences, one a line')
    .option('--model <name>', 'name or folder of a model; left out, the first of the direction')
    .addOption(new Option('--from <language>', 'language of the file').choices(['ko', 'en']))
    .addOption(
      new Option('--singles <n>', 'sentences translated one by one').argParser(atLeastOne).default(50),
    )
    .addOption(
      new Option('--cold-starts <n>', 'starts of the program').argParser(wholeNumberFrom(0, 100)).default(5),
    )
    .addOption(json())
    .action(translate);
  program
    .command('load')
    .description('send many requests at once to a server on this machine and check every answer')
    .option('--url <address>', 'a server that runs already; left out, one is started')
    .addOption(new Option('--clients <n>', 'requests at once').argParser(atLeastOne).default(100))
    .addOption(new Option('--seconds <n>', 'how long').argParser(positiveNumber).default(60))
    .addOption(json())
    .action(load);
  return program;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  endProgress();
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    const { line, exitCode } = describeError(error);
    process.stderr.write(`bench: ${line}\n`);
    process.exitCode = exitCode;
  }
}
