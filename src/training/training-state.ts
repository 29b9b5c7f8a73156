/** What a run needs besides the model to go on exactly where it stopped. */
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '../foundation/errors.js';
import { readCheckpointFile } from '../model/checkpoint.js';
import { readSafetensors, writeSafetensors } from '../model/safetensors.js';
import type { StoredTensor } from '../model/safetensors.js';
import type { Learner } from './learner.js';

const count = z.int().min(0);

const positionSchema = z.object({
  /** Updates done. */
  update: count,
  /** Epoch, counted from 0, pools of it done, and batches of the present pool. */
  epoch: count,
  pool: count.default(0),
  batch: count,
  targetTokens: count,
  /** Seconds of training so far, over all resumptions. */
  seconds: z.number(),
  /** Seconds of processor that it took. */
  processorSeconds: z.number().default(0),
  /** State of the generator that dropout draws from. */
  dropout: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** Best value of the validation metric, of which more is better; null before the first validation. */
  best: z.number().nullable(),
  /** Validations since then. */
  unimproved: count,
  /** The schedule `plateau`: what it has brought the rate to, and validations without a better one since. */
  reduction: z.number().default(1),
  plateau: count.default(0),
  /** The best checkpoints that are kept, best first. */
  kept: z.array(z.object({ update: count, value: z.number() })).default([]),
});

export type TrainingPosition = z.infer<typeof positionSchema>;

const fileSchema = positionSchema.extend({
  optimiserSteps: count,
  optimiser: z.string().default('adam'),
  /** Updates in the average of the weights; null without one. */
  averageUpdates: count.nullable().default(null),
});

const POSITION = 'training.json';
const MOMENTS = 'training.safetensors';
/** With an average, the checkpoint's weights are the averaged ones, and training's own stand here. */
const OWN_WEIGHTS = 'weights.';

/** The state as files of a checkpoint. */
export function trainingFiles(
  position: TrainingPosition,
  { optimiser, average }: Learner,
): Map<string, string | Uint8Array> {
  const tensors = new Map<string, StoredTensor>();
  const add = (name: string, values: Float32Array): unknown =>
    tensors.set(name, { shape: [values.length], values });
  for (const [name, values] of optimiser.state()) add(name, values);
  if (average !== null) for (const [name, values] of optimiser.values()) add(OWN_WEIGHTS + name, values);
  const file: z.infer<typeof fileSchema> = {
    ...position,
    optimiserSteps: optimiser.steps,
    optimiser: optimiser.family,
    averageUpdates: average?.updates ?? null,
  };
  return new Map<string, string | Uint8Array>([
    [POSITION, `${JSON.stringify(file, null, 2)}\n`],
    [MOMENTS, writeSafetensors(tensors)],
  ]);
}

function readPosition(folder: string): z.infer<typeof fileSchema> {
  const text = Buffer.from(readCheckpointFile(folder, POSITION)).toString('utf8');
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `checkpoint ${folder}: expected the state of a training run in ${POSITION}, got '${messageOf(error).split('\n')[0]}'`,
    );
  }
}

/**
 * Takes up the state that a checkpoint holds; the model's weights must be the checkpoint's.
 * @throws UserError where it holds none or a damaged one, or was made by another optimiser or with other frozen parts
 */
export function restoreTraining(folder: string, { optimiser, average }: Learner): TrainingPosition {
  const { optimiserSteps, optimiser: family, averageUpdates, ...position } = readPosition(folder);
  if (family !== optimiser.family) {
    throw new UserError(
      `training.optimiser: expected ${family}, with which ${folder} was trained, got ${optimiser.family}; ` +
        `set it back, or begin a new run with warmStart.checkpoint: ${folder}`,
    );
  }
  const tensors = readSafetensors(readCheckpointFile(folder, MOMENTS), join(folder, MOMENTS));
  const valuesOf = (name: string): Float32Array => {
    const tensor = tensors.get(name);
    if (tensor !== undefined) return tensor.values;
    throw new UserError(
      `training.freeze: expected the frozen parts that ${folder} was trained with, got others: it holds no '${name}'; ` +
        `set them back, or begin a new run with warmStart.checkpoint: ${folder}`,
    );
  };
  optimiser.restore(optimiserSteps, valuesOf);
  if (averageUpdates === null) return position;
  // The model holds the averages now; what training goes on with stands beside its moments.
  const averages = optimiser.values();
  average?.restore(averageUpdates, (name) => averages.get(name) as Float32Array);
  optimiser.take((name) => valuesOf(OWN_WEIGHTS + name));
  return position;
}
