/** A decoder step's operations in plain tfjs ones: for every engine without operations of its own. */
import {
  add,
  exp,
  log,
  matMul,
  max,
  mul,
  reshape,
  sigmoid,
  slice,
  softmax,
  split,
  stack,
  sub,
  sum,
  tanh,
  tidy,
  topk,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { InferenceKernels } from './inference-kernels.js';

function lstmCell(x: Tensor, kernel: Tensor, addend: Tensor, cell: Tensor): Tensor[] {
  return tidy(() => {
    const sums = split(add(matMul(x as Tensor2D, kernel as Tensor2D), addend), 4, 1);
    const [input, candidate, forget, output] = sums;
    const next = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
    return [mul(sigmoid(output), tanh(next)), next];
  });
}

export function portableInferenceKernels(): InferenceKernels {
  return {
    lstmCell,

    lstmSequence: (x, kernel, bias) =>
      tidy(() => {
        const [time, batch, inputSize] = x.shape as [number, number, number];
        const size = kernel.shape[0] - inputSize;
        const fromInput = slice(kernel as Tensor2D, [0, 0], [inputSize, -1]);
        const recurrent = slice(kernel as Tensor2D, [inputSize, 0], [size, -1]);
        const flat = reshape<Rank.R2>(x, [time * batch, inputSize]);
        const projected = reshape(add(matMul(flat, fromInput), bias), [time, batch, 4 * size]);
        let state: Tensor[] = [zeros([batch, size]), zeros([batch, size])];
        const states = unstack(projected).map((addend) => {
          state = lstmCell(state[0], recurrent, addend, state[1]);
          return state;
        });
        return [stack(states.map(([hidden]) => hidden)), stack(states.map(([, cell]) => cell))];
      }),

    attentionalStep: (hidden, kernel, keys, values, mask) =>
      tidy(() => {
        const [batch, time, size] = keys.shape as [number, number, number];
        const [rows] = hidden.shape;
        const queries: Tensor3D = reshape(hidden, [batch, rows / batch, size]);
        const weights = softmax(add(matMul(queries, keys as Tensor3D, false, true), mask));
        const context = reshape(matMul(weights as Tensor3D, values as Tensor3D), [rows, size]);
        const own = matMul(hidden as Tensor2D, kernel as Tensor2D);
        return [tanh(add(context, own)), reshape(weights, [rows, time])];
      }),

    affine: (x, kernel, bias) => tidy(() => add(matMul(x as Tensor2D, kernel as Tensor2D), bias)),

    logSoftmax: (logits) =>
      tidy((): Tensor => {
        const shifted = sub(logits, max(logits, 1, true));
        return sub(shifted, log(sum(exp(shifted), 1, true)));
      }),

    topCandidates: (scores, count) => {
      const { values, indices } = topk(scores, count, true);
      return [values, indices];
    },
  };
}
