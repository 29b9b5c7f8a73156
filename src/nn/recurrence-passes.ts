/** Recurrent layers over a whole sequence, forward and backward, in the engine's operations. */
import type { Cell, CellStep } from './cells.js';
import { inScope } from './operations.js';
import type { Operations } from './operations.js';

export interface RecurrenceInputs<X> {
  /** Pre-activations out of the input, with the bias, `[D, T, B, G·H]` for D layers side by side. */
  fromInput: X;
  /** `[H, G·H]` of each layer. */
  recurrent: X[];
  /** The first state, hidden first, each `[D, B, H]`. */
  first: X[];
  /** Factors of the hidden state where it is read, the same at every step, `[D, B, H]`; null for none. */
  mask: X | null;
  /** Parameters of the cell's own, each `[D, 1, W]`; left out where it has none. */
  parameters?: X[];
}

export interface RecurrenceGradients<X> {
  /** `[D, T, B, G·H]` */
  fromInput: X;
  /** `[H, G·H]` of each layer. */
  recurrent: X[];
  /** Each `[D, B, H]`. */
  first: X[];
  /** Each `[D, 1, W]`. */
  parameters: X[];
}

/**
 * Where D is 1 the recurrence works on matrices `[B, W]`, for which the engine's product is fastest, else on
 * `[D, B, W]`.
 */
class Layout<X> {
  readonly time: number;
  private readonly directions: number;
  private readonly batch: number;

  constructor(
    private readonly ops: Operations<X>,
    fromInput: X,
  ) {
    [this.directions, this.time, this.batch] = ops.shape(fromInput);
  }

  /** `[1, B, W]` to `[B, W]`. */
  inner(x: X): X {
    return this.directions === 1 ? this.ops.reshape(x, this.ops.shape(x).slice(1)) : x;
  }

  outer(x: X): X {
    return this.directions === 1 ? this.ops.reshape(x, [1, ...this.ops.shape(x)]) : x;
  }

  /** `[D, T, B, W]` to T times what the recurrence works on. */
  steps(x: X): X[] {
    return this.ops.unstack(this.inner(x), this.directions === 1 ? 0 : 1);
  }

  /** What `steps` cut. */
  sequence(steps: X[]): X {
    return this.outer(this.ops.stack(steps, this.directions === 1 ? 0 : 1));
  }

  /** What is given row by row at each step, summed: `[D, 1, W]`. */
  sum(steps: X[]): X {
    const { ops } = this;
    return ops.sum(ops.sum(this.sequence(steps), 1), 1, true);
  }

  /** The product of `[D, B, …]`, or of a matrix where D is 1, with each layer's own matrix, prepared once. */
  productWith(weights: X[], prepare: (matrices: X) => X): (x: X) => X {
    const { ops } = this;
    const isSplit = this.directions > 1 && this.batch <= ops.fewRows;
    const factors = (isSplit ? weights : [this.together(weights)]).map((factor) => prepare(factor));
    return (x) => {
      const rows = isSplit ? ops.unstack(x, 0) : [x];
      const products = rows.map((own, d) => ops.product(ops.factor(own), factors[d]));
      return isSplit ? ops.stack(products, 0) : products[0];
    };
  }

  /** A matrix of each layer as what the recurrence works on. */
  together(matrices: X[]): X {
    return this.directions === 1 ? matrices[0] : this.ops.stack(matrices, 0);
  }

  /** What `together` joined. */
  apart(matrices: X): X[] {
    return this.directions === 1 ? [matrices] : this.ops.unstack(matrices, 0);
  }

  /** `[D, T, B, W]` as a factor with all steps' rows below each other. */
  rows(sequence: X): X {
    const width = this.ops.shape(sequence)[3];
    const rows = this.time * this.batch;
    return this.ops.factor(
      this.ops.reshape(sequence, this.directions === 1 ? [rows, width] : [this.directions, rows, width]),
    );
  }
}

