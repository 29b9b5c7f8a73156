/** `ieum experiments`: trains and measures a row of models, and writes what came of it as a table. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { RunConfig } from '../training/configuration.js';
import type { ExperimentRow, ExperimentTest } from './experiment-row.js';
import { lengthBounds, wholeNumberFrom } from './flags.js';
import { DEFAULT_COLUMNS, readGivenPairs } from './pair-input.js';
import { textTable } from './table.js';
import { stopSignal } from './train-flags.js';

interface ExperimentsFlags {
  test: string;
  runs: string;
  output: string;
  beam: number;
  buckets: number[];
  updates?: number;
  json?: boolean;
}

const CONFIGS = join('configs', 'experiments');

/** The files that are named, or all of configs/experiments. */
function configPaths(given: string[]): string[] {
  if (given.length > 0) return given;
  const found = existsSync(CONFIGS) ? readdirSync(CONFIGS).filter((name) => name.endsWith('.yaml')) : [];
  if (found.length === 0)
    throw new UserError(`experiments: expected configurations in ${CONFIGS}, got none; name some`);
  return found.sort().map((name) => join(CONFIGS, name));
}

/** Rows are held against each other, so that they have to be of one direction and of different names. */
function checkConfigs(configs: RunConfig[]): void {
  const [{ source, target }] = configs;
  const names = new Set<string>();
  for (const config of configs) {
    if (config.source !== source || config.target !== target) {
      throw new UserError(
        `experiments: expected configurations from ${source} to ${target}, got ${config.name} from ` +
          `${config.source} to ${config.target}; leave it out`,
      );
    }
    if (names.has(config.name))
      throw new UserError(`experiments: expected each name once, got ${config.name} twice; rename one`);
    names.add(config.name);
  }
}

async function readTest(
  { test, beam, buckets: bounds }: ExperimentsFlags,
  [direction]: RunConfig[],
): Promise<ExperimentTest> {
  const [sources, references]: string[][] = [[], []];
  for await (const pair of readGivenPairs(test, { columns: DEFAULT_COLUMNS }, direction)) {
    sources.push(pair.source);
    references.push(pair.target);
  }
  if (sources.length === 0) throw new UserError(`--test: expected pairs in ${test}, got none; name another`);
  return { sources, references, beam, bounds };
}

async function experiments(given: string[], flags: ExperimentsFlags): Promise<void> {
  const paths = configPaths(given);
  const [{ readRunConfig }, { experimentRow }, table, { initialiseEngine }] = await Promise.all([
    import('../training/configuration.js'),
    import('./experiment-row.js'),
    import('./experiment-table.js'),
    import('../nn/backend.js'),
  ]);
  const configs = paths.map(readRunConfig);
  checkConfigs(configs);
  const test = await readTest(flags, configs);
  const signal = stopSignal('saving; press Ctrl-C again to leave without saving');
  await initialiseEngine();
  const rows: ExperimentRow[] = [];
  for (const [index, config] of configs.entries()) {
    if (flags.updates !== undefined) config.training.updates = flags.updates;
    const say = (line: string): boolean => process.stderr.write(`[${index + 1}/${configs.length}] ${line}\n`);
    const row = await experimentRow({ config, folder: join(flags.runs, config.name), test, signal, say });
    if (row === null) {
      process.stderr.write('stopped and saved; the same command goes on\n');
      process.exitCode = 130;
      return;
    }
    rows.push(row);
    if (flags.json) process.stdout.write(`${JSON.stringify(row)}\n`);
    // After each row, so that what is there can be read while the others are trained.
    table.writeExperiments(flags.output, table.experimentMarkdown(rows, flags.test));
  }
  if (!flags.json) process.stdout.write(`${textTable(table.experimentTable(rows))}\n`);
}

const EXAMPLES = `
Each configuration is trained into a folder of --runs and measured on --test. What is there already is taken, and a
run that was stopped (Ctrl-C) goes on, so that the same command fills the table bit by bit.

Examples:
  $ ieum experiments
  $ ieum experiments configs/experiments/lstm-*.yaml --output lstm.md
  $ ieum experiments --updates 20 --runs runs/tried --output tried.md
  $ ieum experiments --json | jq '[.name, .bleu.score]'`;

/** Adds `experiments` to the command line. */
export function registerExperiments(program: Command): void {
  program
    .command('experiments')
    .description('train and measure several configurations, and write a table of them')
    .argument('[configs...]', 'YAML files (default: those of configs/experiments)')
    .option('--test <file>', 'TSV file of pairs that all are measured on', 'data/everyday/test.tsv')
    .option('--runs <folder>', 'where the runs are', 'runs/experiments')
    .option('--output <file>', 'document whose table is written', 'docs/experiments.md')
    .option('--beam <n>', 'beam width', wholeNumberFrom(1, 100), 5)
    .option(
      '--buckets <lengths>',
      'greatest lengths of the buckets but the last, in source words',
      lengthBounds,
      [4, 7, 10],
    )
    .option('--updates <n>', 'train each only so long, to try the command', wholeNumberFrom(1, 10_000_000))
    .option('--json', 'print a line of JSON for each row')
    .addHelpText('after', EXAMPLES)
    .action(experiments);
}
