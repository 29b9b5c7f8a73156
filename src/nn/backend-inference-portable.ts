/** A decoder step's operations in plain tfjs ones: for every engine without operations of its own. */
import {
  add,
  concat,
  exp,
  log,
  matMul,
  max,
  mul,
  reshape,
  sigmoid,
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
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { InferenceKernels } from './inference-kernels.js';

/** The gates applied: sums before their squashing `[N, 4H]`, cell state `[N, H]`. */
function applyGates(sums: Tensor, cell: Tensor): Tensor[] {
  const [input, candidate, forget, output] = split(sums, 4, 1);
  const next = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
  return [mul(sigmoid(output), tanh(next)), next];
}

export function portableInferenceKernels(): InferenceKernels {
  return {
    lstmCell: (x, kernel, addend, cell) =>
      tidy(() => applyGates(add(matMul(x as Tensor2D, kernel as Tensor2D), addend), cell)),

    lstmSequence: (fromInput, recurrent) =>
      tidy(() => {
        const rows = fromInput.shape[1] as number;
        const first = zeros([rows, recurrent[0].shape[0]]);
        let state: Tensor[] = [first, first];
        const states = unstack(fromInput).map((projected) => {
          const hidden = split<Tensor2D>(state[0], recurrent.length);
          const products = hidden.map((own, d) => matMul(own, recurrent[d] as Tensor2D));
          state = applyGates(add(projected, concat(products, 0)), state[1]);
          return state;
        });
        return [0, 1].map((part) => stack(states.map((one) => one[part])));
      }),

    attentionalStep: (hidden, kernel, keys, values, mask) =>
      tidy(() => {
        const [batch, time, size] = keys.shape as [number, number, number];
        const [rows] = hidden.shape;
        const queries: Tensor3D = reshape(hidden, [batch, rows / batch, size]);
        const weights = softmax(add(matMul(queries, keys as Tensor3D, false, true), mask));
        const context = reshape(matMul(weights as Tensor3D, values as Tensor3D), [
          rows,
          kernel.shape[1] as number,
        ]);
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
