/** A decoder with attention and input feeding over a whole sequence as one operation, with its gradient. */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { attentionalBackward } from './attentional-gradients.js';
import { attentionalForward, stepHandles } from './attentional-steps.js';
import type { AttentionalInputs } from './attentional-steps.js';
import { cells } from './cells.js';
import type { CellKind } from './cells.js';
import type { Operations } from './operations.js';
import { recorded } from './recorded.js';

/** L layers, U steps, B sentences, T source words, H units, A units of the attentional state, G gates of the cell. */
export interface AttentionalDecoderInputs {
  /** What the words before add to the lowest layer's pre-activations, bias included, `[U, B, G·H]`. */
  fromInput: Tensor3D;
  /** Weights of the attentional state before, `[A, G·H]`. */
  feed: Tensor2D;
  /** Weights of the hidden state before, `[H, G·H]` for each layer. */
  recurrent: Tensor2D[];
  /** Weights `[H, G·H]` and bias `[G·H]` of the layer below, for each layer but the lowest. */
  upper: { kernel: Tensor2D; bias: Tensor1D }[];
  /** First state of each layer, hidden first, each `[B, H]`. */
  first: Tensor2D[][];
  /** What the scores are made with, and what the context is made of, `[B, T, H]` each. */
  keys: Tensor3D;
  values: Tensor3D;
  /** `[B, 1, T]`: 0 at words, a large negative number at padding. */
  mask: Tensor3D;
  /** Weights of context and hidden state in the attentional state, `[2H, A]`. */
  combine: Tensor2D;
}

/** Factors that drop units in training; null where none are dropped. */
export interface AttentionalDropout {
  /** Of the hidden state that each layer reads, the same at every step, `[B, H]`. */
  recurrent: (Tensor2D | null)[];
  /** Of what each layer but the lowest reads from below, `[U, B, H]`. */
  upper: (Tensor3D | null)[];
  /** Of the attentional state, `[U, B, A]`. */
  attentional: Tensor3D | null;
}

/**
 * Reads U words, each step fed with the attentional state of the one before; dot scores (Luong et al. 2015).
 * @returns attentional states `[B, U, A]` and attention weights `[B, U, T]`; the weights have no gradient
 */
export function decodeFed(
  cell: CellKind,
  inputs: AttentionalDecoderInputs,
  dropout: AttentionalDropout,
): { attentional: Tensor3D; weights: Tensor3D } {
  const { recurrent, upper, first } = inputs;
  const flat: Tensor[] = [
    ...[inputs.fromInput, inputs.feed, inputs.keys, inputs.values, inputs.combine],
    ...recurrent,
    ...upper.flatMap(({ kernel, bias }) => [kernel, bias]),
    ...first.flat(),
  ];
  const masks = [dropout.attentional, ...dropout.recurrent, ...dropout.upper];
  const constants = [inputs.mask, ...masks.filter((factors) => factors !== null)];
  const present = masks.map((factors) => factors !== null);
  const shape = { depth: recurrent.length, states: first[0].length, present };
  const [attentional, weights] = recorded<Tensor3D>(flat, constants, (ops, handles, others) => {
    const steps = attentionalForward(ops, cells[cell], named(ops, handles, others, shape));
    const time = ops.shape(handles[2])[1];
    const perStep = steps.map(({ weights }) => ops.reshape(weights, [ops.shape(weights)[0], time]));
    return {
      value: ops.stack(
        steps.map(({ attentional }) => attentional),
        1,
      ),
      others: [ops.stack(perStep, 1)],
      held: steps.flatMap(stepHandles),
      backward: (again, othersAgain, dValue) => {
        const given = named(ops, again, othersAgain, shape);
        const gradients = attentionalBackward(ops, cells[cell], given, steps, ops.unstack(dValue, 1));
        return [
          ...[gradients.fromInput, gradients.feed, gradients.keys, gradients.values, gradients.combine],
          ...gradients.recurrent,
          ...gradients.upper.flatMap(({ kernel, bias }) => [kernel, bias]),
          ...gradients.first.flat(),
        ];
      },
    };
  });
  return { attentional, weights: weights as Tensor3D };
}

interface Shape {
  depth: number;
  states: number;
  /** Which of the masks there are: of the attentional state, of each hidden state, of what upper layers read. */
  present: boolean[];
}

/** Handles as the passes take them, of the flat lists. */
function named<X>(
  ops: Operations<X>,
  [fromInput, feed, keys, values, combine, ...rest]: X[],
  [mask, ...given]: X[],
  { depth, states, present }: Shape,
): AttentionalInputs<X> {
  const recurrent = rest.slice(0, depth);
  const upper = rest.slice(depth, depth + 2 * (depth - 1));
  const first = rest.slice(depth + 2 * (depth - 1));
  const factors = present.map((there) => (there ? (given.shift() as X) : null));
  const stepwise = (sequence: X | null): X[] | null => sequence && ops.unstack(sequence, 0);
  return {
    ...{ fromInput, feed, keys, values, combine, mask, recurrent },
    recurrentMasks: factors.slice(1, 1 + depth),
    upper: Array.from({ length: depth - 1 }, (_, k) => ({
      kernel: upper[2 * k],
      bias: upper[2 * k + 1],
      masks: stepwise(factors[1 + depth + k]),
    })),
    first: recurrent.map((_, layer) => first.slice(layer * states, (layer + 1) * states)),
    attentionalMasks: stepwise(factors[0]),
  };
}
