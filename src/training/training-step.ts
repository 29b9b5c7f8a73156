/** One update of the parameters: loss, gradients, clipping, optimiser. */
import { dispose, div, variableGrads } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import type { DropoutRates } from '../model/model-config.js';
import type { ParallelBatch } from '../model/parallel-batch.js';
import type { TranslationModel } from '../model/translation-model.js';
import { globalNorm } from '../nn/adam.js';
import type { Adam } from '../nn/adam.js';
import { withPrecision } from '../nn/precision.js';
import type { Precision } from '../nn/precision.js';

export interface StepOptions {
  learningRate: number;
  clipNorm: number;
  labelSmoothing: number;
  rates: DropoutRates;
  random: Random;
  precision: Precision;
}

export interface StepResult {
  /** Label-smoothed loss in nats a target word. */
  loss: number;
  /** Norm of the gradient before clipping. */
  gradientNorm: number;
}

/** Where the loss or the gradient is no finite number, the parameters stay as they were. */
export function trainingStep(
  model: TranslationModel,
  optimiser: Adam,
  batch: ParallelBatch,
  { learningRate, clipNorm, labelSmoothing, rates, random, precision }: StepOptions,
): StepResult {
  const { value, grads } = withPrecision(precision, () =>
    variableGrads(
      () => div(model.loss(batch, { labelSmoothing, rates, random }), batch.tokens),
      model.variables,
    ),
  );
  const loss = value.dataSync()[0];
  const gradients = new Map(
    [...model.parameters].map(([name, parameter]) => [name, grads[parameter.name].dataSync<'float32'>()]),
  );
  const gradientNorm = globalNorm(gradients.values());
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
    const scale = gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
    optimiser.step(gradients, learningRate, scale);
  }
  dispose([value, ...Object.values(grads)]);
  return { loss, gradientNorm };
}
