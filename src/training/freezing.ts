/** Parameters that training leaves as they are, by patterns on their names. */
import { UserError } from '../foundation/errors.js';
import type { Parameters } from '../model/parameters.js';

/** Whether a name fits a pattern, in which `*` stands for any characters: `encoder.*`, `*.embedding`. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

/**
 * The parameters that no pattern names.
 * @throws UserError for a pattern that fits no parameter, and where nothing would be left to train
 */
export function trainedParameters(parameters: Parameters, patterns: string[]): Parameters {
  const names = [...parameters.keys()];
  for (const pattern of patterns) {
    if (names.some((name) => fits(name, pattern))) continue;
    throw new UserError(
      `training.freeze: expected patterns of parameters' names, got '${pattern}', which fits none of ${names.join(', ')}`,
    );
  }
  const trained = [...parameters].filter(([name]) => !patterns.some((pattern) => fits(name, pattern)));
  if (trained.length > 0) return new Map(trained);
  throw new UserError(
    `training.freeze: expected to leave something to train, got patterns that fit every parameter`,
  );
}
