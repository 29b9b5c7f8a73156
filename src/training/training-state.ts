/** What a run needs besides the model to go on exactly where it stopped. */
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import type { RandomState } from '../foundation/random.js';
import { readCheckpointFile } from '../model/checkpoint.js';
import { readSafetensors, writeSafetensors } from '../model/safetensors.js';
import type { StoredTensor } from '../model/safetensors.js';
import type { Adam } from '../nn/adam.js';

export interface TrainingPosition {
  /** Updates done. */
  update: number;
  /** Epoch, counted from 0, and batches of it done. */
  epoch: number;
  batch: number;
  targetTokens: number;
  /** Seconds of training so far, over all resumptions. */
  seconds: number;
  /** State of the generator that dropout draws from. */
  dropout: RandomState;
  /** Best value of the validation metric, null before the first validation. */
  best: number | null;
  /** Validations since then. */
  unimproved: number;
}

const POSITION = 'training.json';
const MOMENTS = 'training.safetensors';

/** The state as files of a checkpoint. */
export function trainingFiles(position: TrainingPosition, optimiser: Adam): Map<string, string | Uint8Array> {
  const moments = new Map<string, StoredTensor>();
  for (const [name, values] of optimiser.state()) moments.set(name, { shape: [values.length], values });
  const text = JSON.stringify({ ...position, optimiserSteps: optimiser.steps }, null, 2);
  return new Map<string, string | Uint8Array>([
    [POSITION, `${text}\n`],
    [MOMENTS, writeSafetensors(moments)],
  ]);
}

/** Takes up the state that a checkpoint holds. Throws UserError where it holds none or a damaged one. */
export function restoreTraining(folder: string, optimiser: Adam): TrainingPosition {
  const text = Buffer.from(readCheckpointFile(folder, POSITION)).toString('utf8');
  const { optimiserSteps, ...position } = JSON.parse(text) as TrainingPosition & { optimiserSteps: number };
  const moments = readSafetensors(readCheckpointFile(folder, MOMENTS), join(folder, MOMENTS));
  optimiser.restore(optimiserSteps, (name) => {
    const moment = moments.get(name);
    if (moment === undefined)
      throw new UserError(`checkpoint ${folder}: expected '${name}' in ${MOMENTS}, got none`);
    return moment.values;
  });
  return position;
}
