/** Adam (Kingma & Ba 2015) on named parameters, with the clipping of the gradient's norm before it. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/** Numbers of one parameter, of like length. */
interface Slot {
  parameter: Variable;
  values: Float32Array;
  first: Float32Array;
  second: Float32Array;
}

/** The norm of all gradients together. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let squares = 0;
  for (const gradient of gradients) squares += sumOfSquares(gradient);
  return Math.sqrt(squares);
}

/** Four sums side by side, since each addition has to wait for the one before it. */
function sumOfSquares(x: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < x.length; k += 4) {
    a += x[k] * x[k];
    b += x[k + 1] * x[k + 1];
    c += x[k + 2] * x[k + 2];
    d += x[k + 3] * x[k + 3];
  }
  for (; k < x.length; k++) a += x[k] * x[k];
  return a + b + c + d;
}

/**
 * Keeps parameters and moments in arrays of its own and updates them in one pass: a dozen tensor operations over
 * the same numbers would each read and write all of them, and be bound by memory. While it lives, no one else may
 * assign to the parameters.
 */
export class Adam {
  /** Steps taken, for the correction of the moments' bias. */
  steps = 0;
  private readonly slots = new Map<string, Slot>();
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;

  constructor(
    parameters: ReadonlyMap<string, Variable>,
    { beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8 }: AdamOptions = {},
  ) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    for (const [name, parameter] of parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const zeros = (): Float32Array => new Float32Array(values.length);
      this.slots.set(name, { parameter, values, first: zeros(), second: zeros() });
    }
  }

  /**
   * Moves every parameter against its gradient.
   * @param scale factor of all gradients, such as that of clipping
   */
  step(gradients: ReadonlyMap<string, Float32Array>, learningRate: number, scale = 1): void {
    this.steps += 1;
    for (const [name, slot] of this.slots) {
      this.update(slot, gradients.get(name) as Float32Array, learningRate, scale);
      tidy(() => slot.parameter.assign(tensor(slot.values, slot.parameter.shape)));
    }
  }

  /** The moments by name, for a checkpoint: the arrays themselves, which the next step changes. */
  state(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>();
    for (const [name, { first, second }] of this.slots) {
      state.set(`adam.first.${name}`, first);
      state.set(`adam.second.${name}`, second);
    }
    return state;
  }

  /** Takes up the moments that `state` gave. */
  restore(steps: number, valuesOf: (name: string) => Float32Array): void {
    this.steps = steps;
    for (const [name, { first, second }] of this.slots) {
      first.set(valuesOf(`adam.first.${name}`));
      second.set(valuesOf(`adam.second.${name}`));
    }
  }

  /** θ − η m̂ / (√v̂ + ε), with the corrections of both moments taken into η and ε. */
  private update(slot: Slot, gradient: Float32Array, learningRate: number, scale: number): void {
    const { values, first, second } = slot;
    const { beta1, beta2 } = this;
    const correction = Math.sqrt(1 - beta2 ** this.steps);
    const rate = (learningRate * correction) / (1 - beta1 ** this.steps);
    const epsilon = this.epsilon * correction;
    for (let k = 0; k < values.length; k++) {
      const g = gradient[k] * scale;
      const m = beta1 * first[k] + (1 - beta1) * g;
      const v = beta2 * second[k] + (1 - beta2) * g * g;
      first[k] = m;
      second[k] = v;
      values[k] -= (rate * m) / (Math.sqrt(v) + epsilon);
    }
  }
}
