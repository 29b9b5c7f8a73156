/** `ieum runs`: the training runs that the store knows, or the numbers measured in one. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { Store } from '../store/database.js';
import type { Metrics, RunSummary } from '../store/runs.js';
import { wholeNumber } from './flags.js';
import { textTable } from './table.js';

const NONE = '–';

function decimals(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? NONE : value.toFixed(digits);
}

/** A table whose columns all stand to the left. */
function leftTable(heading: string[], rows: string[][]): string {
  return textTable({ heading, rows, right: heading.map(() => false) });
}

function runsTable(runs: RunSummary[]): string {
  return leftTable(
    ['id', 'name', 'status', 'started', 'step', 'BLEU', 'perplexity', 'folder'],
    runs.map((run) => [
      String(run.id),
      run.name,
      run.status,
      run.started.slice(0, 16).replace('T', ' '),
      String(run.step),
      decimals(run.bestBleu, 2),
      decimals(run.bestPerplexity, 2),
      run.folder,
    ]),
  );
}

function metricsTable(metrics: Metrics[]): string {
  return leftTable(
    ['step', 'epoch', 'kind', 'loss', 'perplexity', 'BLEU', 'chrF', 'rate', 'gradient', 'tokens/s'],
    metrics.map((row) => [
      String(row.step),
      row.epoch.toFixed(2),
      row.kind,
      decimals(row.loss, 4),
      decimals(row.perplexity, 2),
      decimals(row.bleu, 2),
      decimals(row.chrf, 2),
      row.learningRate?.toPrecision(3) ?? NONE,
      decimals(row.gradientNorm, 3),
      decimals(row.tokensPerSecond, 0),
    ]),
  );
}

function showAll(store: Store, json: boolean): string {
  const runs = store.runs.list();
  if (json) return JSON.stringify(runs);
  return runs.length > 0 ? runsTable(runs) : 'no runs yet; `ieum train --config FILE` makes one';
}

function showOne(store: Store, id: number, json: boolean): string {
  const run = store.runs.read(id);
  if (run === undefined) {
    throw new UserError(
      `run ${id}: expected the number of a run, got one that is not there; \`ieum runs\` lists them`,
    );
  }
  const metrics = store.runs.metrics(id);
  if (json) return JSON.stringify({ ...run, metrics });
  const why = run.reason === null ? '' : ` (${run.reason})`;
  return `${run.name} in ${run.folder}: ${run.status}${why}, started ${run.started}\n${metricsTable(metrics)}`;
}

async function showRuns(id: number | undefined, { json = false }: { json?: boolean }): Promise<void> {
  // Loaded here, so that other commands start without the database.
  const { openStore, storePath } = await import('../store/database.js');
  // Looking makes no folder: without a store there are no runs.
  const path = storePath();
  const store = openStore(existsSync(path) ? undefined : ':memory:');
  try {
    store.runs.settle();
    process.stdout.write(`${id === undefined ? showAll(store, json) : showOne(store, id, json)}\n`);
  } finally {
    store.close();
  }
}

/** Adds `runs` to the command line. */
export function registerRuns(program: Command): void {
  program
    .command('runs')
    .description('list training runs, or show what was measured in one')
    .argument('[id]', 'number of a run', wholeNumber)
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ ieum runs
  $ ieum runs 3
  $ ieum runs 3 --json | jq '.metrics[] | select(.kind == "validation")'`,
    )
    .action(showRuns);
}
