/** The training loop: batches, updates, validations, checkpoints, and going on where it stopped. */
import { setImmediate } from 'node:timers/promises';
import { Random } from '../foundation/random.js';
import { parallelBatch } from '../model/parallel-batch.js';
import type { TranslationModel } from '../model/translation-model.js';
import { Adam } from '../nn/adam.js';
import type { Precision } from '../nn/precision.js';
import { bucketBatches } from './batches.js';
import type { RunConfig } from './configuration.js';
import type { EncodedExamples } from './examples.js';
import type { RunEnd, TrainingObserver } from './observer.js';
import { ReportWindow } from './report-window.js';
import { learningRate } from './schedule.js';
import { restoreTraining } from './training-state.js';
import type { TrainingPosition } from './training-state.js';
import { trainingStep } from './training-step.js';
import type { Tokenizers } from './tokenizers.js';
import { validate } from './validation.js';
import type { ValidationResult } from './validation.js';

/** Updates that one report speaks of. */
const REPORT_EVERY = 10;
/** Sets the generator of the order apart from that of the first values and of dropout. */
const ORDER_STREAM = 0x0bde;
const DROPOUT_STREAM = 0xd40b;

export interface TrainerParts {
  config: RunConfig;
  model: TranslationModel;
  tokenizers: Tokenizers;
  train: EncodedExamples;
  development: EncodedExamples;
  precision: Precision;
  /** Writes a checkpoint; `best` besides the last one. */
  save: (kind: 'last' | 'best', position: TrainingPosition, optimiser: Adam) => void;
  /** Sees the model at each validation. */
  probe?: (update: number) => void;
  observer?: TrainingObserver;
}

export class Trainer {
  private readonly optimiser: Adam;
  private readonly dropout: Random;
  private readonly position: TrainingPosition;

  constructor(
    private readonly parts: TrainerParts,
    resumeFrom: string | null = null,
  ) {
    this.optimiser = new Adam(parts.model.parameters);
    const fresh = new Random(parts.config.training.seed ^ DROPOUT_STREAM);
    this.position =
      resumeFrom === null
        ? {
            update: 0,
            epoch: 0,
            batch: 0,
            targetTokens: 0,
            seconds: 0,
            dropout: fresh.state(),
            best: null,
            unimproved: 0,
          }
        : restoreTraining(resumeFrom, this.optimiser);
    this.dropout = Random.from(this.position.dropout);
  }

  get update(): number {
    return this.position.update;
  }

  /** Trains to the last update, to the end of patience, or until the signal; all that was learned is saved. */
  async run(signal: AbortSignal): Promise<RunEnd> {
    const end = await this.epochs(signal);
    // The other ends come right after a validation, which has saved.
    if (end === 'interrupted') this.save('last');
    this.parts.observer?.ended?.(end);
    return end;
  }

  private async epochs(signal: AbortSignal): Promise<RunEnd> {
    const { training, validation } = this.parts.config;
    const { examples } = this.parts.train;
    const { position } = this;
    const window = new ReportWindow(position.seconds);
    while (position.update < training.updates) {
      // The order of an epoch depends on the seed and the epoch alone, so a resumed run finds it again.
      const order = new Random((training.seed ^ ORDER_STREAM) + position.epoch);
      const batches = bucketBatches(examples, training.batchTokens, order);
      while (position.batch < batches.length && position.update < training.updates) {
        await setImmediate();
        if (signal.aborted) return 'interrupted';
        this.step(batches[position.batch], window);
        if (position.update % validation.every === 0 || position.update === training.updates) {
          await this.validate();
          window.restart();
          if (position.unimproved >= validation.patience) return 'stopped early';
        }
      }
      if (position.batch >= batches.length) {
        position.epoch += 1;
        position.batch = 0;
      }
    }
    return 'finished';
  }

  private step(members: number[], window: ReportWindow): void {
    const { config, model, train, precision, observer } = this.parts;
    const { training } = config;
    const { position } = this;
    const batch = parallelBatch(
      members.map((index) => train.examples[index].source),
      members.map((index) => train.examples[index].target),
    );
    const rate = learningRate(position.update + 1, {
      kind: training.schedule,
      peak: training.learningRate,
      warmup: training.warmup,
      updates: training.updates,
      decay: training.decay,
      decayEvery: training.decayEvery,
      lowest: training.lowestLearningRate,
      reduction: 1,
    });
    const { loss, gradientNorm } = trainingStep(model, this.optimiser, [batch], {
      learningRate: rate,
      clipNorm: training.clipNorm,
      labelSmoothing: training.labelSmoothing,
      rates: training.dropout,
      random: this.dropout,
      precision,
    });
    position.update += 1;
    position.batch += 1;
    position.targetTokens += batch.tokens;
    window.add(loss * batch.tokens, batch.tokens);
    position.seconds = window.seconds();
    if (position.update % REPORT_EVERY !== 0) return;
    const { update, epoch, seconds } = position;
    const secondsLeft = (window.secondsPerUpdate() * (training.updates - update)) | 0;
    const { loss: meanLoss, tokensPerSecond } = window.take();
    observer?.updated?.({
      ...{ update, updates: training.updates, epoch, loss: meanLoss, gradientNorm },
      ...{ learningRate: rate, tokensPerSecond, seconds, secondsLeft },
    });
  }

  private async validate(): Promise<void> {
    const { config, model, development, tokenizers, observer, probe } = this.parts;
    const { validation, training } = config;
    const { position } = this;
    const references = development.pairs.map(({ target }) => target);
    const result = await validate(model, development.examples, references, tokenizers.target, {
      batchTokens: training.batchTokens,
      sentences: validation.sentences,
      pause: () => setImmediate(),
    });
    const value = metricValue(result, validation.metric);
    const best = position.best === null || value > position.best;
    position.best = best ? value : position.best;
    position.unimproved = best ? 0 : position.unimproved + 1;
    if (best) this.save('best');
    this.save('last');
    const { update, epoch, seconds } = position;
    const samples = result.hypotheses.slice(0, validation.samples).map((hypothesis, index) => ({
      source: development.pairs[index].source,
      reference: development.pairs[index].target,
      hypothesis,
    }));
    observer?.validated?.({ ...result, update, epoch, seconds, best, samples });
    probe?.(update);
  }

  private save(kind: 'last' | 'best'): void {
    this.position.dropout = this.dropout.state();
    this.parts.save(kind, this.position, this.optimiser);
  }
}

/** A validation metric as a number of which more is better. */
function metricValue(result: ValidationResult, metric: RunConfig['validation']['metric']): number {
  return metric === 'loss' ? -result.loss : result[metric];
}
