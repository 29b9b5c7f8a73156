/**
 * Recurrent cells: one step forward and one step backward, without the matrix products around them. Whoever runs
 * a cell makes the pre-activations out of the input (with the bias) and out of the state before.
 */
import type { Operations } from './operations.js';

export const CELLS = ['lstm', 'gru', 'rnn'] as const;
export type CellKind = (typeof CELLS)[number];

/** What a step gives: the next state (hidden first), and what its gradient needs to remember. */
export interface CellStep<X> {
  state: X[];
  saved: X[];
}

export interface CellGradients<X> {
  /** Of the pre-activations out of the input, `[N, G·H]`. */
  fromInput: X;
  /** Of those out of the state. */
  fromState: X;
  /** Of the state before, but for the way through `fromState`; null where there is no other. */
  previous: (X | null)[];
  /** Of the cell's own parameters, row by row: their sums over the rows are the gradients. */
  parameters?: X[];
}

export interface Cell {
  /** Pre-activations a unit, G. */
  gates: number;
  /** Tensors `[N, H]` that make the state, the hidden state first. */
  states: number;
  /**
   * @param fromInput `[N, G·H]` @param fromState `[N, G·H]` @param previous the state before, each `[N, H]`
   * @param parameters what a cell has of its own, such as gains; a plain one has nothing
   */
  forward<X>(ops: Operations<X>, fromInput: X, fromState: X, previous: X[], parameters?: X[]): CellStep<X>;
  /** @param dState gradient of the state after, each `[N, H]` */
  backward<X>(
    ops: Operations<X>,
    step: CellStep<X>,
    previous: X[],
    dState: X[],
    parameters?: X[],
  ): CellGradients<X>;
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000). Columns:
 * input gate i, candidate g, forget gate f, output gate o.
 *
 *     c_t = f ⊙ c_{t−1} + i ⊙ g        h_t = o ⊙ tanh(c_t)
 */
const lstm: Cell = {
  gates: 4,
  states: 2,
  forward(ops, fromInput, fromState, [, before]) {
    const parts = ops.split(ops.add(fromInput, fromState), 4);
    const [input, forget, output] = [parts[0], parts[2], parts[3]].map((part) => ops.sigmoid(part));
    const candidate = ops.tanh(parts[1]);
    const cell = ops.add(ops.multiply(forget, before), ops.multiply(input, candidate));
    const squashed = ops.tanh(cell);
    const hidden = ops.multiply(output, squashed);
    return { state: [hidden, cell], saved: [input, candidate, forget, output, squashed] };
  },
  backward(ops, { state: [, cell], saved }, [, before], [dHidden, dAfter]) {
    const [input, candidate, forget, output, squashed] = saved;
    if (ops.lstmGradient !== null) {
      const gates = { input, candidate, forget, output, squashed };
      const [dGates, dBefore] = ops.lstmGradient({ ...gates, cell, before, dHidden, dCell: dAfter });
      return { fromInput: dGates, fromState: dGates, previous: [null, dBefore] };
    }
    const dCell = ops.add(dAfter, ops.tanhGradient(squashed, ops.multiply(dHidden, output)));
    const dGates = ops.join([
      ops.sigmoidGradient(input, ops.multiply(dCell, candidate)),
      ops.tanhGradient(candidate, ops.multiply(dCell, input)),
      ops.sigmoidGradient(forget, ops.multiply(dCell, before)),
      ops.sigmoidGradient(output, ops.multiply(dHidden, squashed)),
    ]);
    return { fromInput: dGates, fromState: dGates, previous: [null, ops.multiply(dCell, forget)] };
  },
};

/**
 * Gated recurrent unit (Cho et al. 2014), its reset gate after the product as in cuDNN, so that all products of
 * the state are one. Columns: reset gate r, update gate z, candidate n.
 *
 *     n = tanh(x_n + r ⊙ U_n h_{t−1})        h_t = n + z ⊙ (h_{t−1} − n)
 */
const gru: Cell = {
  gates: 3,
  states: 1,
  forward(ops, fromInput, fromState, [before]) {
    const [xReset, xUpdate, xCandidate] = ops.split(fromInput, 3);
    const [hReset, hUpdate, hCandidate] = ops.split(fromState, 3);
    const reset = ops.sigmoid(ops.add(xReset, hReset));
    const update = ops.sigmoid(ops.add(xUpdate, hUpdate));
    const candidate = ops.tanh(ops.add(xCandidate, ops.multiply(reset, hCandidate)));
    const hidden = ops.add(candidate, ops.multiply(update, ops.subtract(before, candidate)));
    return { state: [hidden], saved: [reset, update, candidate, hCandidate] };
  },
  backward(ops, { saved }, [before], [dHidden]) {
    const [reset, update, candidate, hCandidate] = saved;
    const kept = ops.multiply(dHidden, update);
    const dCandidate = ops.tanhGradient(candidate, ops.subtract(dHidden, kept));
    const dUpdate = ops.sigmoidGradient(update, ops.multiply(dHidden, ops.subtract(before, candidate)));
    const dReset = ops.sigmoidGradient(reset, ops.multiply(dCandidate, hCandidate));
    return {
      fromInput: ops.join([dReset, dUpdate, dCandidate]),
      fromState: ops.join([dReset, dUpdate, ops.multiply(dCandidate, reset)]),
      previous: [kept],
    };
  },
};

/** The simple recurrent network (Elman 1990): h_t = tanh(x_t + U h_{t−1}). */
const rnn: Cell = {
  gates: 1,
  states: 1,
  forward: (ops, fromInput, fromState) => ({
    state: [ops.tanh(ops.add(fromInput, fromState))],
    saved: [],
  }),
  backward(ops, { state: [hidden] }, _previous, [dHidden]) {
    const dPre = ops.tanhGradient(hidden, dHidden);
    return { fromInput: dPre, fromState: dPre, previous: [null] };
  },
};

export const cells: Record<CellKind, Cell> = { lstm, gru, rnn };
