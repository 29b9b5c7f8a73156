/** What shows or uses attention needs a model that has some. */
import { UserError } from '../foundation/errors.js';
import type { CheckpointCard } from '../model/checkpoint.js';

/**
 * @param what names the command or the flag in the error
 * @throws UserError where the model was trained without attention
 */
export function needAttention(
  what: string,
  { name, architecture }: Pick<CheckpointCard, 'name' | 'architecture'>,
): void {
  if (architecture.attention !== 'none') return;
  throw new UserError(
    `${what}: expected a model with attention, got ${name}, which was trained without (model.attention: none); ` +
      'name another model',
  );
}
