/** `ieum models`: the registry of models: list, promote, roll back, hand on as one file. */
import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { writeFileAtomically } from '../foundation/files.js';
import type { Promoter } from '../registry/promotion.js';
import type { InstalledModel } from '../serving/models.js';
import type { Store } from '../store/database.js';
import { LANGUAGES } from '../text/language.js';
import type { Language } from '../text/language.js';
import { printResult, withStore } from './home.js';
import type { JsonFlag } from './home.js';
import { textTable } from './table.js';

/** Everything that promotes; with a service that translates only where one is needed. */
async function withPromoter<T>(action: (promoter: Promoter, store: Store) => Promise<T>): Promise<T> {
  const [{ Promoter: Made }, { Measuring }, { serviceLines }, { TranslationService }] = await Promise.all([
    import('../registry/promotion.js'),
    import('../registry/measuring.js'),
    import('../registry/service-lines.js'),
    import('../serving/service.js'),
  ]);
  return withStore(async (store) => {
    const service = new TranslationService();
    try {
      const promoter = new Made({
        places: { home: store.folder, dataSets: store.dataSets },
        promotions: store.promotions,
        events: store.events,
        measuring: new Measuring(store.testTranslations, serviceLines(service)),
        service,
      });
      return await action(promoter, store);
    } finally {
      await service.close({ graceMilliseconds: 0 });
    }
  });
}

async function list(flags: JsonFlag): Promise<void> {
  const [{ findModels }, { ModelRegistry }] = await Promise.all([
    import('../serving/models.js'),
    import('../registry/registry.js'),
  ]);
  await withStore((store) => {
    const registered = new Map(new ModelRegistry(store.folder).list().map((model) => [model.name, model]));
    const models = findModels();
    const isActive = ({ name, source, target }: InstalledModel): boolean =>
      models.find((one) => one.source === source && one.target === target)?.name === name;
    const described = models.map((model) => ({
      ...model,
      active: isActive(model),
      provenance: registered.get(model.name)?.provenance ?? null,
    }));
    const rows = described.map(({ name, source, target, active, updates, provenance, scores }) => [
      name,
      `${source}→${target}`,
      active ? 'active' : '',
      provenance === null ? 'installed' : provenance.origin,
      provenance?.parent?.name ?? '',
      String(updates),
      scores.map(({ on, chrf }) => `${chrf.score.toFixed(1)} (${on})`).join(', '),
    ]);
    const heading = ['name', 'direction', '', 'origin', 'parent', 'updates', 'chrF'];
    printResult(described, () => textTable({ heading, rows, right: heading.map(() => false) }), flags);
  });
}

async function promote(name: string, { force, ...flags }: JsonFlag & { force?: boolean }): Promise<void> {
  const promoted = await withPromoter((promoter) => promoter.promote(name, { force }));
  const { source, target } = promoted.promotion;
  printResult(promoted, () => `${name} translates from ${source} to ${target} now`, flags);
}

async function rollback(flags: JsonFlag & { from: Language }): Promise<void> {
  const target = flags.from === 'ko' ? 'en' : 'ko';
  const result = await withPromoter((promoter) => promoter.rollback({ source: flags.from, target }));
  printResult(result, () => `back to ${result.model ?? 'the model that comes first'}`, flags);
}

async function exportModel(name: string, { output }: { output: string }): Promise<void> {
  const [{ modelAt }, { packModel }] = await Promise.all([
    import('../serving/models.js'),
    import('../registry/archive.js'),
  ]);
  const bytes = packModel(modelAt(name));
  writeFileAtomically(output, bytes);
  process.stdout.write(`${name} written to ${output} (${(bytes.length / 1e6).toFixed(1)} MB)\n`);
}

async function importModel(file: string, { name, ...flags }: JsonFlag & { name?: string }): Promise<void> {
  const [{ ModelRegistry }, { registerArchive }] = await Promise.all([
    import('../registry/registry.js'),
    import('../registry/archive.js'),
  ]);
  await withStore((store) => {
    const model = registerArchive(new ModelRegistry(store.folder), readFileSync(file), name);
    printResult(
      model,
      () => `registered as ${model.name}; \`ieum models promote ${model.name}\` lets it translate`,
      flags,
    );
  });
}

/** Adds `models` to the command line. */
export function registerModels(program: Command): void {
  const json = ['--json', 'print one line of JSON'] as const;
  const models = program
    .command('models')
    .description('the registry of models: list, promote, roll back, export, import')
    .addHelpText(
      'after',
      `
Examples:
  $ ieum models list
  $ ieum models promote shop-1
  $ ieum models rollback --from ko
  $ ieum models export shop-1 --output shop-1.zip`,
    );
  models
    .command('list')
    .description('list all models')
    .option(...json)
    .action(list);
  models
    .command('promote')
    .description('let a model translate its direction, once it was tried and held against the base test')
    .argument('<name>', 'name of a model')
    .option('--force', 'also where it is worse on the base test')
    .option(...json)
    .action(promote);
  models
    .command('rollback')
    .description('go back to the model before')
    .addOption(
      new Option('--from <language>', 'the language that is translated from')
        .choices(LANGUAGES)
        .makeOptionMandatory(),
    )
    .option(...json)
    .action(rollback);
  models
    .command('export')
    .description('write a model to one file')
    .argument('<name>', "a model's name or folder")
    .requiredOption('--output <file>', 'a zip')
    .action(exportModel);
  models
    .command('import')
    .description('check a model file and register it')
    .argument('<file>', 'a zip as `export` writes it')
    .option('--name <name>', 'what to call it, but for its number')
    .option(...json)
    .action(importModel);
}
