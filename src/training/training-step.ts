/** One update of the parameters: loss, gradients, clipping, optimiser. */
import { add, dispose, div, variableGrads } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import type { DropoutRates } from '../model/model-config.js';
import type { ParallelBatch } from '../model/parallel-batch.js';
import type { TranslationModel } from '../model/translation-model.js';
import { globalNorm } from '../nn/optimiser.js';
import type { Optimiser } from '../nn/optimiser.js';
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

/**
 * Takes the gradient of all batches together, as if they were one, and moves the optimiser's parameters. Where the
 * loss or the gradient is no finite number, they stay as they were.
 */
export function trainingStep(
  model: TranslationModel,
  optimiser: Optimiser,
  batches: ParallelBatch[],
  options: StepOptions,
): StepResult {
  const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
  const gradients = new Map<string, Tensor>();
  const loss = batches.reduce(
    (sum, batch) => sum + addGradients(gradients, model, optimiser, { batch, tokens, ...options }),
    0,
  );
  const gradientNorm = globalNorm(gradients.values());
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) {
    const { clipNorm, learningRate } = options;
    const scale = gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
    optimiser.step(gradients, learningRate, scale);
  }
  dispose([...gradients.values()]);
  return { loss, gradientNorm };
}

/** Adds the gradient of a batch's loss, a share of that of `tokens` words, to the sums; returns that share. */
function addGradients(
  sums: Map<string, Tensor>,
  model: TranslationModel,
  optimiser: Optimiser,
  {
    batch,
    tokens,
    labelSmoothing,
    rates,
    random,
    precision,
  }: StepOptions & { batch: ParallelBatch; tokens: number },
): number {
  const { value, grads } = withPrecision(precision, () =>
    variableGrads(
      () => div(model.loss(batch, { labelSmoothing, rates, random }), tokens),
      [...optimiser.parameters.values()],
    ),
  );
  const loss = value.dataSync()[0];
  for (const [name, parameter] of optimiser.parameters) {
    const gradient = grads[parameter.name];
    const sum = sums.get(name);
    sums.set(name, sum === undefined ? gradient : add(sum, gradient));
    if (sum !== undefined) dispose([sum, gradient]);
  }
  value.dispose();
  return loss;
}
