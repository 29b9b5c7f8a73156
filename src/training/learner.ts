/** What learns: a model with its optimiser, its average and its batches, one update at a time. */
import { Random } from '../foundation/random.js';
import type { RandomState } from '../foundation/random.js';
import { parallelBatch } from '../model/parallel-batch.js';
import type { TranslationModel } from '../model/translation-model.js';
import type { Parameters } from '../model/parameters.js';
import { Adam } from '../nn/adam.js';
import type { Optimiser } from '../nn/optimiser.js';
import type { Precision } from '../nn/precision.js';
import { Sgd } from '../nn/sgd.js';
import { WeightAverage } from '../nn/weight-average.js';
import { BatchStream } from './batch-stream.js';
import type { StreamPosition } from './batch-stream.js';
import type { RunConfig } from './configuration.js';
import type { ExampleSampler } from './example-sampling.js';
import { trainedParameters } from './freezing.js';
import type { TrainingExamples } from './training-examples.js';
import { trainingStep } from './training-step.js';
import type { StepResult } from './training-step.js';

/** Sets the generator of dropout apart from that of the first values. */
const DROPOUT_STREAM = 0xd40b;

export interface LearnerParts {
  config: RunConfig;
  model: TranslationModel;
  train: TrainingExamples;
  sampler: ExampleSampler | null;
  precision: Precision;
}

export interface UpdateResult extends StepResult {
  /** Target words that were learned from, `</s>` included. */
  tokens: number;
}

/** The state of dropout's generator at the beginning of a run. */
export function firstDropout({ training }: RunConfig): RandomState {
  return new Random(training.seed ^ DROPOUT_STREAM).state();
}

function optimiserOf({ training }: RunConfig, parameters: Parameters): Optimiser {
  const { optimiser } = training;
  return optimiser.kind === 'sgd' ? new Sgd(parameters, optimiser) : new Adam(parameters, optimiser);
}

export class Learner {
  readonly optimiser: Optimiser;
  /** Null where the weights are not averaged. */
  readonly average: WeightAverage | null;

  constructor(private readonly parts: LearnerParts) {
    const { config, model } = parts;
    const { averageDecay, freeze } = config.training;
    this.optimiser = optimiserOf(config, trainedParameters(model.parameters, freeze));
    this.average = averageDecay > 0 ? new WeightAverage(this.optimiser, averageDecay) : null;
  }

  /** The batches from a position on, which moves with them. */
  batchesFrom(position: StreamPosition): BatchStream {
    const { train: examples, sampler, config } = this.parts;
    const { batchTokens, seed } = config.training;
    return new BatchStream(
      { examples, sampler, batchTokens, seed, temperature: config.data.temperature },
      position,
    );
  }

  /** One update from the next batches of a stream: as many as are accumulated. */
  update(stream: BatchStream, learningRate: number, random: Random): UpdateResult {
    const { config, model, precision } = this.parts;
    const { accumulate, clipNorm, labelSmoothing, dropout } = config.training;
    const batches = Array.from({ length: accumulate }, () => {
      const examples = stream.next();
      return parallelBatch(
        examples.map(({ source }) => source),
        examples.map(({ target }) => target),
      );
    });
    const result = trainingStep(model, this.optimiser, batches, {
      ...{ learningRate, clipNorm, labelSmoothing, rates: dropout, random, precision },
    });
    this.average?.add();
    return { ...result, tokens: batches.reduce((sum, { tokens }) => sum + tokens, 0) };
  }

  /** Frees what the engine holds for learning; the model keeps its weights. */
  dispose(): void {
    this.average?.dispose();
    this.optimiser.dispose();
  }

  /** Runs something with the averaged weights in the model, where they are averaged; training's own come back after. */
  async withAverage<T>(run: () => T | Promise<T>): Promise<T> {
    if (this.average === null) return run();
    this.average.show();
    try {
      return await run();
    } finally {
      this.optimiser.show();
    }
  }
}
