/**
 * The engine's operations on its own handles, without a record for gradients: what the hand-written passes
 * forward and backward are made of. The tensor library's own calls cost several times as much, which counts
 * where a step of a recurrence is twenty small operations.
 */
import type { Tensor } from '@tensorflow/tfjs-core';

export type Precision = 'float32' | 'bfloat16';

export interface Transposition {
  transposeA?: boolean;
  transposeB?: boolean;
}

/** All `[N, H]`. */
export interface LstmGradientInputs<X> {
  input: X;
  candidate: X;
  forget: X;
  output: X;
  /** The cell state after the step, its tanh, and the cell state before it. */
  cell: X;
  squashed: X;
  before: X;
  dHidden: X;
  dCell: X;
}

/** @typeParam X a handle of the engine: it stays valid until the scope that it was made in ends */
export interface Operations<X> {
  /** The handle of a tensor; the tensor stays its caller's. */
  handle: (tensor: Tensor) => X;
  /** Hands a handle over to the tensor library. */
  tensor: (x: X) => Tensor;
  /** Runs `compute` and frees every handle made in it but those that it returns. */
  scope(compute: () => X[]): X[];
  /** Keeps a handle beyond its scope, until it is released. */
  hold: (x: X) => void;
  release: (held: X[]) => void;
  /** Hands a held handle over to the tensor library, to be freed with the tensors made where this is called. */
  adopt: (held: X) => Tensor;
  shape(x: X): number[];

  /** A matrix made ready for `product`, in the precision of the products: do it once for what is multiplied often. */
  factor(x: X): X;
  /** The transpose of a matrix, or of each of a batch, as a second factor, in the way in which it multiplies fastest. */
  transposedFactor(x: X): X;
  /**
   * Product of two factors, `[N, K]` and `[K, M]`, either transposed, or a batch of such, `[D, N, K]` and
   * `[D, K, M]`. Sums and result are float32.
   */
  product(a: X, b: X, transposition?: Transposition): X;
  /** Up to so many rows a few products one by one are faster than one of a batch of matrices. */
  fewRows: number;
  /** The same in float32 whatever the precision of the products, of matrices that are no factors. */
  exactProduct(a: X, b: X, transposition?: Transposition): X;

  add(a: X, b: X): X;
  subtract(a: X, b: X): X;
  multiply(a: X, b: X): X;
  sigmoid(x: X): X;
  tanh(x: X): X;
  /** Gradient through y = σ(x): dy ⊙ y ⊙ (1 − y). */
  sigmoidGradient(y: X, dy: X): X;
  /** Gradient through y = tanh(x): dy ⊙ (1 − y²). */
  tanhGradient(y: X, dy: X): X;
  /**
   * Gradient through an LSTM's gates in one operation where the engine has one, else null.
   * @returns gradient of the pre-activations `[N, 4H]` in the order of the gates given, and of the cell before
   */
  lstmGradient: ((inputs: LstmGradientInputs<X>) => X[]) | null;
  /** Softmax of the last axis, and its logarithm. */
  softmax(x: X): X;
  logSoftmax(x: X): X;
  /** Sum over one axis, which stays with length 1 where `keep` is set. */
  sum(x: X, axis: number, keep?: boolean): X;
  /** Mean over the last axis, which stays with length 1. */
  mean(x: X): X;
  /** 1 / √(x + ε). */
  inverseRoot(x: X, epsilon: number): X;
  /** Maximum over the last axis, which goes. */
  maximum(x: X): X;
  /** The `count` greatest of each row of `[N, V]`, greatest first, and their int32 columns; of equal ones the lower first. */
  top(x: X, count: number): X[];

  /** What stands in `[N, V, …]` at int32 places `[P, 2]` (row, column), `[P, …]`. */
  pick(x: X, places: X): X;
  /** `[N, V]` with `amounts` `[N]` taken away at the places `[N, 2]`. */
  lower(x: X, places: X, amounts: X): X;

  reshape(x: X, shape: number[]): X;
  /** Cuts the last axis into `count` equal parts. */
  split(x: X, count: number): X[];
  /** Joins along the last axis; what `split` cut. */
  join(parts: X[]): X;
  /** The slices along an axis, without it. */
  unstack(x: X, axis: number): X[];
  /** Slices of one shape along a new axis; what `unstack` cut. */
  stack(slices: X[], axis: number): X;
}

/** Runs `compute` in a scope and keeps the handles that `kept` finds in its result. */
export function inScope<X, R>(ops: Operations<X>, compute: () => R, kept: (result: R) => X[]): R {
  const results: R[] = [];
  ops.scope(() => {
    const result = compute();
    results.push(result);
    return kept(result);
  });
  return results[0];
}
