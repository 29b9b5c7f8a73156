/** The models that are installed: checkpoints that ship with Ieum, the user's own, and those of training runs. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { distance } from 'fastest-levenshtein';
import { UserError } from '../foundation/errors.js';
import { sha256 } from '../foundation/files.js';
import { readCheckpointCard } from '../model/checkpoint.js';
import type { CheckpointScore } from '../model/checkpoint.js';
import { modelsFolder } from '../store/folder.js';
import type { Direction } from './passage.js';

/** What may be told of a model. */
export interface ModelInfo extends Direction {
  name: string;
  /** Updates of the parameters in its training. */
  updates: number;
  scores: CheckpointScore[];
}

export interface InstalledModel extends ModelInfo {
  folder: string;
  /** Changes with the checkpoint, which names the hashes of its files. */
  version: string;
}

const CARD = 'model.json';

/** The folder that holds package.json, from src/serving and from dist/serving alike. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** Where models are looked for, those that come first being preferred. */
function modelFolders(): string[] {
  const checkpoints = [...new Set([resolve('checkpoints'), join(PACKAGE, 'checkpoints')])].flatMap(
    subfolders,
  );
  const registered = subfolders(resolve(modelsFolder()));
  const runs = subfolders(resolve('runs')).map((run) => join(run, 'best'));
  return [...checkpoints, ...registered, ...runs];
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
    .map(({ name }) => join(folder, name))
    .sort();
}

function describe(folder: string): InstalledModel {
  const { source, target, updates, scores } = readCheckpointCard(folder);
  const version = sha256(readFileSync(join(folder, CARD)));
  const own = basename(folder);
  // A run's best checkpoint goes by the name of its run.
  const name = own === 'best' ? basename(dirname(folder)) : own;
  return { name, source, target, updates, scores, folder, version };
}

/** Names of the promoted models by direction, such as `ko-en`. */
export type PromotedModels = Record<string, string>;

/** The file that names the promoted models; who writes it, swaps them. */
export const promotedFile = (home?: string): string => join(modelsFolder(home), 'promoted.json');

/** The promoted models; none where nothing was promoted. */
export function readPromoted(home?: string): PromotedModels {
  try {
    return JSON.parse(readFileSync(promotedFile(home), 'utf8')) as PromotedModels;
  } catch {
    return {};
  }
}

/** The models with the promoted one of each direction before the others. */
function promotedFirst(models: InstalledModel[], promoted: PromotedModels): InstalledModel[] {
  const isPromoted = ({ source, target, name }: InstalledModel): boolean =>
    promoted[`${source}-${target}`] === name;
  return [...models.filter(isPromoted), ...models.filter((model) => !isPromoted(model))];
}

/**
 * The models in `checkpoints/` of the working directory and of the package, the registered ones, and the best ones of
 * `runs/`, promoted ones first. A folder whose card cannot be read is passed over; of two with one name the first counts.
 */
export function findModels(folders?: string[]): InstalledModel[] {
  if (folders === undefined) return promotedFirst(findUnpromoted(), readPromoted());
  return modelsIn(folders);
}

/** The same in the order that they have without promotions. */
export const findUnpromoted = (): InstalledModel[] => modelsIn(modelFolders());

/** Whether a model is one of those that come with Ieum. */
export const isShipped = ({ folder }: InstalledModel): boolean =>
  dirname(folder) === join(PACKAGE, 'checkpoints');

function modelsIn(folders: string[]): InstalledModel[] {
  const found = new Map<string, InstalledModel>();
  for (const folder of folders) {
    if (!existsSync(join(folder, CARD))) continue;
    try {
      const model = describe(folder);
      if (!found.has(model.name)) found.set(model.name, model);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return [...found.values()];
}

/**
 * The model that is meant by a checkpoint's folder, a run's folder or the name of an installed one.
 * @throws UserError when there is none, or its card cannot be read
 */
export function modelAt(nameOrFolder: string, models: InstalledModel[] = findModels()): InstalledModel {
  const folder = [nameOrFolder, join(nameOrFolder, 'best')].find((one) => existsSync(join(one, CARD)));
  if (folder !== undefined) return describe(resolve(folder));
  return named(nameOrFolder, models);
}

/**
 * The model of a name, or the first one for a direction.
 * @throws UserError 404 when there is none, 400 when the named one translates another way
 */
export function chooseModel(
  models: InstalledModel[],
  { direction: { source, target }, name }: { direction: Direction; name?: string },
): InstalledModel {
  if (name !== undefined) {
    const model = named(name, models);
    if (model.source === source && model.target === target) return model;
    throw new UserError(
      `model ${name}: expected a text from ${model.source} to ${model.target}, got one from ${source} to ${target}; ` +
        'choose another model',
    );
  }
  const model = models.find((one) => one.source === source && one.target === target);
  if (model) return model;
  throw new UserError(
    `model: expected one from ${source} to ${target} in checkpoints/ or runs/, found none; ` +
      `train one with 'ieum train --config configs/${source}-${target}.yaml'`,
    { exitCode: 1, status: 404 },
  );
}

function named(name: string, models: InstalledModel[]): InstalledModel {
  const model = models.find((one) => one.name === name);
  if (model) return model;
  const names = models.map((one) => one.name);
  const [nearest] = [...names].sort((a, b) => distance(a, name) - distance(b, name));
  const known = nearest === undefined ? 'none is installed' : `the nearest is ${nearest}`;
  throw new UserError(`model: expected a checkpoint's folder or a name, got '${name}'; ${known}`, {
    status: 404,
  });
}
