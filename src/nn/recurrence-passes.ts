/** A recurrent layer over a whole sequence, forward and backward, in the engine's operations. */
import type { Cell } from './cells.js';
import type { Operations } from './operations.js';

export interface RecurrenceInputs<X> {
  /** Pre-activations out of the input, with the bias, `[D, T, B, G·H]` for D directions side by side. */
  fromInput: X;
  /** `[D, H, G·H]` */
  recurrent: X;
  /** The first state, hidden first, each `[D, B, H]`. */
  first: X[];
  /** Factors of the hidden state where it is read, the same at every step, `[D, B, H]`; null for none. */
  mask: X | null;
}

/** Steps and saved values of the forward pass. */
export interface RecurrencePass<X> {
  /** The states after each step, hidden first, each `[D, T, B, H]`. */
  states: X[];
  /** What the gradient needs besides, each `[T, D·B, H]`. */
  saved: X[];
}

export interface RecurrenceGradients<X> {
  /** `[D, T, B, G·H]` */
  fromInput: X;
  /** `[D, H, G·H]` */
  recurrent: X;
  /** Each `[D, B, H]`. */
  first: X[];
}

interface Sizes {
  directions: number;
  time: number;
  batch: number;
  hidden: number;
}

/** Rows `[D·B, ·]` are what the cell works on; the product wants the directions apart. */
class Layout<X> {
  constructor(
    private readonly ops: Operations<X>,
    private readonly sizes: Sizes,
  ) {}

  /** `[D, B, W]` to `[D·B, W]`. */
  rows(x: X): X {
    const [directions, batch, width] = this.ops.shape(x);
    return this.ops.reshape(x, [directions * batch, width]);
  }

  /** `[D·B, W]` to `[D, B, W]`. */
  apart(x: X): X {
    const { directions, batch } = this.sizes;
    return this.ops.reshape(x, [directions, batch, this.ops.shape(x)[1]]);
  }

  /** `[D, T, B, W]` to T times `[D·B, W]`. */
  steps(x: X): X[] {
    const { directions, time, batch } = this.sizes;
    const width = this.ops.shape(x)[3];
    if (directions === 1) return this.ops.unstack(this.ops.reshape(x, [time, batch, width]), 0);
    return this.ops.unstack(x, 1).map((step) => this.rows(step));
  }

  /** T times `[D·B, W]` to `[D, T, B, W]`. */
  sequence(steps: X[]): X {
    const { directions, time, batch } = this.sizes;
    const width = this.ops.shape(steps[0])[1];
    if (directions === 1) return this.ops.reshape(this.ops.stack(steps, 0), [1, time, batch, width]);
    return this.ops.stack(
      steps.map((step) => this.apart(step)),
      1,
    );
  }

  /** Product of the rows `[D·B, K]` with a factor `[D, K, M]`. */
  product(rows: X, factor: X): X {
    const { ops } = this;
    if (this.sizes.directions === 1) return ops.product(ops.factor(rows), factor);
    return this.rows(ops.product(ops.factor(this.apart(rows)), factor));
  }

  /** A matrix for each direction as a factor; a plain matrix where there is but one direction. */
  factor(matrices: X): X {
    const [directions, rows, columns] = this.ops.shape(matrices);
    const { ops } = this;
    return ops.factor(directions === 1 ? ops.reshape(matrices, [rows, columns]) : matrices);
  }
}

function sizesOf<X>(ops: Operations<X>, { fromInput, recurrent }: RecurrenceInputs<X>): Sizes {
  const [directions, time, batch] = ops.shape(fromInput);
  return { directions, time, batch, hidden: ops.shape(recurrent)[1] };
}

