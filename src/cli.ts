#!/usr/bin/env node
/** The command line `ieum`: registers the commands and turns every error into one line and an exit code. */
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { UserError, isSystemError, messageOf } from './foundation/errors.js';

/** Wrong usage or input. */
const EXIT_USAGE = 2;

type Register = (program: Command) => void;

/** The commands by group and name. A command is loaded with what it imports only when it or all are asked for. */
const GROUPS: Record<string, Record<string, () => Promise<Register>>> = {
  'Translate:': {
    translate: async () => (await import('./commands/translate.js')).registerTranslate,
    serve: async () => (await import('./commands/serve.js')).registerServe,
  },
  'Train your own:': {
    corpus: async () => (await import('./commands/corpus.js')).registerCorpus,
    tokenizer: async () => (await import('./commands/tokenizer.js')).registerTokenizer,
    train: async () => (await import('./commands/train.js')).registerTrain,
    average: async () => (await import('./commands/average.js')).registerAverage,
    data: async () => (await import('./commands/data.js')).registerData,
    jobs: async () => (await import('./commands/jobs.js')).registerJobs,
    models: async () => (await import('./commands/models.js')).registerModels,
    publish: async () => (await import('./commands/publish.js')).registerPublish,
    experiments: async () => (await import('./commands/experiments.js')).registerExperiments,
  },
  'Look inside:': {
    evaluate: async () => (await import('./commands/evaluate.js')).registerEvaluate,
    score: async () => (await import('./commands/score.js')).registerScore,
    align: async () => (await import('./commands/align.js')).registerAlign,
    inspect: async () => (await import('./commands/inspect.js')).registerInspect,
    export: async () => (await import('./commands/export.js')).registerExport,
    runs: async () => (await import('./commands/runs.js')).registerRuns,
    doctor: async () => (await import('./commands/doctor.js')).registerDoctor,
    backup: async () => (await import('./commands/backup.js')).registerBackup,
  },
};

const EXAMPLES = `
Examples:
  ieum translate "오늘은 날씨가 정말 좋네요."
  ieum translate --to ko --attention a.svg < letters.txt
  ieum serve --port 8080

\`ieum help COMMAND\` tells all about one. Settings of the environment: docs/command-line.md.`;

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** One line as the shell shows it: Commander's suggestions stand on a line of their own. */
const oneLine = (text: string): string =>
  text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');

/**
 * The command line; parsing throws instead of leaving the process.
 * @param first the first argument; where it names a command, that one alone is registered
 */
export async function createProgram(first?: string): Promise<Command> {
  const program = new Command('ieum')
    .description(
      'Ieum translates between Korean and English, shows its attention, and learns from your own texts.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', EXAMPLES)
    .configureOutput({ outputError: (text, write) => write(`ieum: ${oneLine(text)}\n`) })
    .exitOverride();
  const named = Object.values(GROUPS).some(
    (commands) => first !== undefined && Object.hasOwn(commands, first),
  );
  for (const [title, commands] of Object.entries(GROUPS)) {
    program.commandsGroup(title);
    for (const [name, load] of Object.entries(commands)) {
      if (!named || name === first) (await load())(program);
    }
  }
  return program;
}

/** What a system error means to whoever typed the command. */
const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'expected a file or folder, found none',
  EACCES: 'expected permission to use it, got none',
  EISDIR: 'expected a file, got a folder',
  ENOTDIR: 'expected a folder on the way, got a file',
  ENOSPC: 'expected room on the disk, got a full one; free some and try again',
  EROFS: 'expected a disk that can be written, got a read-only one',
};

/** An error as one line and an exit code. */
export function describeError(error: unknown): { line: string; exitCode: number } {
  if (error instanceof UserError) return { line: oneLine(error.message), exitCode: error.exitCode };
  if (isSystemError(error)) {
    const meaning = SYSTEM_ERRORS[error.code ?? ''];
    if (meaning) return { line: `${error.path ?? error.syscall ?? 'system'}: ${meaning}`, exitCode: 1 };
  }
  const line = `something unexpected went wrong: ${oneLine(messageOf(error))}`;
  return { line: `${line} (IEUM_DEBUG=1 shows where)`, exitCode: 1 };
}

function report(error: unknown): number {
  const { line, exitCode } = describeError(error);
  process.stderr.write(`ieum: ${line}\n`);
  if (process.env.IEUM_DEBUG === '1' && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  return exitCode;
}

/**
 * Runs the command line.
 * @param args what follows `ieum`
 * @returns the exit code
 */
export async function main(args: string[]): Promise<number> {
  try {
    const program = await createProgram(args[0]);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has said it already: help, the version, or what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    return report(error);
  }
}

/** A reader that has seen enough (`ieum translate … | head`) ends the command quietly. */
function endWithReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error) => {
    process.exit(isSystemError(error) && error.code === 'EPIPE' ? 0 : report(error));
  });
}

function isEntryPoint(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isEntryPoint()) {
  endWithReader(process.stdout);
  endWithReader(process.stderr);
  process.on('uncaughtException', (error) => process.exit(report(error)));
  process.exitCode = await main(process.argv.slice(2));
}
