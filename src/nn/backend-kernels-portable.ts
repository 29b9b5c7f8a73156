/** The engine's operations in plain tfjs ones: for every engine without fused operations of its own. */
import {
  add,
  concat,
  div,
  exp,
  log,
  matMul,
  max,
  mul,
  oneHot,
  reshape,
  sigmoid,
  slice,
  split,
  squeeze,
  stack,
  sub,
  sum,
  tanh,
  tidy,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from './kernels.js';

/** x ↦ x(1 − x), the derivative of the logistic function in terms of its value. */
const logisticSlope = (value: Tensor): Tensor => mul(value, sub(1, value));
/** x ↦ 1 − x², the derivative of tanh in terms of its value. */
const tanhSlope = (value: Tensor): Tensor => sub(1, mul(value, value));

export function portableKernels(): Kernels {
  return {
    product: (a, b, transposeA, transposeB) => matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB),

    lstmForward: (x, kernel, bias, hidden, cell) =>
      tidy(() => {
        const [time, batch, inputSize] = x.shape as [number, number, number];
        const size = hidden.shape[1] as number;
        const fromInput = slice(kernel as Tensor2D, [0, 0], [inputSize, -1]);
        const recurrent = slice(kernel as Tensor2D, [inputSize, 0], [size, -1]);
        const projected = add(matMul(reshape(x, [time * batch, inputSize]), fromInput), bias);
        const inputs = unstack(reshape(projected, [time, batch, 4 * size]));
        const saved: Tensor[][] = [[], [], [], [], [], [], []];
        let h = hidden;
        let c = cell;
        for (const projection of inputs) {
          const sums = split(add(projection, matMul(h as Tensor2D, recurrent)), 4, 1);
          const input = sigmoid(sums[0]);
          const candidate = tanh(sums[1]);
          const forget = sigmoid(sums[2]);
          const output = sigmoid(sums[3]);
          c = add(mul(forget, c), mul(input, candidate));
          const squashed = tanh(c);
          h = mul(output, squashed);
          [h, c, input, forget, output, candidate, squashed].forEach((tensor, k) => saved[k].push(tensor));
        }
        return saved.map((tensors) => stack(tensors));
      }),

    lstmBackward: ({ x, kernel, firstCell, cell, gates }, dHidden, dCell) =>
      tidy(() => {
        const size = firstCell.shape[1] as number;
        const recurrent = slice(kernel as Tensor2D, [kernel.shape[0] - size, 0], [size, -1]);
        const [input, forget, output, candidate, squashed, cells, dHiddens, dCells] = [
          gates.input,
          gates.forget,
          gates.output,
          gates.candidate,
          gates.squashed,
          cell,
          dHidden,
          dCell,
        ].map((tensor) => unstack(tensor));
        const dGates: Tensor[] = [];
        let dh = dHiddens[dHiddens.length - 1];
        let dc = dCells[dCells.length - 1];
        for (let t = x.shape[0] - 1; t >= 0; t--) {
          const previousCell = t > 0 ? cells[t - 1] : firstCell;
          dc = add(dc, mul(mul(dh, output[t]), tanhSlope(squashed[t])));
          const dInput = mul(mul(dc, candidate[t]), logisticSlope(input[t]));
          const dCandidate = mul(mul(dc, input[t]), tanhSlope(candidate[t]));
          const dForget = mul(mul(dc, previousCell), logisticSlope(forget[t]));
          const dOutput = mul(mul(dh, squashed[t]), logisticSlope(output[t]));
          dGates[t] = concat([dInput, dCandidate, dForget, dOutput], 1);
          const dRecurrent = matMul(dGates[t] as Tensor2D, recurrent, false, true);
          const dPrevious = mul(dc, forget[t]);
          dh = t > 0 ? add(dHiddens[t - 1], dRecurrent) : dRecurrent;
          dc = t > 0 ? add(dCells[t - 1], dPrevious) : dPrevious;
        }
        return [stack(dGates), dh, dc];
      }),

    crossEntropy: (logits, labels) =>
      tidy(() => {
        const size = logits.shape[1] as number;
        const shifted = sub(logits, max(logits, 1, true));
        const exponentials = exp(shifted);
        const total = sum(exponentials, 1, true);
        const truth = oneHot(labels, size);
        const losses = squeeze(sub(log(total), sum(mul(truth, shifted), 1, true)), [1]);
        return [losses, sub(div(exponentials, total), truth)];
      }),
  };
}
