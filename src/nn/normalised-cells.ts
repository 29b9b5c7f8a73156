/**
 * Recurrent cells with layer normalisation (Ba et al. 2016). What comes out of the state is normalised at each
 * step before it meets what comes out of the input, which is normalised for all steps at once beforehand; the
 * biases stand behind both.
 */
import { cells } from './cells.js';
import type { Cell, CellKind } from './cells.js';
import { normalise, normaliseGradient } from './layer-norm.js';
import type { Operations } from './operations.js';

/** What a normalised cell has of its own. */
export interface CellParameter {
  /** Such as `stateGain`. */
  name: string;
  /** Its length: that of the pre-activations, G·H, or that of the state, H. */
  of: 'width' | 'size';
}

export interface NormalisedCell extends Cell {
  /**
   * Equal parts of the pre-activations that are normalised each on its own. Those of an LSTM are one (eq. 20);
   * a GRU's candidate is not weighed against its gates.
   */
  blocks: number;
  /** In the order in which a step is given them, each `[D, 1, …]`. */
  parameters: CellParameter[];
}

const STATE_GAIN: CellParameter = { name: 'stateGain', of: 'width' };

/** A cell whose pre-activations out of the state are normalised, and nothing else. */
function normalisedState(cell: Cell, blocks: number): NormalisedCell {
  return {
    gates: cell.gates,
    states: cell.states,
    blocks,
    parameters: [STATE_GAIN],
    forward(ops, fromInput, fromState, previous, [gain] = []) {
      const { normal, scale } = normalise(ops, fromState, blocks);
      const { state, saved } = cell.forward(ops, fromInput, ops.multiply(normal, gain), previous);
      return { state, saved: [normal, scale, ...saved] };
    },
    backward(ops, { state, saved: [normal, scale, ...saved] }, previous, dState, [gain] = []) {
      const inner = cell.backward(ops, { state, saved }, previous, dState);
      const dNormal = ops.multiply(inner.fromState, gain);
      return {
        ...inner,
        fromState: normaliseGradient(ops, { normal, scale }, dNormal, blocks),
        parameters: [ops.multiply(inner.fromState, normal)],
      };
    },
  };
}

/** The pre-activations of an LSTM's gates through their functions: input, candidate, forget, output. */
function opened<X>(ops: Operations<X>, sums: X): X[] {
  return ops.split(sums, 4).map((part, k) => (k === 1 ? ops.tanh(part) : ops.sigmoid(part)));
}

/**
 * An LSTM whose cell state is normalised too where it is read (eq. 20 to 22); what is carried on is not.
 *
 *     c_t = f ⊙ c_{t−1} + i ⊙ g        h_t = o ⊙ tanh(LN(c_t))
 */
const lstm: NormalisedCell = {
  gates: 4,
  states: 2,
  blocks: 1,
  parameters: [STATE_GAIN, { name: 'cellGain', of: 'size' }, { name: 'cellBias', of: 'size' }],
  forward(ops, fromInput, fromState, [, before], [stateGain, cellGain, cellBias] = []) {
    const outOfState = normalise(ops, fromState, 1);
    const sums = ops.add(fromInput, ops.multiply(outOfState.normal, stateGain));
    const [input, candidate, forget, output] = opened(ops, sums);
    const cell = ops.add(ops.multiply(forget, before), ops.multiply(input, candidate));
    const read = normalise(ops, cell, 1);
    const squashed = ops.tanh(ops.add(ops.multiply(read.normal, cellGain), cellBias));
    const saved = [input, candidate, forget, output, squashed];
    return {
      state: [ops.multiply(output, squashed), cell],
      saved: [outOfState.normal, outOfState.scale, read.normal, read.scale, ...saved],
    };
  },
  backward(ops, { saved }, [, before], [dHidden, dAfter], [stateGain, cellGain] = []) {
    const [outOfState, stateScale, read, cellScale, input, candidate, forget, output, squashed] = saved;
    const dRead = ops.tanhGradient(squashed, ops.multiply(dHidden, output));
    const normalCell = { normal: read, scale: cellScale };
    const dCell = ops.add(dAfter, normaliseGradient(ops, normalCell, ops.multiply(dRead, cellGain), 1));
    const dGates = ops.join([
      ops.sigmoidGradient(input, ops.multiply(dCell, candidate)),
      ops.tanhGradient(candidate, ops.multiply(dCell, input)),
      ops.sigmoidGradient(forget, ops.multiply(dCell, before)),
      ops.sigmoidGradient(output, ops.multiply(dHidden, squashed)),
    ]);
    const normalState = { normal: outOfState, scale: stateScale };
    return {
      fromInput: dGates,
      fromState: normaliseGradient(ops, normalState, ops.multiply(dGates, stateGain), 1),
      previous: [null, ops.multiply(dCell, forget)],
      parameters: [ops.multiply(dGates, outOfState), ops.multiply(dRead, read), dRead],
    };
  },
};

export const normalisedCells: Record<CellKind, NormalisedCell> = {
  lstm,
  gru: normalisedState(cells.gru, cells.gru.gates),
  rnn: normalisedState(cells.rnn, 1),
};
