/** A run before it is run: its parameters, its batches, and the memory and time of a few updates of it. */
import { setImmediate } from 'node:timers/promises';
import { Random } from '../foundation/random.js';
import { parameterShapes } from '../model/parameters.js';
import type { Precision } from '../nn/precision.js';
import { countBatches, paddingShare } from './batches.js';
import type { BatchCounts } from './batches.js';
import type { BatchStream, StreamPosition } from './batch-stream.js';
import type { RunConfig } from './configuration.js';
import type { Example } from './examples.js';
import { firstDropout } from './learner.js';
import type { Learner } from './learner.js';
import type { Preparation } from './preparation.js';

/** Updates before the clock starts, in which buffers are made, and those that are timed. */
const WARM_UPDATES = 2;
const TIMED_UPDATES = 8;

export interface ParameterGroup {
  /** Such as `encoder.embedding`, `encoder`, `decoder`. */
  name: string;
  parameters: number;
}

export interface DryRun {
  parameters: { total: number; trained: number; groups: ParameterGroup[] };
  precision: Precision;
  /** Bytes. */
  memory: {
    weights: number;
    optimiser: number;
    average: number;
    /** Of the whole process after the timed updates. */
    process: number;
  };
  pairs: { training: number; left: number; development: number };
  batches: BatchCounts & {
    /** Share of places that are padding: of both sides, and of each. */
    padding: number;
    sourcePadding: number;
    targetPadding: number;
    updatesAnEpoch: number;
  };
  time: {
    /** Of one update, and of those of the whole run and of one epoch; validations come on top. */
    secondsAnUpdate: number;
    secondsInAll: number;
    secondsAnEpoch: number;
    /** Target words, padding left out. */
    tokensPerSecond: number;
    epochs: number;
    /** Share of the time that making batches takes. */
    batchShare: number;
  };
}

const product = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

/** Parameters by what they belong to: each embedding alone, the rest by the first part of their names. */
function parameterGroups(shapes: Map<string, number[]>): ParameterGroup[] {
  const groups = new Map<string, number>();
  for (const [name, shape] of shapes) {
    const group = name.endsWith('embedding') ? name : name.slice(0, name.indexOf('.'));
    groups.set(group, (groups.get(group) ?? 0) + product(shape));
  }
  return [...groups].map(([name, parameters]) => ({ name, parameters }));
}

/** The batches of the first epoch, one after another, and the seconds that making them took. */
function firstEpoch(learner: Learner): { counts: BatchCounts; seconds: number } {
  const position: StreamPosition = { epoch: 0, pool: 0, batch: 0 };
  const stream = learner.batchesFrom(position);
  function* batches(): Generator<Example[]> {
    while (position.epoch === 0) yield stream.next();
  }
  const started = performance.now();
  const counts = countBatches(batches());
  return { counts, seconds: (performance.now() - started) / 1000 };
}

interface Timing {
  seconds: number;
  tokens: number;
  updates: number;
}

async function timeUpdates(
  learner: Learner,
  stream: BatchStream,
  config: RunConfig,
  signal: AbortSignal | undefined,
): Promise<Timing | null> {
  const random = Random.from(firstDropout(config));
  const timing = { seconds: 0, tokens: 0, updates: 0 };
  for (let k = 0; k < WARM_UPDATES + TIMED_UPDATES; k++) {
    await setImmediate();
    if (signal?.aborted === true) return null;
    const started = performance.now();
    const { tokens } = learner.update(stream, config.training.learningRate / 100, random);
    if (k < WARM_UPDATES) continue;
    timing.seconds += (performance.now() - started) / 1000;
    timing.tokens += tokens;
    timing.updates += 1;
  }
  return timing;
}

/** Measures a few updates of a prepared run; null where it was stopped. The model is of no use afterwards. */
export async function dryRun(
  config: RunConfig,
  learner: Learner,
  preparation: Preparation,
  signal?: AbortSignal,
): Promise<DryRun | null> {
  const { train, development, precision, architecture } = preparation;
  const { counts, seconds: batchSeconds } = firstEpoch(learner);
  const timing = await timeUpdates(
    learner,
    learner.batchesFrom({ epoch: 0, pool: 0, batch: 0 }),
    config,
    signal,
  );
  if (timing === null) return null;
  const { updates, accumulate } = config.training;
  const shapes = parameterShapes(architecture);
  const total = [...shapes.values()].reduce((sum, shape) => sum + product(shape), 0);
  const trained = [...learner.optimiser.parameters.values()].reduce((sum, { size }) => sum + size, 0);
  const tokensPerSecond = timing.tokens / timing.seconds;
  const updatesAnEpoch = counts.batches / accumulate;
  // Batches differ in their words more than in the time that a word takes.
  const secondsAnEpoch = counts.targetTokens / tokensPerSecond;
  const secondsAnUpdate = secondsAnEpoch / updatesAnEpoch;
  return {
    parameters: { total, trained, groups: parameterGroups(shapes) },
    precision,
    memory: {
      weights: 4 * total,
      optimiser: learner.optimiser.bytes,
      average: learner.average?.bytes ?? 0,
      process: process.memoryUsage.rss(),
    },
    pairs: {
      training: train.examples.length,
      left: train.left,
      development: development.examples.length,
    },
    batches: {
      ...counts,
      padding: paddingShare(counts),
      sourcePadding: 1 - counts.sourceTokens / counts.sourcePlaces,
      targetPadding: 1 - counts.targetTokens / counts.targetPlaces,
      updatesAnEpoch,
    },
    time: {
      secondsAnUpdate,
      secondsInAll: secondsAnUpdate * updates,
      secondsAnEpoch,
      tokensPerSecond,
      epochs: updates / updatesAnEpoch,
      batchShare: batchSeconds / (batchSeconds + secondsAnEpoch),
    },
  };
}
