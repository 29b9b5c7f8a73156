/** A decoder step's operations in terms of TensorFlow's own, each a chain without a detour through the library. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { InferenceKernels } from './inference-kernels.js';
import { integer } from './tensorflow-addon.js';
import type { OutputMetadata } from './tensorflow-addon.js';
import { Chain } from './tensorflow-chain.js';
import { blockLength } from './top-candidates.js';

/** The gates applied: sums before their squashing `[N, 4H]`, cell state `[N, H]`. */
function applyGates(
  steps: Chain,
  sums: number,
  cell: number,
): { hidden: OutputMetadata; next: OutputMetadata } {
  const [input, candidate, forget, output] = steps.split(sums, { parts: 4, axis: 1 });
  const kept = steps.one('Mul', steps.one('Sigmoid', forget), cell);
  const added = steps.one('Mul', steps.one('Sigmoid', input), steps.one('Tanh', candidate));
  const [next] = steps.run('AddV2', [kept, added]);
  const opened = steps.one('Sigmoid', output);
  const [hidden] = steps.run('Mul', [opened, steps.one('Tanh', next.id)]);
  return { hidden, next };
}

function topOfBlocks(scores: Tensor, count: number, length: number): Tensor[] {
  const [rows, size] = scores.shape as [number, number];
  const steps = new Chain();
  const wanted = steps.integers([count], []).id;
  const blocks = steps.reshape(steps.inputs(scores)[0], [rows, size / length, length]).id;
  const maxima = steps.one('Max', blocks, steps.integers([2], []).id);
  const [, found] = steps.run('TopKV2', [maxima, wanted], 2);
  // In the order of their places, so that of equal scores the lower index stays first.
  const chosen = steps.read(found.id);
  for (let row = 0; row < rows; row++) chosen.subarray(row * count, (row + 1) * count).sort();
  const places = steps.integers(chosen, [rows, count]).id;
  const searched = steps.one('GatherV2', blocks, places, steps.integers([1], []).id);
  const flat = steps.reshape(searched, [rows, count * length]).id;
  const [values, within] = steps.run('TopKV2', [flat, wanted], 2);
  const indices = steps.read(within.id).map((place, i) => {
    const block = chosen[i - (i % count) + Math.floor(place / length)];
    return block * length + (place % length);
  });
  return steps.end(values, steps.integers(indices, [rows, count]));
}

export function tensorFlowInferenceKernels(): InferenceKernels {
  return {
    lstmCell(x, kernel, addend, cell) {
      const steps = new Chain();
      const [xId, kernelId, addendId, cellId] = steps.inputs(x, kernel, addend, cell);
      const sums = steps.one('AddV2', steps.one('MatMul', xId, kernelId), addendId);
      const { hidden, next } = applyGates(steps, sums, cellId);
      return steps.end(hidden, next);
    },

    lstmSequence(fromInput, recurrent) {
      const [time, rows] = fromInput.shape as [number, number];
      const steps = new Chain();
      const [inputId, ...recurrentIds] = steps.inputs(fromInput, ...recurrent);
      const directions = recurrentIds.length;
      const zeros = steps.zeros([rows, recurrent[0].shape[0]]);
      let [hidden, cell] = [zeros, zeros];
      const states = steps.run('Unpack', [inputId], time, [integer('num', time)]).map(({ id }) => {
        // A product for each direction: one over all of them at once takes several times as long for few rows.
        const own = directions === 1 ? [hidden] : steps.split(hidden, { parts: directions, axis: 0 });
        const products = own.map((part, d) => steps.one('MatMul', part, recurrentIds[d]));
        const product = directions === 1 ? products[0] : steps.concat(products);
        const applied = applyGates(steps, steps.one('AddV2', id, product), cell);
        [hidden, cell] = [applied.hidden.id, applied.next.id];
        return [hidden, cell];
      });
      const packed = [0, 1].map((part) => {
        const parts = states.map((state) => state[part]);
        return steps.run('Pack', parts, 1, [integer('N', time)])[0];
      });
      return steps.end(...packed);
    },

    attentionalStep(hidden, kernel, keys, values, mask) {
      const [batch, time, size] = keys.shape as [number, number, number];
      const [rows] = hidden.shape;
      const steps = new Chain();
      const [hiddenId, kernelId, keysId, valuesId, maskId] = steps.inputs(hidden, kernel, keys, values, mask);
      const queries = steps.reshape(hiddenId, [batch, rows / batch, size]).id;
      const scores = steps.one('AddV2', steps.one('ScoreProduct', queries, keysId), maskId);
      const weights = steps.one('Softmax', scores); // [B, K, T]
      const means = steps.one('BatchMatMulV2', weights, valuesId); // [B, K, A]
      const context = steps.reshape(means, [rows, values.shape[2] as number]).id;
      const sum = steps.one('AddV2', context, steps.one('MatMul', hiddenId, kernelId));
      const [attentional] = steps.run('Tanh', [sum]);
      return steps.end(attentional, steps.reshape(weights, [rows, time]));
    },

    affine(x, kernel, bias) {
      const steps = new Chain();
      const [xId, kernelId, biasId] = steps.inputs(x, kernel, bias);
      const [result] = steps.run('BiasAdd', [steps.one('MatMul', xId, kernelId), biasId]);
      return steps.end(result)[0];
    },

    logSoftmax(logits) {
      const steps = new Chain();
      return steps.end(...steps.run('LogSoftmax', steps.inputs(logits)))[0];
    },

    topCandidates(scores, count) {
      const length = blockLength(scores.shape[1] as number, count);
      if (length !== null) return topOfBlocks(scores, count, length);
      const steps = new Chain();
      return steps.end(...steps.run('TopKV2', [...steps.inputs(scores), steps.integers([count], []).id], 2));
    },
  };
}
