/**
 * A decoder with input feeding over a whole sequence: each step reads the attentional state of the one before
 * (Luong et al. 2015, sec. 3.3), so that attention belongs into the recurrence.
 */
import type { Cell, CellStep } from './cells.js';
import { inScope } from './operations.js';
import type { Operations } from './operations.js';

/** L layers, U steps, B sentences, T source words, H units, A units of the attentional state, G gates of the cell. */
export interface AttentionalInputs<X> {
  /** What the words before add to the lowest layer's pre-activations, bias included, `[U, B, G·H]`. */
  fromInput: X;
  /** Weights of the attentional state before, `[A, G·H]`. */
  feed: X;
  /** Weights of the hidden state before, `[H, G·H]` for each layer. */
  recurrent: X[];
  /** Factors of the hidden state where each layer reads it, the same at every step, `[B, H]`; null for none. */
  recurrentMasks: (X | null)[];
  /** Weights `[H, G·H]` and bias `[G·H]` of the layer below, for each layer but the lowest. */
  upper: { kernel: X; bias: X; masks: X[] | null }[];
  /** First state of each layer, hidden first, each `[B, H]`. */
  first: X[][];
  /** What the scores are made with, and what the context is made of, `[B, T, H]` each. */
  keys: X;
  values: X;
  /** `[B, 1, T]`: 0 at words, a large negative number at padding. */
  mask: X;
  /** Weights of context and state in the attentional state, `[2H, A]`. */
  combine: X;
  /** Factors of the attentional state at each step, each `[B, A]`; null for none. */
  attentionalMasks: X[] | null;
}

/** What a step leaves behind for the gradient. */
export interface AttentionalStep<X> {
  layers: CellStep<X>[];
  /** `[B, 1, T]` */
  weights: X;
  /** Context and hidden state side by side, `[B, 2H]`. */
  joined: X;
  /** tanh(W [c; h]) before its mask, and after, `[B, A]`. */
  combined: X;
  attentional: X;
}

/** `[B, W]` to `[B, 1, W]`. */
export const alone = <X>(ops: Operations<X>, rows: X): X => {
  const [batch, width] = ops.shape(rows);
  return ops.reshape(rows, [batch, 1, width]);
};

/** `[B, 1, W]` to `[B, W]`. */
export const together = <X>(ops: Operations<X>, states: X): X => {
  const [batch, , width] = ops.shape(states);
  return ops.reshape(states, [batch, width]);
};

export const masked = <X>(ops: Operations<X>, x: X, masks: X[] | null, u: number): X =>
  masks === null ? x : ops.multiply(x, masks[u]);

/** A hidden state as its layer reads it. */
export const once = <X>(ops: Operations<X>, x: X, mask: X | null): X =>
  mask === null ? x : ops.multiply(x, mask);

/** Handles of a step that the backward pass reads. */
export function stepHandles<X>({ layers, ...rest }: AttentionalStep<X>): X[] {
  const { weights, joined, combined, attentional } = rest;
  return [
    ...layers.flatMap(({ state, saved }) => [...state, ...saved]),
    weights,
    joined,
    combined,
    attentional,
  ];
}

/** Reads the words one by one; the handles of its steps live on. */
export function attentionalForward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: AttentionalInputs<X>,
): AttentionalStep<X>[] {
  const { keys, values, mask, upper } = inputs;
  const feed = ops.factor(inputs.feed);
  const recurrent = inputs.recurrent.map((weights) => ops.factor(weights));
  const kernels = upper.map(({ kernel }) => ops.factor(kernel));
  const combine = ops.factor(inputs.combine);
  const steps: AttentionalStep<X>[] = [];
  ops.unstack(inputs.fromInput, 0).forEach((fromWord, u) => {
    // Each step frees what it does not keep, so that the next one finds that memory in the processor's cache.
    steps.push(inScope(ops, () => read(fromWord, u, steps.at(-1)), stepHandles));
  });
  return steps;

  function read(fromWord: X, u: number, before: AttentionalStep<X> | undefined): AttentionalStep<X> {
    const fed =
      before === undefined ? fromWord : ops.add(fromWord, ops.product(ops.factor(before.attentional), feed));
    const layers: CellStep<X>[] = [];
    recurrent.forEach((weights, layer) => {
      const previous = before === undefined ? inputs.first[layer] : before.layers[layer].state;
      const fromInput = layer === 0 ? fed : fromBelow(layer - 1, layers[layer - 1].state[0], u);
      const read = once(ops, previous[0], inputs.recurrentMasks[layer]);
      const fromState = ops.product(ops.factor(read), weights);
      layers.push(cell.forward(ops, fromInput, fromState, previous));
    });
    const [top] = layers[layers.length - 1].state;
    const scores = ops.add(ops.exactProduct(alone(ops, top), keys, { transposeB: true }), mask);
    const weights = ops.softmax(scores);
    const context = together(ops, ops.exactProduct(weights, values));
    const joined = ops.join([context, top]);
    const combined = ops.tanh(ops.product(ops.factor(joined), combine));
    const attentional = masked(ops, combined, inputs.attentionalMasks, u);
    return { layers, weights, joined, combined, attentional };
  }

  function fromBelow(k: number, below: X, u: number): X {
    const read = masked(ops, below, upper[k].masks, u);
    return ops.add(ops.product(ops.factor(read), kernels[k]), upper[k].bias);
  }
}
