/** The check that a model for a direction is installed, with the way to get one. */
import { UserError } from '../foundation/errors.js';
import type { ModelInfo } from './service.js';
import type { Direction } from '../serving/passage.js';
import type { Language } from '../text/language.js';

export const LANGUAGE_NAMES: Record<Language, string> = { ko: 'Korean', en: 'English' };

export const directionName = ({ source, target }: Direction): string =>
  `${LANGUAGE_NAMES[source]} → ${LANGUAGE_NAMES[target]}`;

/** Whether a model for the direction is there. */
export function hasModel(models: ModelInfo[], { source, target }: Direction): boolean {
  return models.some((model) => model.source === source && model.target === target);
}

/** @throws UserError 503 where no model translates that way */
export function requireModel(models: ModelInfo[], direction: Direction): void {
  const { source, target } = direction;
  if (!hasModel(models, direction)) {
    throw new UserError(
      `model: expected one for ${directionName(direction)}, found none; train one with ` +
        `\`npx ieum train --config configs/${source}-${target}.yaml\` or put a checkpoint at checkpoints/${source}-${target}`,
      { status: 503 },
    );
  }
}
