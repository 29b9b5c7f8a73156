/** Where everything lives that Ieum keeps for its user: data, runs and models, in one folder. */
import { join } from 'node:path';

/** `IEUM_HOME`, or `.ieum` in the working directory. */
export function storeFolder(): string {
  const home = process.env.IEUM_HOME;
  return home === undefined || home === '' ? '.ieum' : home;
}

/** The database file of a store's folder. */
export function storePath(folder: string = storeFolder()): string {
  return join(folder, 'ieum.sqlite');
}

/** The registered models, a folder each. */
export function modelsFolder(home: string = storeFolder()): string {
  return join(home, 'models');
}

/** The runs of jobs, a folder each. */
export function jobsFolder(home: string = storeFolder()): string {
  return join(home, 'runs');
}
