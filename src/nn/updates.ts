/** Numbers that are changed in place at every step, such as parameters and moments, and the ways to change them. */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';

export interface AdamStep {
  /** η with the correction of both moments' bias in it. */
  rate: number;
  beta1: number;
  beta2: number;
  /** ε with the correction of the second moment's bias in it. */
  epsilon: number;
  /** Share of the values that stays before the step; 1 for all. */
  kept: number;
  /** Factor of the gradient. */
  scale: number;
}

export interface MomentumStep {
  rate: number;
  momentum: number;
  nesterov: boolean;
  scale: number;
}

/**
 * One engine's way. Each change is one pass over the numbers, since a dozen tensor operations over millions of
 * them would each read and write all, and be bound by memory.
 * @typeParam N numbers that the engine holds
 */
export interface Updates<N> {
  hold(values: Float32Array, shape: number[]): N;
  /** A copy. */
  read(numbers: N): Float32Array;
  write(numbers: N, values: Float32Array): void;
  /** Makes these the values of a variable, until they are next changed. */
  show(numbers: N, variable: Variable): void;
  /** Says that a variable is not read until numbers are next shown in it, so that these can change in place. */
  withdraw(variable: Variable): void;
  free(numbers: N): void;

  /** The sum of squares. */
  squaredNorm(gradient: Tensor): number;
  /** θ ← kept θ − rate m / (√v + ε) with m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g². */
  adam(values: N, moments: { first: N; second: N }, gradient: Tensor, step: AdamStep): void;
  /** θ ← θ − rate v with v ← μ v + g, or θ ← θ − rate (g + μ v) with Nesterov's momentum. */
  momentum(values: N, velocity: N, gradient: Tensor, step: MomentumStep): void;
  /** θ ← θ − rate g. */
  descend(values: N, gradient: Tensor, rate: number): void;
  /** a ← a + share (θ − a). */
  approach(average: N, values: N, share: number): void;
}

/** Numbers held by the engine that runs; only its own `Updates` looks into them. */
export type HeldNumbers = unknown;
