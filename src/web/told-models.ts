/** Models as the registry's interface and its pages tell them: with where each came from, and which one is active. */
import { UserError } from '../foundation/errors.js';
import { modelBytes } from '../registry/details.js';
import type { Provenance } from '../registry/provenance.js';
import { isShipped } from '../serving/models.js';
import type { InstalledModel } from '../serving/models.js';
import type { Retraining } from './retraining.js';

export interface ToldModel extends Omit<InstalledModel, 'folder'> {
  /** Whether it translates its direction now. */
  active: boolean;
  /** In the registry, with Ieum itself, or in a folder of the user's: `checkpoints/` or that of a run. */
  place: 'registered' | 'shipped' | 'folder';
  bytes: number;
  /** Null for one that is not registered. */
  provenance: Provenance | null;
}

type Parts = Pick<Retraining, 'registry' | 'models'>;

const registeredAt = ({ provenance }: ToldModel): string => provenance?.registered ?? '';

/** All models: registered ones first, the latest of them before the others. */
export function toldModels({ registry, models: findAll }: Parts): ToldModel[] {
  const models = findAll();
  // The first of a direction is the one that translates it.
  const isActive = ({ source, target, name }: InstalledModel): boolean =>
    models.find((one) => one.source === source && one.target === target)?.name === name;
  const registered = new Map(registry.list().map((model) => [model.folder, model]));
  return models
    .map((model) => {
      const { folder, ...info } = model;
      const { provenance = null } = registered.get(folder) ?? {};
      const place = provenance ? 'registered' : isShipped(model) ? 'shipped' : 'folder';
      return { ...info, active: isActive(model), place, bytes: modelBytes(model), provenance } as const;
    })
    .sort((a, b) => registeredAt(b).localeCompare(registeredAt(a)));
}

/** @throws UserError 404 for one that is not there */
export function toldModel(parts: Parts, name: string): ToldModel {
  const found = toldModels(parts).find((model) => model.name === name);
  if (found) return found;
  throw noSuchModel(name);
}

/** @throws UserError 404 for one that is not there */
export function installedModel({ models }: Pick<Retraining, 'models'>, name: string): InstalledModel {
  const found = models().find((model) => model.name === name);
  if (found) return found;
  throw noSuchModel(name);
}

const noSuchModel = (name: string): UserError =>
  new UserError(`model ${name.slice(0, 60)}: expected one of /v1/registry, got none of that name`, {
    status: 404,
  });
