/** A recurrent layer over a whole sequence as one operation, with its gradient. */
import { registerGradient, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { cells } from './cells.js';
import type { CellKind } from './cells.js';
import { callKernels } from './kernels.js';
import type { Kernel } from './kernels.js';
import { currentPrecision } from './precision.js';
import { recurrenceBackward, recurrenceForward } from './recurrence-passes.js';
import type { RecurrenceInputs } from './recurrence-passes.js';

export interface RecurrenceOptions {
  cell: CellKind;
  /** Factors of the hidden state where it is read, the same at every step, `[D, B, H]`; null for none. */
  mask?: Tensor3D | null;
  /** Promises that of the states only the hidden ones are used, which spares the gradient of the others. */
  hiddenOnly?: boolean;
}

/**
 * Runs D recurrent layers side by side, such as the two directions of an encoder.
 * @param fromInput what the input adds to the cell's pre-activations, bias included, `[D, T, B, G·H]`
 * @param recurrent weights of the hidden state, `[D, H, G·H]`
 * @param first the state before the first step, hidden first, each `[D, B, H]`
 * @returns the states after each step, hidden first, each `[D, T, B, H]`
 */
export function recur(
  fromInput: Tensor4D,
  recurrent: Tensor3D,
  first: Tensor3D[],
  { cell, mask = null, hiddenOnly = false }: RecurrenceOptions,
): Tensor4D[] {
  // The tensor library wants the same inputs at every call: what is absent is stood in for, and not looked at.
  const [firstHidden, firstCell = firstHidden] = first;
  const inputs = { fromInput, recurrent, firstHidden, firstCell, mask: mask ?? firstHidden };
  const attributes = { cell, masked: mask !== null, hiddenOnly, precision: currentPrecision() };
  return callKernels(recurrence.name, inputs, attributes).slice(0, cells[cell].states) as Tensor4D[];
}

/** Inputs as the passes take them, of the kernels' inputs by name. */
function named<X>(inputs: Record<string, X>, states: number, masked: boolean): RecurrenceInputs<X> {
  const { fromInput, recurrent, firstHidden, firstCell, mask } = inputs;
  return {
    fromInput,
    recurrent,
    first: [firstHidden, firstCell].slice(0, states),
    mask: masked ? mask : null,
  };
}

export const recurrence: Kernel = {
  name: 'Recurrence',
  run(ops, inputs, { cell: kind, masked }) {
    const cell = cells[kind as CellKind];
    const { states, saved } = recurrenceForward(ops, cell, named(inputs, cell.states, Boolean(masked)));
    return [...states, ...saved];
  },
};

/** Inputs besides those of the forward pass: its results in order, then the gradients of the states. */
export const recurrenceGradient: Kernel = {
  name: 'RecurrenceGradient',
  run(ops, inputs, { cell: kind, masked, hiddenOnly }) {
    const cell = cells[kind as CellKind];
    const numbered = (name: string, count: number): (typeof inputs)[string][] =>
      Array.from({ length: count }, (_, k) => inputs[`${name}${k}`]);
    const pass = { states: numbered('state', cell.states), saved: numbered('saved', cell.saves) };
    const dStates = numbered('gradient', cell.states).map((gradient, k) =>
      k > 0 && hiddenOnly ? null : gradient,
    );
    const gradients = recurrenceBackward(
      ops,
      cell,
      named(inputs, cell.states, Boolean(masked)),
      pass,
      dStates,
    );
    return [gradients.fromInput, gradients.recurrent, ...gradients.first];
  },
};

const INPUTS = ['fromInput', 'recurrent', 'firstHidden', 'firstCell', 'mask'];
/** The most results that a cell's forward pass has; the tensor library saves as many as there are. */
const RESULTS = Math.max(...Object.values(cells).map(({ states, saves }) => states + saves));

registerGradient({
  kernelName: recurrence.name,
  inputsToSave: INPUTS,
  outputsToSave: Array<boolean>(RESULTS).fill(true),
  gradFunc: (dy, saved, attributes) => {
    const cell = cells[attributes.cell as CellKind];
    const inputs: Record<string, Tensor> = Object.fromEntries(INPUTS.map((name, k) => [name, saved[k]]));
    const results = saved.slice(INPUTS.length);
    const dResults = (Array.isArray(dy) ? dy : [dy]) as Tensor[];
    const number = (name: string, tensors: Tensor[]): Record<string, Tensor> =>
      Object.fromEntries(tensors.map((tensor, k) => [`${name}${k}`, tensor]));
    const [fromInput, recurrent, firstHidden, firstCell] = callKernels(
      recurrenceGradient.name,
      {
        ...inputs,
        ...number('state', results.slice(0, cell.states)),
        ...number('saved', results.slice(cell.states)),
        ...number('gradient', attributes.hiddenOnly ? dResults.slice(0, 1) : dResults.slice(0, cell.states)),
      },
      attributes,
    ) as (Tensor | undefined)[];
    return {
      fromInput: () => fromInput as Tensor,
      recurrent: () => recurrent as Tensor,
      firstHidden: () => firstHidden as Tensor,
      firstCell: () => firstCell ?? zerosLike(inputs.firstCell),
      mask: () => zerosLike(inputs.mask),
    };
  },
});
