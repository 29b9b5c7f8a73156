/** `ieum data`: the data sets of Ieum's folder, as the page has them. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { writeFileAtomically } from '../foundation/files.js';
import { UserError } from '../foundation/errors.js';
import type { DataSet, DataSetStore } from '../store/data-sets.js';
import { wholeNumberFrom } from './flags.js';
import { printResult, withStore } from './home.js';
import type { JsonFlag } from './home.js';
import { textTable } from './table.js';

/** A data set by its name or its number. */
function named(dataSets: DataSetStore, name: string): DataSet {
  const found = dataSets.named(name);
  if (found) return found;
  if (/^\d{1,9}$/.test(name)) return dataSets.read(Number(name));
  throw new UserError(
    `data set ${name}: expected one of the folder, got none of that name; \`ieum data list\` shows them`,
  );
}

function list(flags: JsonFlag): Promise<void> {
  return withStore(({ dataSets }) => {
    const all = dataSets.list();
    const rows = all.map(({ id, name, latest }) => [
      name,
      ...[id, latest.version, latest.pairs].map(String),
      latest.hash.slice(0, 12),
    ]);
    const table = (): string => textTable({ heading: ['name', 'id', 'version', 'pairs', 'sha256'], rows });
    printResult(
      all,
      () => (all.length > 0 ? table() : 'no data sets yet; `ieum data add FILE --name NAME` makes one'),
      flags,
    );
  });
}

async function add(files: string[], flags: JsonFlag & { name: string; baseTest: boolean }): Promise<void> {
  const { Previews } = await import('../datasets/previews.js');
  await withStore(async ({ dataSets }) => {
    const previews = new Previews(dataSets);
    const uploads = files.map((path) => ({ name: basename(path), bytes: readFileSync(path) }));
    const { id, report, count } = await previews.make(uploads, { excludeBaseTest: !flags.baseTest });
    const known = dataSets.named(flags.name);
    const stored = previews.store(id, known ? { dataSet: known.id } : { name: flags.name });
    const dropped = Object.entries(report.dropped).flatMap(([reason, { count: lines }]) =>
      lines > 0 ? [`${lines} ${reason}`] : [],
    );
    const text = `${stored.name}: ${count} pairs added, ${report.read - report.kept} dropped`;
    const why = dropped.length > 0 ? ` (${dropped.join(', ')})` : '';
    printResult({ ...stored, report }, () => `${text}${why}; version ${stored.latest.version}`, flags);
  });
}

async function write(
  name: string,
  { output, format, version }: { output: string; format?: 'tsv' | 'csv' | 'jsonl' | 'tmx'; version?: number },
): Promise<void> {
  const [{ encodePairs }, { formatOfName }] = await Promise.all([
    import('../corpus/pair-encoding.js'),
    import('../corpus/format.js'),
  ]);
  await withStore(async ({ dataSets }) => {
    const { id } = named(dataSets, name);
    const told = formatOfName(output);
    const pairs = dataSets.pairs(id, version).map(({ ko, en }) => ({ source: ko, target: en }));
    let text = '';
    const chosen = format ?? (told === undefined || told === 'lines' ? 'tsv' : told);
    for await (const part of encodePairs(pairs, chosen, { source: 'ko', target: 'en' })) text += part;
    writeFileAtomically(output, text);
    process.stdout.write(`${pairs.length} pairs written to ${output}\n`);
  });
}

function search(name: string, words: string[], { limit, json }: JsonFlag & { limit: number }): Promise<void> {
  return withStore(({ dataSets }) => {
    const page = dataSets.page(named(dataSets, name).id, { search: words.join(' '), limit });
    const lines = page.pairs.map(({ id, ko, en }) => `${id}\t${ko}\t${en}`);
    printResult(page, () => [...lines, `${page.total} pairs`].join('\n'), { json });
  });
}

function remove(name: string): Promise<void> {
  return withStore(({ dataSets }) => {
    dataSets.delete(named(dataSets, name).id);
    process.stdout.write(`data set ${name} deleted\n`);
  });
}

/** Adds `data` to the command line. */
export function registerData(program: Command): void {
  const data = program
    .command('data')
    .description("keep your own pairs as data sets in versions, which the page's trainings read")
    .addHelpText(
      'after',
      `
Examples:
  $ ieum data add pairs.csv memory.tmx --name shop
  $ ieum data search shop 배송
  $ ieum data export shop --output shop.tmx`,
    );
  data
    .command('list')
    .description('list the data sets')
    .option('--json', 'print one line of JSON')
    .action(list);
  data
    .command('add')
    .description(
      'clean a file of pairs (or the two of a Moses pair) into a data set, a new one or one that is there',
    )
    .argument('<files...>', 'TSV, CSV, JSONL, TMX, or FILE.ko and FILE.en')
    .requiredOption('--name <name>', 'of the data set')
    .option('--base-test', 'keep sentences of the base test, whose score then says nothing', false)
    .option('--json', 'print one line of JSON')
    .action(add);
  data
    .command('search')
    .description('show the pairs that have all these words')
    .argument('<name>', 'name or number of a data set')
    .argument('[words...]', 'parts of words count; without any, all pairs are shown')
    .option('--limit <n>', 'pairs at most', wholeNumberFrom(1, 1_000_000), 50)
    .option('--json', 'print one line of JSON')
    .action(search);
  data
    .command('export')
    .description('write a data set to a file')
    .argument('<name>', 'name or number of a data set')
    .requiredOption('--output <file>', '.tsv, .csv, .jsonl or .tmx')
    .addOption(
      new Option('--format <format>', 'instead of what the name says').choices([
        'tsv',
        'csv',
        'jsonl',
        'tmx',
      ]),
    )
    .option('--version <n>', 'an earlier version', wholeNumberFrom(1, 1_000_000))
    .action(write);
  data
    .command('delete')
    .description('forget a data set with all its versions')
    .argument('<name>', 'name or number of a data set')
    .action(remove);
}
