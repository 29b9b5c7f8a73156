/** The training loop: epochs of updates, validations between them, early stopping, and saving where it stopped. */
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../foundation/errors.js';
import { Random } from '../foundation/random.js';
import { inferenceModel } from '../model/inference-step.js';
import type { StepModel } from '../model/step-model.js';
import type { BatchStream } from './batch-stream.js';
import type { EncodedExamples } from './examples.js';
import { firstDropout, Learner } from './learner.js';
import type { LearnerParts } from './learner.js';
import type { RunEnd, TrainingObserver } from './observer.js';
import { ReportWindow } from './report-window.js';
import type { RunCheckpoints } from './run-checkpoints.js';
import { learningRate } from './schedule.js';
import type { Tokenizers } from './tokenizers.js';
import { restoreTraining } from './training-state.js';
import type { TrainingPosition } from './training-state.js';
import { validate } from './validation.js';
import type { ValidationResult } from './validation.js';
import { recordValidation } from './validation-record.js';

/** Updates that one report speaks of. */
const REPORT_EVERY = 10;
/** Milliseconds of training that a kill may cost at most. */
const SAVE_EVERY = 180_000;
/** Updates in a row without a finite gradient, after which none is to be expected any more. */
const MOST_LOST_UPDATES = 50;

export interface TrainerParts extends LearnerParts {
  tokenizers: Tokenizers;
  development: EncodedExamples;
  checkpoints: Pick<RunCheckpoints, 'save' | 'keep' | 'forget' | 'forgetOthers'>;
  /** Sees the model at each validation. */
  probe?: (update: number, reader: StepModel) => void;
  observer?: TrainingObserver;
  /** Milliseconds between two checkpoints where no validation saves one before. */
  saveEvery?: number;
}

export class Trainer {
  private readonly learner: Learner;
  private readonly dropout: Random;
  private readonly position: TrainingPosition;
  private readonly batches: BatchStream;
  private readonly window: ReportWindow;
  /** Updates in a row whose loss or gradient was no finite number. */
  private lost = 0;
  private saved = performance.now();

  /** @param resumeFrom a checkpoint whose weights the model holds; null for a new run */
  constructor(
    private readonly parts: TrainerParts,
    resumeFrom: string | null = null,
  ) {
    this.learner = new Learner(parts);
    this.position =
      resumeFrom === null
        ? {
            ...{ update: 0, epoch: 0, pool: 0, batch: 0, targetTokens: 0 },
            ...{ seconds: 0, processorSeconds: 0 },
            dropout: firstDropout(parts.config),
            ...{ best: null, unimproved: 0, reduction: 1, plateau: 0, kept: [] },
          }
        : restoreTraining(resumeFrom, this.learner);
    this.dropout = Random.from(this.position.dropout);
    this.batches = this.learner.batchesFrom(this.position);
    const { seconds, processorSeconds } = this.position;
    this.window = new ReportWindow({ seconds, processorSeconds });
  }

  get update(): number {
    return this.position.update;
  }

  /** Trains to the last update, to the end of patience, or until the signal; all that was learned is saved. */
  async run(signal: AbortSignal): Promise<RunEnd> {
    const { checkpoints, observer } = this.parts;
    checkpoints.forgetOthers(this.position);
    this.window.restart();
    const end = await this.updates(signal);
    // The other ends come right after a validation, which has saved.
    if (end === 'interrupted') await this.learner.withAverage(() => this.save('last'));
    observer?.ended?.(end);
    return end;
  }

  /** Frees what the engine holds for learning; the model keeps its weights. */
  dispose(): void {
    this.learner.dispose();
  }

  private async updates(signal: AbortSignal): Promise<RunEnd> {
    const { training, validation } = this.parts.config;
    const { position } = this;
    while (position.update < training.updates) {
      await setImmediate();
      if (signal.aborted) return 'interrupted';
      this.step();
      if (position.update % validation.every === 0 || position.update === training.updates) {
        await this.learner.withAverage(() => this.validate());
        this.window.restart();
        if (position.unimproved >= validation.patience) return 'stopped early';
      } else if (performance.now() - this.saved > (this.parts.saveEvery ?? SAVE_EVERY)) {
        await this.learner.withAverage(() => this.save('last'));
        this.window.restart();
      }
    }
    return 'finished';
  }

