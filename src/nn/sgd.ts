/** Stochastic gradient descent, plain or with momentum (Polyak 1964; Nesterov's as in Sutskever et al. 2013). */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
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

  protected update({ values, memory }: Slot, gradient: Tensor, rate: number, scale: number): void {
    const { momentum, nesterov } = this;
    if (memory.length === 0) this.updates.descend(values, gradient, rate * scale);
    else this.updates.momentum(values, memory[0], gradient, { rate, momentum, nesterov, scale });
  }
}