/** All steps, first to last; their handles live on. */
export function recurrenceForward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: RecurrenceInputs<X>,
): CellStep<X>[] {
  const layout = new Layout(ops, inputs.fromInput);
  const ofState = layout.productWith(inputs.recurrent, (weights) => ops.factor(weights));
  const mask = inputs.mask === null ? null : layout.inner(inputs.mask);
  const parameters = (inputs.parameters ?? []).map((parameter) => layout.inner(parameter));
  const steps: CellStep<X>[] = [];
  for (const fromInput of layout.steps(inputs.fromInput)) {
    const previous = steps.at(-1)?.state ?? inputs.first.map((part) => layout.inner(part));
    // Each step frees what it does not keep, so that the next one finds that memory in the processor's cache.
    const step = inScope(
      ops,
      () => {
        const read = mask === null ? previous[0] : ops.multiply(previous[0], mask);
        return cell.forward(ops, fromInput, ofState(read), previous, parameters);
      },
      ({ state, saved }) => [...state, ...saved],
    );
    steps.push(step);
  }
  return steps;
}

/** One part of the state after each step, `[D, T, B, H]`; part 0 is the hidden state. */
export function stateSequence<X>(
  ops: Operations<X>,
  { fromInput }: RecurrenceInputs<X>,
  steps: CellStep<X>[],
  part: number,
): X {
  return new Layout(ops, fromInput).sequence(steps.map(({ state }) => state[part]));
}

/** @param dStates gradient of the state's parts after each step, each `[D, T, B, H]`; null where there is none */
export function recurrenceBackward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: RecurrenceInputs<X>,
  steps: CellStep<X>[],
  dStates: (X | null)[],
): RecurrenceGradients<X> {
  const layout = new Layout(ops, inputs.fromInput);
  const backOfState = layout.productWith(inputs.recurrent, (weights) => ops.transposedFactor(weights));
  const mask = inputs.mask === null ? null : layout.inner(inputs.mask);
  const first = inputs.first.map((part) => layout.inner(part));
  const parameters = (inputs.parameters ?? []).map((parameter) => layout.inner(parameter));
  const before = (t: number): X[] => (t === 0 ? first : steps[t - 1].state);
  const dAfter = dStates.map((sequence) => (sequence === null ? null : layout.steps(sequence)));
  const zero = ops.subtract(first[0], first[0]);

  const dInputs: X[] = [];
  const dRecurrents: X[] = [];
  const dParameters: X[][] = parameters.map(() => []);
  let carried: X[] | null = null;
  for (let t = steps.length - 1; t >= 0; t--) {
    const fromAfter = carried;
    const kept = ops.scope(() => {
      const dState = first.map((_, k) => sumOf(ops, dAfter[k]?.[t] ?? null, fromAfter?.[k] ?? null) ?? zero);
      const gradients = cell.backward(ops, steps[t], before(t), dState, parameters);
      const dRead = backOfState(gradients.fromState);
      const dHidden = mask === null ? dRead : ops.multiply(dRead, mask);
      const [direct, ...others] = gradients.previous;
      const previous = [
        direct === null ? dHidden : ops.add(direct, dHidden),
        ...others.map((part) => part ?? zero),
      ];
      return [gradients.fromInput, gradients.fromState, ...previous, ...(gradients.parameters ?? [])];
    });
    [dInputs[t], dRecurrents[t]] = kept;
    carried = kept.slice(2, 2 + first.length);
    dParameters.forEach((own, k) => (own[t] = kept[2 + first.length + k]));
  }

  // The gradient of the weights is one product over all steps.
  const fromInput = layout.sequence(dInputs);
  const fromState = dInputs[0] === dRecurrents[0] ? fromInput : layout.sequence(dRecurrents);
  const read = steps.map((_, t) => (mask === null ? before(t)[0] : ops.multiply(before(t)[0], mask)));
  const dWeights = ops.product(layout.rows(layout.sequence(read)), layout.rows(fromState), {
    transposeA: true,
  });
  return {
    fromInput,
    recurrent: layout.apart(dWeights),
    first: (carried ?? first.map(() => zero)).map((part) => layout.outer(part)),
    parameters: dParameters.map((gradients) => layout.sum(gradients)),
  };
}

function sumOf<X>(ops: Operations<X>, a: X | null, b: X | null): X | null {
  return a !== null && b !== null ? ops.add(a, b) : (a ?? b);
}