  private step(): void {
    const { position, window } = this;
    const { training } = this.parts.config;
    const { epoch } = position;
    const rate = this.rateOf(position.update + 1);
    const { loss, gradientNorm, tokens } = this.learner.update(this.batches, rate, this.dropout);
    this.countLost(loss, gradientNorm);
    position.update += 1;
    position.targetTokens += tokens;
    window.add(loss * tokens, tokens);
    Object.assign(position, window.time());
    if (position.update % REPORT_EVERY !== 0) return;
    const { update, seconds } = position;
    const secondsLeft = Math.floor(window.secondsPerUpdate() * (training.updates - update));
    const { loss: meanLoss, tokensPerSecond } = window.take();
    this.parts.observer?.updated?.({
      ...{ update, updates: training.updates, epoch, loss: meanLoss, gradientNorm },
      ...{ learningRate: rate, tokensPerSecond, seconds, secondsLeft },
    });
  }

  private rateOf(update: number): number {
    const { training } = this.parts.config;
    return learningRate(update, {
      ...{ kind: training.schedule, peak: training.learningRate, lowest: training.lowestLearningRate },
      ...{ warmup: training.warmup, updates: training.updates },
      ...{ decay: training.decay, decayEvery: training.decayEvery, reduction: this.position.reduction },
    });
  }

  /** Gives up where nothing has been learned for long, since no gradient was a finite number. */
  private countLost(loss: number, gradientNorm: number): void {
    this.lost = Number.isFinite(loss) && Number.isFinite(gradientNorm) ? 0 : this.lost + 1;
    if (this.lost < MOST_LOST_UPDATES) return;
    throw new UserError(
      `training: expected a finite loss and gradient, got none in ${this.lost} updates in a row; ` +
        `lower training.learningRate or training.clipNorm, or set training.precision: float32`,
      { exitCode: 1 },
    );
  }

  /** The weights that are validated stand in the model; what is read faster than they is made of them each time. */
  private async validate(): Promise<void> {
    const reader = inferenceModel(this.parts.model);
    try {
      await this.validateWith(reader);
    } finally {
      reader.dispose();
    }
  }

  private async validateWith(reader: StepModel): Promise<void> {
    const { config, model, development, tokenizers, checkpoints, observer, probe } = this.parts;
    const { validation, training } = config;
    const { position } = this;
    const references = development.pairs.map(({ target }) => target);
    const result = await validate({ model, reader }, development.examples, references, tokenizers.target, {
      batchTokens: training.batchTokens,
      sentences: validation.sentences,
      pause: () => setImmediate(),
    });
    const verdict = recordValidation(position, result, config);
    if (verdict.best) this.save('best');
    if (verdict.kept) checkpoints.keep(position);
    this.save('last');
    checkpoints.forget(verdict.dropped);
    this.report(result, verdict.best);
    if (verdict.reduced) {
      const rate = this.rateOf(position.update + 1);
      observer?.say?.(
        `no better ${validation.metric} for a while: the learning rate is ${rate.toPrecision(3)} now`,
      );
    }
    if (probe === undefined) return;
    probe(position.update, reader);
    observer?.probed?.(position.update);
  }

  private report(result: ValidationResult, best: boolean): void {
    const { config, development, observer } = this.parts;
    const { update, epoch, seconds } = this.position;
    const samples = result.hypotheses.slice(0, config.validation.samples).map((hypothesis, index) => ({
      source: development.pairs[index].source,
      reference: development.pairs[index].target,
      hypothesis,
    }));
    observer?.validated?.({ ...result, update, epoch, seconds, best, samples });
  }

  private save(kind: 'last' | 'best'): void {
    this.position.dropout = this.dropout.state();
    this.parts.checkpoints.save(kind, this.position, this.learner);
    this.saved = performance.now();
  }
}
