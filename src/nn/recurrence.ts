/** Recurrent layers over a whole sequence as one operation, with its gradient. */
import { reshape, unstack } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { runningOperations } from './backend-operations.js';
import { cells } from './cells.js';
import type { CellKind } from './cells.js';
import { normalisedCells } from './normalised-cells.js';
import { currentPrecision } from './precision.js';
import { recorded } from './recorded.js';
import { recurrenceBackward, recurrenceForward, stateSequence } from './recurrence-passes.js';
import type { RecurrenceInputs } from './recurrence-passes.js';

export interface RecurrenceOptions {
  cell: CellKind;
  /** Factors of the hidden state where it is read, the same at every step, `[D, B, H]`; null for none. */
  mask?: Tensor3D | null;
  /** Whether only the hidden states are wanted. */
  hiddenOnly?: boolean;
  /** Parameters of a normalised cell, each `[D, 1, W]`; null for a plain one. */
  norm?: Tensor3D[] | null;
}

/**
 * Runs D recurrent layers side by side, such as the two directions of an encoder.
 * @param fromInput what the input adds to the cell's pre-activations, bias included, `[D, T, B, G·H]`
 * @param recurrent weights of the hidden state, `[H, G·H]` of each layer
 * @param first the state before the first step, hidden first, each `[D, B, H]`
 * @returns the states after each step, hidden first, each `[D, T, B, H]`
 */
export function recur(
  fromInput: Tensor4D,
  recurrent: Tensor2D[],
  first: Tensor3D[],
  { cell: kind, mask = null, hiddenOnly = false, norm = null }: RecurrenceOptions,
): Tensor4D[] {
  const cell = norm === null ? cells[kind] : normalisedCells[kind];
  const named = inputsOf(recurrent.length, cell.states);
  const wanted = hiddenOnly ? 1 : cell.states;
  const [states] = recorded(
    [fromInput, ...recurrent, ...first, ...(norm ?? [])],
    mask === null ? [] : [mask],
    (ops, inputs, constants) => {
      const given = named(inputs, constants);
      const steps = recurrenceForward(ops, cell, given);
      const sequences = Array.from({ length: wanted }, (_, part) => stateSequence(ops, given, steps, part));
      return {
        value: ops.stack(sequences, 0),
        held: steps.flatMap(({ state, saved }) => [...state, ...saved]),
        backward: (again, masks, dValue) => {
          const dStates = ops.unstack(dValue, 0);
          const gradients = recurrenceBackward(ops, cell, named(again, masks), steps, dStates);
          return [gradients.fromInput, ...gradients.recurrent, ...gradients.first, ...gradients.parameters];
        },
      };
    },
  );
  // A single part need not be cut out.
  if (wanted === 1) return [reshape<Rank.R4>(states, states.shape.slice(1) as Tensor4D['shape'])];
  return unstack(states) as Tensor4D[];
}

/** Names what a recurrence of so many layers, with so many parts of state, was given. */
function inputsOf(layers: number, states: number): <X>(inputs: X[], masks: X[]) => RecurrenceInputs<X> {
  return ([fromInput, ...rest], masks) => ({
    fromInput,
    recurrent: rest.slice(0, layers),
    first: rest.slice(layers, layers + states),
    parameters: rest.slice(layers + states),
    mask: masks.length === 0 ? null : masks[0],
  });
}

/** Whether layers that read so many sentences side by side are faster with a product each than with one of a batch. */
export function multipliesApart(sentences: number): boolean {
  return sentences <= runningOperations(currentPrecision()).fewRows;
}
