/** The output layer and its cross entropy as one operation, so that the logits' gradient is made only once. */
import {
  add,
  customGrad,
  fill,
  gather,
  mean,
  mul,
  sub,
  sum,
  tidy,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { callKernels } from './kernels.js';
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
export function negativeLogLikelihood(states: Tensor2D, output: OutputWeights, labels: Tensor1D): Tensor1D {
  return tidy(() => crossEntropy(logits(states, output), labels)[0] as Tensor1D);
}

function crossEntropy(scores: Tensor2D, labels: Tensor1D): Tensor[] {
  return callKernels('SparseCrossEntropy', { logits: scores, labels });
}

/**
 * Label-smoothed cross entropy (Szegedy et al. 2016, sec. 7), summed over N target tokens, in nats:
 *
 *     Σ_n  log Σ_v exp z_nv − (1 − ε) z_ny − ε mean_v z_nv
 *
 * Its gradient with respect to the logits is p − (1 − ε) onehot(y) − ε/V. The engine gives p − onehot(y); the
 * rest is linear in sums that are cheap to take, so that no second `[N, V]` matrix is made for it.
 * @param states `[N, H]` @param labels int32 `[N]` @param smoothing ε
 */
export function projectionLoss(
  states: Tensor2D,
  output: OutputWeights,
  labels: Tensor1D,
  smoothing: number,
): Scalar {
  const size = output.bias.shape[0];
  const operation = customGrad((...inputs) => {
    const [x, weights, bias, save] = inputs as unknown as [Tensor2D, Tensor2D, Tensor1D, GradSaveFunc];
    const [losses, dLogits] = crossEntropy(logits(x, { weights, bias }), labels) as [Tensor1D, Tensor2D];
    let value = sum(losses);
    let dStates = product(dLogits, weights);
    let dWeights = product(dLogits, x, { transposeA: true });
    let dBias = sum<Tensor1D>(dLogits, 0);
    if (smoothing > 0) {
      const truth = gather(weights, labels);
      const meanWeights = mean<Tensor1D>(weights, 0);
      const ones = mul<Tensor1D>(sum(x, 0), smoothing / size);
      const count = x.shape[0];
      const labelScore = add(sum(mul(x, truth)), sum(gather(bias, labels)));
      const meanScore = add(sum(mul(x, meanWeights)), mul(mean(bias), count));
      value = add(value, mul(sub(labelScore, meanScore), smoothing));
      dStates = add(dStates, mul(sub(truth, meanWeights), smoothing));
      const labelled = unsortedSegmentSum<Tensor2D>(mul<Tensor2D>(x, smoothing), labels, size);
      dWeights = sub(add(dWeights, labelled), ones);
      const labelCounts = unsortedSegmentSum(fill([count], smoothing), labels, size);
      dBias = sub<Tensor1D>(add(dBias, labelCounts), (count * smoothing) / size);
    }
    save([dStates, dWeights, dBias]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => saved.map((gradient) => mul(gradient, dy)),
    };
  });
  return operation(states, output.weights, output.bias) as Scalar;
}
