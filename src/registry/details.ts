/** What a model's folder tells beyond its name: size, parameters, vocabularies, data and the page that describes it. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpointCard } from '../model/checkpoint.js';
import type { CorpusRecord } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import { parameterShapes } from '../model/parameters.js';
import { MODEL_CARD } from '../model/publication.js';
import type { InstalledModel } from '../serving/models.js';

export interface ModelDetails {
  architecture: ModelConfig;
  /** Numbers that training changes. */
  parameters: number;
  corpora: CorpusRecord[];
  licences: string[];
  targetTokens: number;
  /** README.md as it stands in the folder, or null. */
  description: string | null;
}

/** Bytes of all files in a model's folder. */
export function modelBytes({ folder }: Pick<InstalledModel, 'folder'>): number {
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

/** @throws UserError where the card cannot be read */
export function modelDetails({ folder }: Pick<InstalledModel, 'folder'>): ModelDetails {
  const { architecture, corpora, licences, targetTokens } = readCheckpointCard(folder);
  const shapes = [...parameterShapes(architecture)].map(([, shape]) => shape);
  const parameters = shapes.reduce((sum, shape) => sum + shape.reduce((size, side) => size * side, 1), 0);
  const path = join(folder, MODEL_CARD);
  const description = existsSync(path) ? readFileSync(path, 'utf8') : null;
  return { architecture, parameters, corpora, licences, targetTokens, description };
}
