/** Adam (Kingma & Ba 2015), and with a decay of the weights AdamW (Loshchilov & Hutter 2019). */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { Optimiser } from './optimiser.js';
import type { Slot } from './optimiser.js';

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** λ, apart from the gradient: θ shrinks by η λ a step. Vectors (biases) are left alone. 0 is plain Adam. */
  weightDecay?: number;
}

export class Adam extends Optimiser {
  readonly family = 'adam';
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly weightDecay: number;

  constructor(
    parameters: ReadonlyMap<string, Variable>,
    { beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8, weightDecay = 0 }: AdamOptions = {},
  ) {
    super(parameters, ['adam.first', 'adam.second']);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
  }

  /** θ − η λ θ − η m̂ / (√v̂ + ε), with the corrections of both moments' bias taken into η and ε. */
  protected update({ parameter, values, memory }: Slot, gradient: Tensor, rate: number, scale: number): void {
    const { beta1, beta2 } = this;
    const [first, second] = memory;
    const correction = Math.sqrt(1 - beta2 ** this.steps);
    this.updates.adam(values, { first, second }, gradient, {
      ...{ beta1, beta2, scale },
      rate: (rate * correction) / (1 - beta1 ** this.steps),
      epsilon: this.epsilon * correction,
      kept: parameter.rank > 1 ? 1 - rate * this.weightDecay : 1,
    });
  }
}
