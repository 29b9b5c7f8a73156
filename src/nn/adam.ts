/** Adam (Kingma & Ba 2015) on named parameters, with the clipping of the gradient's norm before it. */
import {
  add,
  dispose,
  div,
  mul,
  sqrt,
  square,
  stack,
  sub,
  sum,
  tensor,
  tidy,
  variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Rank, Tensor, Variable } from '@tensorflow/tfjs-core';

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

interface Moments {
  first: Variable;
  second: Variable;
}

/** The norm of all gradients together, as one number. */
export function globalNorm(gradients: Tensor[]): number {
  const squared = tidy(() => sum(stack(gradients.map((gradient) => sum(square(gradient)))))).dataSync()[0];
  return Math.sqrt(squared);
}

export class Adam {
  /** Steps taken, for the correction of the moments' bias. */
  steps = 0;
  private readonly moments = new Map<string, Moments>();
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;

  constructor(
    private readonly parameters: Map<string, Variable>,
    { beta1 = 0.9, beta2 = 0.98, epsilon = 1e-8 }: AdamOptions = {},
  ) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    for (const [name, parameter] of parameters) {
      const zero = zerosLike(parameter);
      this.moments.set(name, { first: variable<Rank>(zero, false), second: variable<Rank>(zero, false) });
      dispose(zero);
    }
  }

  /**
   * Moves every parameter against its gradient.
   * @param scale factor of all gradients, such as that of clipping
   */
  step(gradients: NamedTensorMap, learningRate: number, scale = 1): void {
    this.steps += 1;
    const { beta1, beta2, epsilon } = this;
    const firstCorrection = 1 - beta1 ** this.steps;
    const secondCorrection = Math.sqrt(1 - beta2 ** this.steps);
    // θ − η m̂ / (√v̂ + ε) with the corrections taken into the two scalars, which saves two passes over memory.
    const rate = (learningRate * secondCorrection) / firstCorrection;
    for (const [name, parameter] of this.parameters) {
      const gradient = gradients[name];
      const { first, second } = this.moments.get(name) as Moments;
      tidy(() => {
        const m = add(mul(first, beta1), mul(gradient, (1 - beta1) * scale));
        const v = add(mul(second, beta2), mul(square(gradient), (1 - beta2) * scale * scale));
        const step = div(mul(m, rate), add(sqrt(v), epsilon * secondCorrection));
        first.assign(m);
        second.assign(v);
        parameter.assign(sub(parameter, step));
      });
    }
  }

  /** The moments by name, for a checkpoint; the caller must not dispose of them. */
  state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [name, { first, second }] of this.moments) {
      state.set(`adam.first.${name}`, first);
      state.set(`adam.second.${name}`, second);
    }
    return state;
  }

  /** Takes up the moments that `state` gave. */
  restore(steps: number, valuesOf: (name: string) => Float32Array): void {
    this.steps = steps;
    for (const [name, { first, second }] of this.moments) {
      tidy(() => {
        first.assign(tensor(valuesOf(`adam.first.${name}`), first.shape));
        second.assign(tensor(valuesOf(`adam.second.${name}`), second.shape));
      });
    }
  }

  dispose(): void {
    for (const { first, second } of this.moments.values()) dispose([first, second]);
  }
}
