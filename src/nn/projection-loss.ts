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
import type { Operations } from './operations.js';
import { product } from './product.js';
import { computed } from './recorded.js';

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
    const [ofLabels] = computed([scores, places(labels)], (ops, [x, at]) => [ops.pick(x, at)]);
    return sub<Tensor1D>(logSumExp(scores, 1), ofLabels);
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

/** What the gradient of the output layer's cross entropy is made of. */
interface SoftmaxGradient<X> {
  /** The probability of each label `[N]`. */
  ofLabels: X;
  /** For g = softmax(logits) less an amount at each label: g W `[N, H]`, gᵀ x `[V, H]` and Σ_n g_n `[V]`. */
  states: X;
  weights: X;
  bias: X;
}

/** @param inputs states `[N, H]`, weights `[V, H]` and bias `[V]` @param labels their places `[N, 2]`, and amounts `[N]` */
function softmaxGradient<X>(
  ops: Operations<X>,
  [states, weights, bias]: X[],
  [places, amounts]: X[],
): SoftmaxGradient<X> {
  const [x, w] = [ops.factor(states), ops.factor(weights)];
  // Each matrix `[N, V]` is freed as soon as the next one is made of it.
  const [scores] = ops.scope(() => [ops.add(ops.product(x, w, { transposeB: true }), bias)]);
  const [probabilities] = ops.scope(() => [ops.softmax(scores)]);
  // Lowered before it is rounded to the products' precision: at a likely word the difference is small.
  const dLogits = ops.lower(probabilities, places, amounts);
  const factor = ops.factor(dLogits);
  return {
    ofLabels: ops.pick(probabilities, places),
    states: ops.product(factor, w),
    weights: ops.product(factor, x, { transposeA: true }),
    bias: ops.sum(dLogits, 0),
  };
}

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
    const taken = [places(labels), fill([count], 1 - smoothing)];
    const [ofLabels, ...gradients] = computed([x, weights, bias, ...taken], (ops, handles) => {
      const gradient = softmaxGradient(ops, handles.slice(0, 3), handles.slice(3));
      return [gradient.ofLabels, gradient.states, gradient.weights, gradient.bias];
    }) as [Tensor1D, Tensor2D, Tensor2D, Tensor1D];
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