/** @returns handles that outlive the call; all others are freed */
export function recurrenceForward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: RecurrenceInputs<X>,
): RecurrencePass<X> {
  const result = ops.scope(() => {
    const layout = new Layout(ops, sizesOf(ops, inputs));
    const recurrent = layout.factor(inputs.recurrent);
    const mask = inputs.mask === null ? null : layout.rows(inputs.mask);
    const states: X[][] = Array.from({ length: cell.states }, () => []);
    const saved: X[][] = Array.from({ length: cell.saves }, () => []);
    let state = inputs.first.map((part) => layout.rows(part));
    for (const fromInput of layout.steps(inputs.fromInput)) {
      const read = mask === null ? state[0] : ops.multiply(state[0], mask);
      const step = cell.forward(ops, fromInput, layout.product(read, recurrent), state);
      state = step.state;
      step.state.forEach((part, k) => states[k].push(part));
      step.saved.forEach((part, k) => saved[k].push(part));
    }
    return [...states.map((steps) => layout.sequence(steps)), ...saved.map((steps) => ops.stack(steps, 0))];
  });
  return { states: result.slice(0, cell.states), saved: result.slice(cell.states) };
}

/** @param dStates gradient of the states after each step, each `[D, T, B, H]`; null where there is none */
export function recurrenceBackward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: RecurrenceInputs<X>,
  pass: RecurrencePass<X>,
  dStates: (X | null)[],
): RecurrenceGradients<X> {
  const [fromInput, recurrent, ...first] = ops.scope(() => {
    const sizes = sizesOf(ops, inputs);
    const { directions, time, batch, hidden } = sizes;
    const layout = new Layout(ops, sizes);
    // Transposed once, since products with a transposed second factor are slow.
    const factor = layout.factor(ops.transpose(inputs.recurrent));
    const mask = inputs.mask === null ? null : layout.rows(inputs.mask);
    const start = inputs.first.map((part) => layout.rows(part));
    const states = pass.states.map((sequence) => layout.steps(sequence));
    const saved = pass.saved.map((sequence) => ops.unstack(sequence, 0));
    const dAfter = dStates.map((sequence) => (sequence === null ? null : layout.steps(sequence)));
    const at = (t: number): X[] => (t < 0 ? start : states.map((steps) => steps[t]));
    const read = (t: number): X => (mask === null ? at(t)[0] : ops.multiply(at(t)[0], mask));

    const dInputs: X[] = [];
    const dRecurrents: X[] = [];
    let carried: (X | null)[] = states.map(() => null);
    for (let t = time - 1; t >= 0; t--) {
      const dState = carried.map((part, k) => sumOf(ops, [dAfter[k]?.[t] ?? null, part]));
      const dWhole = dState.map((part, k) => part ?? zeroLike(ops, states[k][t]));
      const step = { state: at(t), saved: saved.map((steps) => steps[t]) };
      const gradients = cell.backward(ops, step, at(t - 1), dWhole);
      dInputs[t] = gradients.fromInput;
      dRecurrents[t] = gradients.fromState;
      const throughProduct = layout.product(gradients.fromState, factor);
      const dHidden = mask === null ? throughProduct : ops.multiply(throughProduct, mask);
      carried = gradients.previous.map((part, k) => (k === 0 ? sumOf(ops, [part, dHidden]) : part));
    }

    // The gradient of the weights is one product over all steps.
    const flat = (sequence: X, width: number): X =>
      layout.factor(ops.reshape(sequence, [directions, time * batch, width]));
    const dInputSequence = layout.sequence(dInputs);
    const sameGradient = dInputs.every((gradient, t) => gradient === dRecurrents[t]);
    const dRecurrentSequence = sameGradient ? dInputSequence : layout.sequence(dRecurrents);
    const before = layout.sequence(dInputs.map((_, t) => read(t - 1)));
    const dWeights = ops.product(
      flat(before, hidden),
      flat(dRecurrentSequence, ops.shape(dRecurrentSequence)[3]),
      { transposeA: true },
    );
    return [
      dInputSequence,
      ops.reshape(dWeights, ops.shape(inputs.recurrent)),
      ...carried.map((part, k) => layout.apart(part ?? zeroLike(ops, start[k]))),
    ];
  });
  return { fromInput, recurrent, first };
}

function sumOf<X>(ops: Operations<X>, parts: (X | null)[]): X | null {
  const [a, b] = parts.filter((part) => part !== null);
  return a !== undefined && b !== undefined ? ops.add(a, b) : (a ?? null);
}

const zeroLike = <X>(ops: Operations<X>, x: X): X => ops.subtract(x, x);
