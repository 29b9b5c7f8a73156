/** The parameters of a model in the layout of ONNX's operators. */
import type { StoredTensor } from '../model/safetensors.js';

export type Weights = ReadonlyMap<string, StoredTensor>;

/** The parameter of a name. Throws where there is none, which is a mistake in the program. */
export function weightsOf(weights: Weights, name: string): StoredTensor {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new Error(`parameter: expected '${name}' in the model, got none`);
  return tensor;
}

/**
 * Turns `[I, G·H]`, whose columns are gates in Ieum's order, into `[G·H, I]`, whose rows are gates in ONNX's.
 * @param order for each gate of ONNX its place in Ieum's order
 */
export function gateRows(
  { shape: [inputs, columns], values }: StoredTensor,
  order: readonly number[],
): Float32Array {
  const size = columns / order.length;
  const rows = new Float32Array(values.length);
  order.forEach((from, gate) => {
    for (let unit = 0; unit < size; unit++) {
      const row = (gate * size + unit) * inputs;
      const column = from * size + unit;
      for (let k = 0; k < inputs; k++) rows[row + k] = values[k * columns + column];
    }
  });
  return rows;
}

/** A bias `[G·H]` with its gates in ONNX's order, and the bias of the state behind it, which is zero: `[2·G·H]`. */
export function gateBias({ values }: StoredTensor, order: readonly number[]): Float32Array {
  const size = values.length / order.length;
  const bias = new Float32Array(2 * values.length);
  order.forEach((from, gate) => bias.set(values.subarray(from * size, (from + 1) * size), gate * size));
  return bias;
}

/** Arrays one after the other. */
export function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
