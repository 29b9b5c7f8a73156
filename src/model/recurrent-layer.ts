/** A recurrent layer of encoder or decoder over a whole sequence: input projection, recurrence, normalisation. */
import { add, expandDims, reshape, stack } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { layerNorm } from '../nn/layer-norm.js';
import { normalisedCells } from '../nn/normalised-cells.js';
import { product } from '../nn/product.js';
import { multipliesApart, recur } from '../nn/recurrence.js';
import type { ModelConfig } from './model-config.js';
import { matrix, vector } from './parameters.js';
import type { Parameters } from './parameters.js';

export interface RecurrentLayerOptions {
  config: ModelConfig;
  parameters: Parameters;
  /** Parameter names of the D layers that run side by side, such as `encoder.forward.0`. */
  names: string[];
  time: number;
  /** The state before the first step, hidden first, each `[D, B, H]`. */
  first: Tensor3D[];
  /** Factors of the hidden state where it is read, `[D, B, H]`; null for none. */
  mask: Tensor3D | null;
  /** Whether only the hidden states are wanted. */
  hiddenOnly: boolean;
}

/** The same matrix of each layer, `[D, I, W]`; a single one is not copied. */
function sideBySide(matrices: Tensor2D[]): Tensor3D {
  return matrices.length === 1 ? expandDims(matrices[0], 0) : (stack(matrices) as Tensor3D);
}

/** The same vector of each layer, `[D, 1, W]`. */
function vectors({ parameters, names }: RecurrentLayerOptions, part: string): Tensor3D {
  return sideBySide(
    names.map((name) => {
      const values = vector(parameters, `${name}.${part}`);
      return reshape<Rank.R2>(values, [1, values.shape[0]]);
    }),
  );
}

/** What the input adds to the cells' pre-activations, `[D, T · B, G·H]`. */
function fromInput(inputs: Tensor2D[], options: RecurrentLayerOptions): Tensor3D {
  const { config, parameters, names, first } = options;
  const kernels = names.map((name) => matrix(parameters, `${name}.kernel`));
  const isSplit = names.length === 1 || multipliesApart(first[0].shape[1]);
  const products = isSplit
    ? sideBySide(inputs.map((x, d) => product(x, kernels[d])))
    : product(sideBySide(inputs), sideBySide(kernels));
  const { blocks } = normalisedCells[config.cell];
  const sums = config.layerNorm ? layerNorm(products, vectors(options, 'inputGain'), blocks) : products;
  return add(sums, vectors(options, 'bias'));
}

/**
 * Runs D layers side by side, such as the two directions of an encoder.
 * @param inputs of each layer, `[T · B, I]`
 * @returns the states after each step, hidden first, each `[D, T, B, H]`
 */
export function recurrentLayer(inputs: Tensor2D[], options: RecurrentLayerOptions): Tensor4D[] {
  const { config, parameters, names, time, first, mask, hiddenOnly } = options;
  const projected = fromInput(inputs, options);
  const [directions, rows, width] = projected.shape;
  const recurrent = names.map((name) => matrix(parameters, `${name}.recurrent`));
  const { parameters: own } = normalisedCells[config.cell];
  return recur(reshape(projected, [directions, time, rows / time, width]), recurrent, first, {
    cell: config.cell,
    mask,
    hiddenOnly,
    norm: config.layerNorm ? own.map(({ name }) => vectors(options, name)) : null,
  });
}
