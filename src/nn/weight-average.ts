/** The exponential moving average of the weights (Polyak & Juditsky 1992), to be validated and published. */
import type { Variable } from '@tensorflow/tfjs-core';
import { runningUpdates } from './backend-updates.js';
import type { Optimiser } from './optimiser.js';
import type { HeldNumbers } from './updates.js';

export class WeightAverage {
  /** Updates taken into it. */
  updates = 0;
  private readonly held = new Map<string, HeldNumbers>();
  private readonly updating = runningUpdates();

  /**
   * Begins with the optimiser's present values.
   * @param decay δ, the share of the average that an update leaves, such as 0.999
   */
  constructor(
    private readonly optimiser: Optimiser,
    private readonly decay: number,
  ) {
    for (const [name, values] of optimiser.values()) {
      const { shape } = optimiser.parameters.get(name) as Variable;
      this.held.set(name, this.updating.hold(values, shape));
    }
  }

  /** θ̄ ← δ θ̄ + (1 − δ) θ, where δ is (1 + t) / (10 + t) as long as that is less, so that first values fade soon. */
  add(): void {
    this.updates += 1;
    const share = 1 - Math.min(this.decay, (1 + this.updates) / (10 + this.updates));
    for (const [name, average] of this.held) {
      this.updating.approach(average, this.optimiser.held(name), share);
    }
  }

  /** Gives the parameters the averages; the optimiser's `show` takes that back. */
  show(): void {
    for (const [name, parameter] of this.optimiser.parameters) {
      this.updating.show(this.held.get(name), parameter);
    }
  }

  /** Takes up averages that a checkpoint holds. */
  restore(updates: number, valuesOf: (name: string) => Float32Array): void {
    this.updates = updates;
    for (const [name, average] of this.held) this.updating.write(average, valuesOf(name));
  }

  /** Frees what the engine holds for it. */
  dispose(): void {
    for (const average of this.held.values()) this.updating.free(average);
    this.held.clear();
  }

  /** Bytes of its numbers. */
  get bytes(): number {
    let numbers = 0;
    for (const { size } of this.optimiser.parameters.values()) numbers += size;
    return 4 * numbers;
  }
}
