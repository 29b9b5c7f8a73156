/** Recurrent layers as ONNX's own operators. */
import type { OnnxGraph } from './onnx-graph.js';
import { gateBias, gateRows, joined, weightsOf } from './onnx-weights.js';
import type { Weights } from './onnx-weights.js';

/** An operator of ONNX, and how its gates stand to those of Ieum's cell. */
interface RecurrentOperator {
  opType: string;
  /** For each gate of ONNX its place in Ieum's order. */
  gates: number[];
  /** Tensors of state, the hidden one first. */
  states: number;
  attributes: Record<string, number>;
}

export const RECURRENT_OPERATORS = {
  /** Ieum: input, candidate, forget, output. ONNX: input, output, forget, candidate. */
  lstm: { opType: 'LSTM', gates: [0, 3, 2, 1], states: 2, attributes: {} },
  /** Ieum: reset, update, candidate, reset after the product. ONNX: update, reset, candidate. */
  gru: { opType: 'GRU', gates: [1, 0, 2], states: 1, attributes: { linear_before_reset: 1 } },
  rnn: { opType: 'RNN', gates: [0], states: 1, attributes: {} },
} as const satisfies Record<string, RecurrentOperator>;

export type CellName = keyof typeof RECURRENT_OPERATORS;

export interface RecurrentLayer {
  cell: CellName;
  /** Parameter names of its directions, such as `encoder.forward.0`: one, or forward and backward. */
  names: string[];
  /** States of each direction. */
  size: number;
  weights: Weights;
}

/**
 * @param x `[T, B, I]` @param lengths `[B]`, or empty where all are T
 * @param first `[D, B, H]` each, hidden first; none is zero
 * @returns all hidden states `[T, D, B, H]`, and the last states `[D, B, H]`, hidden first
 */
export function recurrentLayer(
  graph: OnnxGraph,
  x: string,
  { lengths = '', first = [] }: { lengths?: string; first?: string[] },
  { cell, names, size, weights }: RecurrentLayer,
): { all: string; last: string[] } {
  const { opType, gates, states, attributes }: RecurrentOperator = RECURRENT_OPERATORS[cell];
  const width = gates.length * size;
  const each = (part: string): ReturnType<typeof weightsOf>[] =>
    names.map((name) => weightsOf(weights, `${name}.${part}`));
  const rows = (part: string): Float32Array => joined(each(part).map((tensor) => gateRows(tensor, gates)));
  const inputs = each('kernel')[0].shape[0];
  const [label] = names;
  const [all, ...last] = graph.nodeOf(
    opType,
    [
      x,
      graph.weights(`${label}.W`, [names.length, width, inputs], rows('kernel')),
      graph.weights(`${label}.R`, [names.length, width, size], rows('recurrent')),
      graph.weights(
        `${label}.B`,
        [names.length, 2 * width],
        joined(each('bias').map((tensor) => gateBias(tensor, gates))),
      ),
      lengths,
      ...first,
    ],
    1 + states,
    { hidden_size: size, direction: names.length === 2 ? 'bidirectional' : 'forward', ...attributes },
  );
  return { all, last };
}
