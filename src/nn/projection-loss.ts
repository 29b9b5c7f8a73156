/** The output layer and its cross entropy as one operation, so that the logits' gradient is made only once. */
import {
  add,
  customGrad,
  fill,
  gather,
  log,
  logSumExp,
  maximum,
  mean,
  mul,
  neg,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { callKernels } from './kernels.js';
import type { Kernel } from './kernels.js';
import { currentPrecision } from './precision.js';
import { product } from './product.js';

export interface OutputWeights {
  /** `[V, H]` */
  weights: Tensor2D;
  /** `[V]` */
  bias: Tensor1D;
}

/** `[N, H]` to scores over the vocabulary before the softmax, `[N, V]`. */
export function logits(states: Tensor2D, { weights, bias }: OutputWeights): Tensor2D {
  return add(product(states, weights, { transposeB: true }), bias);
}

/** Negative log-probability of each label, in nats, `[N]`: what perplexity is made of. No gradient. */
export function negativeLogLikelihood(states: Tensor2D, output: OutputWeights, labels: Int32Array): Tensor1D {
  return tidy(() => {
    const scores = logits(states, output);
    return sub<Tensor1D>(logSumExp(scores, 1), callKernels(pick.name, { scores, places: places(labels) })[0]);
  });
}

/** Where the labels stand in `[N, V]`, int32 `[N, 2]`. */
function places(labels: Int32Array): Tensor2D {
  const values = new Int32Array(2 * labels.length);
  labels.forEach((label, n) => {
    values[2 * n] = n;
    values[2 * n + 1] = label;
  });
  return tensor2d(values, [labels.length, 2], 'int32');
}

/** Numbers of a matrix at given places. */
export const pick: Kernel = {
  name: 'Pick',
  run: (ops, { scores, places }) => [ops.pick(scores, places)],
};

/**
 * The softmax of the output layer, and what its cross entropy's gradient is made of.
 * @returns the probability of each label `[N]`, then, for g = softmax(logits) less an amount at each label:
 *   g W `[N, H]`, gᵀ x `[V, H]` and Σ_n g_n `[V]`
 */
export const projectionLossKernel: Kernel = {
  name: 'ProjectionLoss',
  run(ops, { states, weights, bias, places, amounts }) {
    const x = ops.factor(states);
    const w = ops.factor(weights);
    const probabilities = ops.softmax(ops.add(ops.product(x, w, { transposeB: true }), bias));
    // Lowered before it is rounded to the products' precision: at a likely word the difference is small.
    const dLogits = ops.lower(probabilities, places, amounts);
    const factor = ops.factor(dLogits);
    return [
      ops.pick(probabilities, places),
      ops.product(factor, w),
      ops.product(factor, x, { transposeA: true }),
      ops.sum(dLogits, 0),
    ];
  },
};

/** The least probability whose logarithm a float32 softmax can still give. */
const LEAST_PROBABILITY = 1.2e-38;

/**
 * Label-smoothed cross entropy (Szegedy et al. 2016, sec. 7), summed over N target tokens, in nats:
 *
 *     Σ_n  log Σ_v exp z_nv − (1 − ε) z_ny − ε mean_v z_nv
 *
 * Its gradient with respect to the logits is p − (1 − ε) onehot(y) − ε/V. The part ε/V, the same everywhere, is
 * taken off the products afterwards, so that no second `[N, V]` matrix is made for it.
 * @param states `[N, H]` @param labels `[N]` @param smoothing ε
 */
export function projectionLoss(
  states: Tensor2D,
  output: OutputWeights,
  labels: Int32Array,
  smoothing: number,
): Scalar {
  const size = output.bias.shape[0];
  const count = labels.length;
  const operation = customGrad((...inputs) => {
    const [x, weights, bias, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor1D, GradSaveFunc];
    const [ofLabels, ...gradients] = callKernels(
      projectionLossKernel.name,
      { states: x, weights, bias, places: places(labels), amounts: fill([count], 1 - smoothing) },
      { precision: currentPrecision() },
    ) as [Tensor1D, Tensor2D, Tensor2D, Tensor1D];
    let value = neg(sum(log(maximum(ofLabels, LEAST_PROBABILITY))));
    let [dStates, dWeights, dBias] = gradients;
    if (smoothing > 0) {
      const rows = tensor1d(labels, 'int32');
      const meanWeights = mean<Tensor1D>(weights, 0);
      const labelScore = add(sum(mul(x, gather(weights, rows))), sum(gather(bias, rows)));
      const meanScore = add(sum(mul(x, meanWeights)), mul(mean(bias), count));
      value = add(value, mul(sub(labelScore, meanScore), smoothing));
      dStates = sub(dStates, mul(meanWeights, smoothing));
      dWeights = sub(dWeights, mul<Tensor1D>(sum(x, 0), smoothing / size));
      dBias = sub<Tensor1D>(dBias, (count * smoothing) / size);
    }
    save([dStates, dWeights, dBias]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved.map((gradient) => mul(gradient, dy)),
    };
  });
  return operation(states, output.weights, output.bias) as Scalar;
}
