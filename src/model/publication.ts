/** Publishing: the model of a run without what only training needs, small enough to hand on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readCheckpointCard,
  readCheckpointFile,
  readStoredParameters,
  saveCheckpoint,
} from './checkpoint.js';
import type { CheckpointScore } from './checkpoint.js';
import type { StoredType } from './safetensors.js';

/** The page that describes a published model to people. */
export const MODEL_CARD = 'README.md';

export interface PublicationOptions {
  /** F16 halves the size and moves no score that was measured by more than a hundredth. */
  type?: StoredType;
  /** Replaces the scores that the checkpoint carries. */
  scores?: CheckpointScore[];
}

/**
 * Writes a checkpoint without the state of training. A model card that stands in the folder stays.
 * @throws UserError when the checkpoint is missing or damaged, or the disk does not take the new one
 */
export function publishCheckpoint(
  from: string,
  to: string,
  { type = 'F16', scores }: PublicationOptions = {},
): void {
  const card = readCheckpointCard(from);
  const description = join(to, MODEL_CARD);
  const extra = new Map<string, Uint8Array>();
  if (existsSync(description)) extra.set(MODEL_CARD, readFileSync(description));
  saveCheckpoint(to, readStoredParameters(from), {
    card: { ...card, scores: scores ?? card.scores },
    tokenizers: {
      source: readCheckpointFile(from, 'source.model'),
      target: readCheckpointFile(from, 'target.model'),
    },
    type,
    extra,
  });
}
