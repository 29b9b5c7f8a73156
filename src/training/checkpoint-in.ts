/** Finding the checkpoint in a folder that a user names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder itself, or the best checkpoint of a run, or where it has none yet the last one. */
export function checkpointIn(path: string): string {
  const places = [path, join(path, 'best'), join(path, 'last')];
  return places.find((place) => existsSync(join(place, 'model.json'))) ?? path;
}
