/** The exponential moving average of the weights (Polyak & Juditsky 1992), to be validated and published. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Optimiser } from './optimiser.js';

export class WeightAverage {
  /** Updates taken into it. */
  updates = 0;
  private readonly averages = new Map<string, Float32Array>();

  /**
   * Begins with the optimiser's present values.
   * @param decay δ, the share of the average that an update leaves, such as 0.999
   */
  constructor(
    private readonly optimiser: Optimiser,
    private readonly decay: number,
  ) {
    for (const [name, values] of optimiser.values()) this.averages.set(name, values.slice());
  }

  /** θ̄ ← δ θ̄ + (1 − δ) θ, where δ is (1 + t) / (10 + t) as long as that is less, so that first values fade soon. */
  add(): void {
    this.updates += 1;
    const share = 1 - Math.min(this.decay, (1 + this.updates) / (10 + this.updates));
    for (const [name, values] of this.optimiser.values()) {
      const average = this.averages.get(name) as Float32Array;
      for (let k = 0; k < average.length; k++) average[k] += share * (values[k] - average[k]);
    }
  }

  /** Gives the parameters the averages; the optimiser's `show` takes that back. */
  show(): void {
    for (const [name, parameter] of this.optimiser.parameters) {
      const values = (this.averages.get(name) as Float32Array).slice();
      tidy(() => parameter.assign(tensor(values, parameter.shape)));
    }
  }

  /** Takes up averages that a checkpoint holds. */
  restore(updates: number, valuesOf: (name: string) => Float32Array): void {
    this.updates = updates;
    for (const [name, average] of this.averages) average.set(valuesOf(name));
  }

  /** Bytes of its arrays. */
  get bytes(): number {
    let numbers = 0;
    for (const { length } of this.averages.values()) numbers += length;
    return 4 * numbers;
  }
}
