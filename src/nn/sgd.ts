/** Stochastic gradient descent, plain or with momentum (Polyak 1964; Nesterov's as in Sutskever et al. 2013). */
import type { Variable } from '@tensorflow/tfjs-core';
import { Optimiser } from './optimiser.js';
import type { Slot } from './optimiser.js';

export interface SgdOptions {
  /** μ; 0 keeps no velocity. */
  momentum?: number;
  /** Whether the gradient is taken as if the velocity had been followed already. */
  nesterov?: boolean;
}

export class Sgd extends Optimiser {
  readonly family: string;
  private readonly momentum: number;
  private readonly nesterov: boolean;

  constructor(
    parameters: ReadonlyMap<string, Variable>,
    { momentum = 0, nesterov = false }: SgdOptions = {},
  ) {
    super(parameters, momentum > 0 ? ['sgd.velocity'] : []);
    this.family = momentum > 0 ? 'sgd with momentum' : 'sgd';
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  protected update(
    { values, memory }: Slot,
    gradient: Float32Array,
    learningRate: number,
    scale: number,
  ): void {
    if (memory.length > 0) {
      this.follow(values, memory[0], gradient, learningRate, scale);
      return;
    }
    const rate = learningRate * scale;
    for (let k = 0; k < values.length; k++) values[k] -= rate * gradient[k];
  }

  /** v ← μ v + g; θ ← θ − η v, or θ − η (g + μ v) with Nesterov's momentum. */
  private follow(
    values: Float32Array,
    velocity: Float32Array,
    gradient: Float32Array,
    learningRate: number,
    scale: number,
  ): void {
    const { momentum } = this;
    const ofVelocity = this.nesterov ? momentum : 1;
    const ofGradient = this.nesterov ? scale : 0;
    for (let k = 0; k < values.length; k++) {
      const v = momentum * velocity[k] + scale * gradient[k];
      velocity[k] = v;
      values[k] -= learningRate * (ofVelocity * v + ofGradient * gradient[k]);
    }
  }
}
